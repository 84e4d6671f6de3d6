import { randomBytes } from 'node:crypto';
import { sealing } from '@sluice/runtime/sealing/sealing';
import type { ReturnedRecord } from '@sluice/shared/http/classified';
import { describe, expect, it } from 'vitest';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { FieldPath } from '../protocol.js';
import type { Ended, EndedRequest } from './ended-request.js';
import { sealReturned } from './seal-returned.js';

const iban = 'BE68 5390 0754 7034';
const { seal, unseal } = sealing({ sealingKey: randomBytes(32) });
const part = { commandId: 'x', step: 'fetch', run: 0, offset: 0, positions: [0], isRetry: false };
const outgoing = { calls: ['call'], parts: [{ ...part, document: 'supplier/17' }] };

const after = (
  { ended, body, status = 200 }: { ended: Ended; body: string; status?: number },
  paths: readonly FieldPath[] = [
    ['custom-fields', 'iban'],
    ['remit-to-addresses', 'iban'],
  ],
  change: { seal?: typeof seal } = {},
): EndedRequest => {
  const protocol = { sealedFieldsOf: () => paths } as unknown as DispatcherContext['protocol'];
  const request = { ended, answer: { status, headers: {}, body }, durationMs: 1 };
  return sealReturned({ protocol, seal, ...change }, outgoing, request);
};

const answered = (record: ReturnedRecord, ...more: [(readonly FieldPath[])?, { seal?: typeof seal }?]) =>
  after(
    { ended: { kind: 'results', results: [{ state: 'ok', records: [record] }] }, body: JSON.stringify(record) },
    ...more,
  );

const recordIn = ({ ended }: EndedRequest): any =>
  ended.kind === 'results' && ended.results[0]?.state === 'ok' ? ended.results[0].records[0] : undefined;

const fingerprint = (written: string): string =>
  recordIn(answered({ 'custom-fields': { iban: written } }))['custom-fields'].iban.fingerprint;

/** Whoever reads a table, a topic or a log of ours must not find out where to send a supplier's money. */
describe('account numbers that a system answers', () => {
  it('are sealed at their places, as values of the document that asked', () => {
    const account = recordIn(answered({ id: 17, 'custom-fields': { iban } }))['custom-fields'].iban;
    expect(account).toMatchObject({
      of: 'supplier/17#custom-fields.iban',
      lastFour: '7034',
      iban: { country: 'BE', isValid: true },
    });
    expect(unseal(account, 'supplier/17')).toBe('BE68539007547034');
  });

  it('are sealed in each element of a list', () => {
    const record = recordIn(answered({ 'remit-to-addresses': [{ iban }, { id: 2 }, { iban: 'be68 5390 0754 7035' }] }));
    expect(record['remit-to-addresses']).toMatchObject([
      { iban: { iban: { isValid: true } } },
      { id: 2 },
      { iban: { iban: { country: 'BE', isValid: false } } },
    ]);
  });

  it('have one fingerprint however they are written', () => {
    expect(fingerprint('be68-5390-0754-7034 ')).toBe(fingerprint(iban));
    expect(fingerprint('BE68 5390 0754 7035')).not.toBe(fingerprint(iban));
  });

  it.each([
    ['a number', 12345678901234],
    ['something else than a text', { name: 'DE89370400440532013000' }],
  ])('are sealed also where they come as %s', (_, written) => {
    const ended = answered({ 'custom-fields': { iban: written } });
    expect(recordIn(ended)['custom-fields'].iban).toMatchObject({ iban: { isValid: false } });
    expect(JSON.stringify(ended)).not.toMatch(/12345678901234|DE8937/);
  });

  it.each([null, ''])('that are not there (%j) stay so', (written) => {
    expect(recordIn(answered({ 'custom-fields': { iban: written } }))).toEqual({ 'custom-fields': { iban: written } });
  });

  it('are masked where another text repeats them', () => {
    const record = recordIn(answered({ note: `pay to ${iban} or BE68539007547034`, 'custom-fields': { iban } }));
    expect(record.note).toBe('pay to ••••7034 or ••••7034');
  });

  it.each(['BE68-5390-0754-7034', 'be68539007547034', 'BE68 5390 07547034', 'be 68-5390 0754\n7034'])(
    'are masked however another text writes them: %j',
    (written) => {
      const record = recordIn(answered({ note: `pay to ${written}, please`, 'custom-fields': { iban } }));
      expect(record.note).toBe('pay to ••••7034, please');
    },
  );

  it('are in nothing that is kept of the answer', () => {
    const ended = answered({ 'custom-fields': { iban }, 'bank-details': 'other text' });
    expect(ended.answer?.body).toContain('other text');
    expect(JSON.stringify(ended)).not.toMatch(/5390/);
  });

  it('are in no complaint about an answer that cannot be read, nor in what is kept of it', () => {
    const body = `{"id":17,"custom-fields":{"iban":"${iban}`;
    const message = `Coupa answers 200 with something that is not JSON: ${body}`;
    const ended = after({ ended: { kind: 'unanswered', code: 'answer-unreadable', message }, body });
    expect(ended.ended).toMatchObject({ kind: 'unanswered', code: 'answer-unreadable' });
    expect(JSON.stringify(ended)).not.toMatch(/5390/);
  });

  it('without a key are not handed on in plain: the read is refused and says what is missing', () => {
    const none = sealing({});
    const ended = answered({ 'custom-fields': { iban } }, undefined, { seal: none.seal });
    expect(ended.ended).toMatchObject({ results: [{ state: 'nok', refusal: { code: 'sealing-key-missing' } }] });
    expect(JSON.stringify(ended)).not.toMatch(/5390/);
  });
});

it('refusals and errors keep the words of the system', () => {
  const message = 'Coupa answers 503: down for maintenance';
  const unavailable: Ended = { kind: 'unanswered', code: 'unavailable', message };
  expect(after({ ended: unavailable, body: 'down', status: 503 }).ended).toEqual(unavailable);
  const refused: Ended = { kind: 'results', results: [{ state: 'nok', refusal: { code: '404', message: 'no such' } }] };
  expect(after({ ended: refused, body: '{}', status: 404 }).ended).toEqual(refused);
});

it('an answer in which nothing is to be sealed stays as it came', () => {
  const ended = answered({ id: 17, iban }, []);
  expect(recordIn(ended)).toEqual({ id: 17, iban });
  expect(ended.answer?.body).toBe(JSON.stringify({ id: 17, iban }));
});
