import type { Decision, Decisions } from '@sluice/reconciler/decision';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { CoupaStep } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { anOrder, aLine, withLines, type Json } from '../../../tests/coupa.js';
import { givenOrder, type GivenOrder } from '../../../tests/given-order.js';
import { target } from '../../../tests/translate.js';
import type { PurchaseOrderSettings } from '../settings.js';

const order = (change: Json = {}): Json => anOrder({ 'internal-revision': 3, ...change });

const decided = (given: GivenOrder): Decisions => given.whenDecided().decisions;

type Settings = Partial<PurchaseOrderSettings>;

/** M3 accepted the order and was seen to hold it. */
const posted = (changed: Settings = {}): GivenOrder =>
  givenOrder(order(), changed)
    .acknowledged('m3', target(order()), '2026-03-10T08:00:05.000Z')
    .identity('m3', { orderNumber: '5000021' })
    .reading('m3', 'read-head/5000021', [[{ PUNO: '5000021', PUSL: '15', SUNO: 'Y30001', CUCD: 'EUR' }]])
    .reading('m3', 'read-lines/5000021', [
      [{ PNLI: '1', PNLS: '0', ITNO: 'BRG6204', ORQA: '10', PUPR: '4.125', PUUN: 'PCS', PUSL: '15' }],
    ]);

/** Coupa's history was read. */
const historyRead = (records: Json[] = [], given: GivenOrder = posted()): GivenOrder =>
  given.reading('coupa', 'history-records', [records]).last('coupa', { kind: 'read' });

const stepsOf = (decision: Decision | undefined): CoupaStep[] => {
  if (decision?.decision !== 'send' || decision.script.system !== 'coupa') throw new Error('nothing is sent to Coupa');
  return [...decision.script.steps];
};

const targetIn = (decision: Decision | undefined): unknown =>
  decision?.decision === 'send' ? decision.script.target : undefined;

/** M3 refused the order as it would be sent. */
const refusedWith = (refusals: Outcome['refusals']): GivenOrder =>
  givenOrder(order()).refused(
    'm3',
    { code: 'm3-refused', message: 'M3 refused' },
    { target: target(order()), refusals },
  );

const aRecord = (change: Json = {}): Json => ({
  id: 900,
  'document-type': 'OrderHeader',
  'document-id': 2400,
  'document-revision': 2,
  status: 'Error',
  resolved: false,
  integration: { code: 'PO_TO_M3' },
  responses: [{ 'response-code': 'WSU0104', 'response-message': 'Supplier is blocked' }],
  ...change,
});

/** M3 shows the order as deleted. */
const deleted = (given: GivenOrder, more: { readonly justRead?: boolean } = {}): GivenOrder =>
  given.reading('m3', 'read-head/5000021', [[{ PUNO: '5000021', PUSL: '99' }]], more);

describe('an order of which M3 was read to hold something else', () => {
  it('is told to Coupa as before while it is read anew: nothing on its way is called back', () => {
    const refused = decided(deleted(historyRead(), { justRead: true }));
    const readAnew = decided(deleted(historyRead()).askedBy('ada'));
    expect(refused['m3']?.decision).toBe('refused');
    expect(readAnew['m3']).toMatchObject({ decision: 'send', script: { kind: 'read' } });
    expect(stepsOf(readAnew['coupa']).map(({ id }) => id)).toEqual(['history']);
    expect(readAnew['coupa']).toEqual(refused['coupa']);
  });
});

