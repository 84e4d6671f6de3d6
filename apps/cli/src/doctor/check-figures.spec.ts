import { describe, expect, it } from 'vitest';
import { checkAccount, checkRecords, parseFigures } from './check-figures.js';

const now = Date.parse('2026-03-09T17:12:00.000Z');

const records = `# HELP sluice_records Documents by type and status.
# TYPE sluice_records gauge
sluice_records{type="purchase-order",status="Needs attention",app="console"} 2
sluice_records{type="supplier",status="Needs attention",app="console"} 1
sluice_records{type="purchase-order",status="Retrying",app="console"} 4
sluice_records{type="purchase-order",status="Posted",app="console"} 1200
`;

/** A check that all is well must mention the order that needs a person. */
describe('documents that are not where they should be', () => {
  it('are counted over all types; those that need a person are a warning', () => {
    expect(checkRecords(parseFigures(records))).toMatchObject([
      {
        check: 'documents in Needs attention',
        state: 'warning',
        detail: '3',
        hint: expect.stringContaining('sluice records list --status "Needs attention"'),
      },
      { check: 'documents in Unknown outcome', state: 'ok', detail: '0' },
      { check: 'documents in Retrying', state: 'ok', detail: '4' },
      { check: 'documents in Throttled', state: 'ok', detail: '0' },
    ]);
  });
});

const account = (figures: string) => checkAccount('cloudsuite-gateway', parseFigures(figures), now);

describe('a gateway', () => {
  it('whose account is paused says why and until when', () => {
    const paused = 'sluice_dispatcher_paused_seconds{account="m3",because="credentials-refused",app="x"} 300.5\n';
    expect(account(`sluice_dispatcher_breaker{account="m3"} 0\n${paused}`)).toMatchObject({
      state: 'warning',
      detail: 'none is sent until 2026-03-09 17:17:00Z: credentials-refused',
      hint: expect.stringContaining('docs/errors/credentials-refused.md'),
    });
  });

  it.each([
    [0, 'ok'],
    [1, 'warning'],
    [2, 'warning'],
  ])('whose breaker is %i: %s', (breaker, state) => {
    expect(account(`sluice_dispatcher_breaker{account="m3",app="x"} ${breaker}\n`)).toMatchObject({ state });
  });
});
