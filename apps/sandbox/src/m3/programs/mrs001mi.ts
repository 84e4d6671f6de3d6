import type { Field } from '../declare-fields.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, fieldsOf, type Behaviour, type Program } from '../program.js';

/** A transaction record begins with the transaction's name, in 15 characters. */
const FIRST_POSITION = 16;

/** M3's list of its own programs: told of all of them, itself included, once they are known. */
export function describePrograms(allPrograms: () => ReadonlyMap<string, Program>): Program {
  const programsOf = ({ settings }: M3World): Program[] =>
    [...allPrograms().values()].filter(({ name }) => !settings.lackingPrograms.includes(name));
  const findProgram = (name: string, m3: M3World): Program => {
    const program = programsOf(m3).find((one) => one.name === name);
    if (program) return program;
    throw new Nok({ code: 'XRE0103', field: 'MINM', text: `Program ${name} does not exist` });
  };
  const listPrograms: Behaviour = (_call, m3) =>
    programsOf(m3).map(({ name, description }) => ({ MINM: name, MIDS: description }));
  const listTransactions: Behaviour = (call, m3) => {
    const { MINM = '' } = call.record;
    return [...findProgram(MINM, m3).transactions].flatMap(([TRNM, transaction]): M3Record[] => {
      const fields = fieldsOf(transaction, m3);
      return fields ? [{ MINM, TRNM, TRDS: fields.description, STAT: '20' }] : [];
    });
  };
  const listFields: Behaviour = (call, m3) => {
    const { MINM = '', TRNM = '', TRTP = '' } = call.record;
    const transaction = findProgram(MINM, m3).transactions.get(TRNM);
    const fields = transaction && fieldsOf(transaction, m3);
    if (!fields) throw new Nok({ code: 'XRE0103', field: 'TRNM', text: `Transaction ${TRNM} does not exist` });
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
        FLDS: field.label,
        FRPO: String(from),
        TOPO: String(position - 1),
        LENG: String(field.length),
        FLDP: String(field.decimals),
        TYPE: field.type,
        MAND: field.mandatory ? '1' : '0',
      };
    };
    return [...(TRTP === 'I' ? fields.input : fields.output).values()].map(describe);
  };
  return defineProgram('MRS001MI', {
    LstPrograms: listPrograms,
    LstTransactions: listTransactions,
    LstFields: listFields,
    LstAdtFieldInf: listFields,
  });
}