describe('an order that M3 holds', () => {
  it('is looked up in Coupa’s history before anything is added to it', () => {
    expect(stepsOf(decided(posted())['coupa'])).toEqual([
      {
        id: 'history-records',
        method: 'GET',
        path: '/api/integration_history_records',
        query: { document_type: 'OrderHeader', document_id: '2400', order_by: 'id', dir: 'desc', limit: '50' },
        repeat: 'safe',
        optional: true,
      },
    ]);
  });

  it('P01: M3’s number, the history with the lines, and exported last and alone', () => {
    const decision = decided(historyRead())['coupa'];
    const steps = stepsOf(decision);
    expect(
      steps.map(({ id, method, path, query, body, optional }) => ({ id, method, path, query, body, optional })),
    ).toEqual([
      {
        id: 'order-number',
        method: 'PUT',
        path: '/api/purchase_orders/2400',
        query: { fields: '["id"]' },
        body: { 'custom-fields': { 'erp-po-no': '5000021' } },
        optional: true,
      },
      {
        id: 'history',
        method: 'POST',
        path: '/api/integration_history_records',
        query: undefined,
        body: {
          'document-type': 'OrderHeader',
          'document-id': 2400,
          'document-status': 'issued',
          'document-revision': 3,
          'external-id': '5000021',
          status: 'Success',
          'contact-alert-type': 'Functional',
          integration: { code: 'PO_TO_M3' },
          responses: [{ 'response-code': 'posted', 'response-message': 'Order line 5101: M3 order 5000021, line 1' }],
        },
        optional: true,
      },
      {
        id: 'exported',
        method: 'PUT',
        path: '/api/purchase_orders/2400',
        query: { exported: 'true', fields: '["id","exported"]' },
        body: undefined,
        optional: undefined,
      },
    ]);
    for (const step of steps) expect(CoupaStep.parse(step)).toEqual(step);
  });

  it('what may be sent twice is, and a row of the history is looked for first', () => {
    const steps = stepsOf(decided(historyRead())['coupa']);
    expect(steps.map(({ id, repeat }) => [id, repeat])).toEqual([
      ['order-number', 'safe'],
      ['history', 'probe'],
      ['exported', 'safe'],
    ]);
    expect(steps[1]?.probe?.match).toEqual({
      'document-id': '2400',
      status: 'Success',
      'document-revision': '3',
      'external-id': '5000021',
      'responses.0.response-message': 'Order line 5101: M3 order 5000021, line 1',
    });
  });

  it('older errors of ours are resolved first, those of others are left alone', () => {
    const records = [
      aRecord(),
      aRecord({ id: 901, resolved: true }),
      aRecord({ id: 902, integration: { code: 'OTHER' } }),
      aRecord({ id: 903, 'document-id': 2401 }),
      aRecord({ id: 904, status: 'Success' }),
    ];
    expect(stepsOf(decided(historyRead(records))['coupa']).map(({ id }) => id)).toEqual([
      'order-number',
      'resolve/900',
      'history',
      'exported',
    ]);
  });

  it('T18: a row that says so already is not written again', () => {
    const [, history] = stepsOf(decided(historyRead())['coupa']);
    const written = { ...(history?.body as Json), id: 910, resolved: true };
    expect(stepsOf(decided(historyRead([written]))['coupa']).map(({ id }) => id)).toEqual(['order-number', 'exported']);
  });

  it('is told nothing once Coupa shows it, whatever our own write-back did to its revision', () => {
    const shown = posted()
      .acknowledged('coupa', targetIn(decided(historyRead())['coupa']))
      .last('coupa');
    expect(decided(shown.snapshot(order({ 'internal-revision': 5 })))['coupa']).toMatchObject({
      decision: 'done',
      status: 'Posted',
    });
    expect(decided(shown.snapshot(order({ version: 2 })))['coupa']).toMatchObject({ decision: 'send' });
  });

  it('C38: what Coupa refuses is said, and M3’s destination does not change', () => {
    const shown = posted().acknowledged('coupa', targetIn(decided(historyRead())['coupa']));
    const refusals = [
      { step: 'order-number', index: 0, code: '400', field: 'erp-po-no', message: 'is no custom field' },
    ];
    const decisions = decided(shown.last('coupa', { refusals }));
    expect(decisions['m3']).toMatchObject({ decision: 'done', status: 'Posted' });
    expect(decisions['coupa']).toMatchObject({
      decision: 'refused',
      because: {
        code: 'coupa-refused',
        message: 'Coupa refused: order-number, field erp-po-no: is no custom field (400)',
      },
    });
  });

  it.each<[name: string, change: Settings, steps: string[]]>([
    ['no custom field', { orderNumberField: '' }, ['history', 'exported']],
    ['exported is another’s', { markExported: false }, ['order-number', 'history']],
  ])('by setting: %s', (_name, change, steps) => {
    expect(stepsOf(decided(historyRead([], posted(change)))['coupa']).map(({ id }) => id)).toEqual(steps);
  });

  it('by setting: a custom field of the global namespace stands at the top', () => {
    const [put] = stepsOf(decided(historyRead([], posted({ customFieldsAt: 'top-level' })))['coupa']);
    expect(put?.body).toEqual({ 'erp-po-no': '5000021' });
  });

  it('by setting: Coupa is told nothing at all', () => {
    expect(decided(historyRead([], posted({ writeBack: false })))).not.toHaveProperty('coupa');
  });
});

