import type { Field } from '../declare-fields.js';
import { mrs001mi as fields } from '../fields/mrs001mi.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, type Behaviour, type Program } from '../program.js';

/** A transaction record begins with the transaction's name, in 15 characters. */
const FIRST_POSITION = 16;

/** M3's list of its own programs: told of all of them, itself included, once they are known. */
export function describePrograms(allPrograms: () => ReadonlyMap<string, Program>): Program {
  const findProgram = (name: string): Program => {
    const program = allPrograms().get(name);
    if (program) return program;
    throw new Nok({ code: 'XRE0103', field: 'MINM', text: `Program ${name} does not exist` });
  };
  const listPrograms: Behaviour = () =>
    [...allPrograms().values()].map(({ name, description }) => ({ MINM: name, MIDS: description }));
  const listTransactions: Behaviour = (call) => {
    const { MINM = '' } = call.record;
    return [...findProgram(MINM).transactions].map(
      ([
        name,
        {
          fields: { description },
        },
      ]) => ({
        MINM,
        TRNM: name,
        TRDS: description,
        STAT: '20',
      }),
    );
  };
  const listFields: Behaviour = (call) => {
    const { MINM = '', TRNM = '', TRTP = '' } = call.record;
    const program = findProgram(MINM);
    const transaction = program.transactions.get(TRNM);
    if (!transaction) throw new Nok({ code: 'XRE0103', field: 'TRNM', text: `Transaction ${TRNM} does not exist` });
    if (TRTP !== 'I' && TRTP !== 'O') {
      throw new Nok({ code: 'CPF9898', field: 'TRTP', text: 'The type must be I (input) or O (output)' });
    }
    let position = FIRST_POSITION;
    const describe = (field: Field): M3Record => {
      const from = position;
      position += field.length;
      return {
        MINM,
        TRNM,
        TRTP,
        FLNM: field.name,
        FLDS: field.name,
        FRPO: String(from),
        TOPO: String(position - 1),
        LENG: String(field.length),
        FLDP: String(field.decimals),
        TYPE: field.type,
        MAND: field.mandatory ? '1' : '0',
      };
    };
    const { input, output } = transaction.fields;
    return [...(TRTP === 'I' ? input : output).values()].map(describe);
  };
  const head = { name: 'MRS001MI', description: 'MI-Repository interface' };
  return defineProgram(head, fields, {
    LstPrograms: listPrograms,
    LstTransactions: listTransactions,
    LstFields: listFields,
    LstAdtFieldInf: listFields,
  });
}
