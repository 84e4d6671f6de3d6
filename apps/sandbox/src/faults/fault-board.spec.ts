import { beforeEach, describe, expect, it } from 'vitest';
import { FaultBoard, type Encounter } from './fault-board.js';
import { Fault } from './fault.js';

let board: FaultBoard;
const post = (fault: object) => board.post(Fault.parse(fault));

const coupaCall = (path: string, over: Partial<Encounter> = {}): Encounter => ({
  system: 'coupa',
  method: 'GET',
  path,
  text: '',
  isApi: true,
  ...over,
});

const m3Call = (...transactions: [name: string, text: string][]): Encounter => ({
  system: 'm3',
  method: 'POST',
  path: '/ion/T/M3/m3api-rest/v2/execute',
  text: '',
  isApi: true,
  program: 'PPS370MI',
  transactions: transactions.map(([transaction, text]) => ({ transaction, text: () => text })),
});

beforeEach(() => {
  board = new FaultBoard();
});

describe('a fault', () => {
  it('strikes as often as it was ordered to, and counts', () => {
    const posted = post({ system: 'coupa', kind: 'drop-request', times: 2 });
    const struck = [1, 2, 3].map(() => board.take(coupaCall('/coupa/api/suppliers'), 'drop-request') !== undefined);
    expect(struck).toEqual([true, true, false]);
    expect(posted.hits).toBe(2);
  });

  it('with a rate strikes that part of all that it meets, evenly and without end', () => {
    const posted = post({ system: 'coupa', kind: 'drop-request', rate: 0.25 });
    const struck = Array.from({ length: 8 }, () => board.take(coupaCall('/coupa/api/suppliers'), 'drop-request'));
    expect(struck.map((fault) => (fault ? 'x' : '.')).join('')).toBe('...x...x');
    expect(posted).toMatchObject({ hits: 2, meetings: 8 });
  });

  it('without a path leaves calls for a token alone', () => {
    post({ system: 'coupa', kind: 'drop-request' });
    expect(board.take(coupaCall('/coupa/oauth2/token', { isApi: false }), 'drop-request')).toBeUndefined();
    post({ system: 'coupa', kind: 'drop-request', path: '/oauth2/token' });
    expect(board.take(coupaCall('/coupa/oauth2/token', { isApi: false }), 'drop-request')).toBeDefined();
  });

  it('knows its path by whole segments', () => {
    post({ system: 'coupa', kind: 'drop-request', path: '/api/purchase_orders/24', times: 9 });
    const paths = ['/coupa/api/purchase_orders/24', '/coupa/api/purchase_orders/2400', '/coupa/api/purchase_orders'];
    const struck = paths.map((path) => board.take(coupaCall(path), 'drop-request') !== undefined);
    expect(struck).toEqual([true, false, false]);
  });

  it('of a transaction strikes only where its text is in that transaction', () => {
    post({ system: 'm3', kind: 'nok', transaction: 'AddLine', contains: '2400', times: 9 });
    expect(board.take(m3Call(['AddHead', '2400'], ['AddLine', '2401']), 'nok')).toBeUndefined();
    expect(board.take(m3Call(['AddLine', '2401'], ['AddLine', '2400']), 'nok')).toBeDefined();
  });

  it('goes by method, program and system', () => {
    post({ system: 'm3', kind: 'status', status: 503, method: 'get' });
    post({ system: 'm3', kind: 'status', status: 503, program: 'CRS620MI' });
    post({ system: 'coupa', kind: 'status', status: 503 });
    expect(board.take(m3Call(['AddLine', '']), 'status')).toBeUndefined();
  });

  it('that is older strikes first', () => {
    post({ system: 'm3', kind: 'status', status: 503 });
    post({ system: 'm3', kind: 'drop-answer' });
    const kinds = [1, 2].map(() => board.take(m3Call(['AddLine', '']), 'drop-answer', 'status')?.kind);
    expect(kinds).toEqual(['status', 'drop-answer']);
  });

  it('is refused when it aims at what its system does not have', () => {
    const wrong = [
      { system: 'coupa', kind: 'nok' },
      { system: 'coupa', kind: 'drop-answer', transaction: 'AddLine' },
      { system: 'm3', kind: 'status' },
      { system: 'm3', kind: 'drop-answer', forever: true },
    ];
    expect(wrong.map((fault) => Fault.safeParse(fault).success)).toEqual([false, false, false, false]);
  });
});