describe('an order that M3 does not get', () => {
  const wrong = {
    ...withLines(aLine({ price: null }), aLine({ id: 5102, 'line-num': '2', quantity: '1.5' })),
    'internal-revision': 3,
  };

  it('P28: the buyer reads each line’s problem, with an alert, and nothing is marked', () => {
    const steps = stepsOf(decided(historyRead([aRecord()], givenOrder(wrong)))['coupa']);
    expect(steps.map(({ id }) => id)).toEqual(['resolve/900', 'history']);
    expect(steps[1]).toMatchObject({
      path: '/api/integration_history_records/create_alert',
      body: {
        status: 'Error',
        'contact-alert-type': 'Functional',
        responses: [
          { 'response-code': 'value-missing', 'response-message': 'Line 1, price is empty' },
          {
            'response-code': 'decimals-too-fine',
            'response-message': 'Line 2, quantity: 1.5 is finer than unit PCS allows (0 decimals)',
          },
        ],
      },
    });
  });

  it('P20: M3’s own words, with the line that they are about', () => {
    const refusals = [{ step: 'add-lines', index: 0, code: 'XIT0107', field: 'ITNO', message: 'Item is blocked' }];
    const steps = stepsOf(decided(historyRead([], refusedWith(refusals)))['coupa']);
    expect(steps.map(({ body }) => (body as Json)['responses'])).toEqual([
      [{ 'response-code': 'XIT0107', 'response-message': 'Line 1, ITNO: Item is blocked' }],
    ]);
  });

  it('P26: a currency that M3 does not have is said in M3’s words, without a line', () => {
    const refusals = [
      { step: 'add-head', index: 0, code: 'WCU0103', field: 'CUCD', message: 'Currency does not exist' },
    ];
    const [step] = stepsOf(decided(historyRead([], refusedWith(refusals)))['coupa']);
    expect(step?.body).toMatchObject({
      responses: [{ 'response-code': 'WCU0103', 'response-message': 'CUCD: Currency does not exist' }],
    });
  });

  it('what only those can mend who run the connection goes to them', () => {
    const [step] = stepsOf(decided(historyRead([], deleted(posted())))['coupa']);
    expect(step?.body).toMatchObject({ status: 'Error', 'contact-alert-type': 'Technical' });
  });

  it('T06: a status that nobody knows is told as Coupa wrote it', () => {
    const [step] = stepsOf(decided(historyRead([], givenOrder(order({ status: 'teleported' }))))['coupa']);
    expect(step?.body).toMatchObject({ 'document-status': 'teleported', 'contact-alert-type': 'Technical' });
  });

  it('the same error open already is not said twice', () => {
    const [history] = stepsOf(decided(historyRead([], givenOrder(wrong)))['coupa']);
    const written = { ...(history?.body as Json), id: 910, resolved: false };
    expect(decided(historyRead([written], givenOrder(wrong)))['coupa']).toMatchObject({ decision: 'done' });
  });

  it.each<[name: string, known: GivenOrder]>([
    ['waits for a mapping', givenOrder(order()).without('mapping.v1/unit/EA')],
    ['is on its way', givenOrder(order())],
    ['is not issued yet', givenOrder(order({ status: 'draft' }))],
    ['was removed', givenOrder(order()).removed()],
  ])('one that %s: Coupa is told nothing', (_name, known) => {
    expect(decided(known)).not.toHaveProperty('coupa');
  });

  it('its error is resolved when it need not go to M3 any more', () => {
    const known = historyRead([aRecord()], givenOrder(order({ status: 'cancelled' })));
    const reported = known.acknowledged('coupa', { report: 'error', version: 1, problems: [] });
    expect(stepsOf(decided(reported)['coupa']).map(({ id }) => id)).toEqual(['resolve/900']);
  });
});
