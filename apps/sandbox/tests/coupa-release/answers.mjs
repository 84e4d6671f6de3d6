import { start } from '../../dist/start.js';
import { fullOrder, fullSupplier } from '../full-order.ts';
import { calls } from './calls.mjs';

const client = { client_id: 'client', client_secret: 'client secret' };
const scopes = ['purchase_order', 'supplier', 'integration', 'common', 'accounting'].flatMap((one) => [
  `core.${one}.read`,
  `core.${one}.write`,
]);

const currency = { id: 1, code: 'EUR', name: 'Euro', decimals: 2, enabled: true };
/** What people look after, one of each. */
const referenceData = {
  currencies: [currency, { ...currency, id: 2, code: 'USD', name: 'US dollar' }],
  exchange_rates: [
    {
      'from-currency': currency,
      'to-currency': { id: 2, code: 'USD' },
      rate: '1.09',
      'rate-date': '2027-01-01T00:00:00+00:00',
    },
  ],
  uoms: [{ code: 'EA', name: 'Each', 'allowable-precision': 0 }],
  payment_terms: [
    {
      code: 'Net 30',
      type: 'DaysAfterNetPaymentTerm',
      'days-for-net-payment': 30,
      'days-for-discount-payment': 0,
      'discount-due-day': 0,
      'discount-due-month': 0,
      'net-due-day': 0,
      'net-due-month': 0,
    },
  ],
  shipping_terms: [{ code: 'DAP', description: 'Delivered at place', active: true }],
  business_groups: [{ name: 'Belgium', description: 'Who buys in Belgium' }],
  accounts: [
    {
      code: '100-4410',
      'segment-1': '100',
      'segment-2': '4410',
      active: true,
      'account-type': { id: 1, name: 'Sluice EU' },
    },
  ],
};

/** What the Coupa of a sandbox that holds one order answers to each of the calls. */
export async function answers() {
  const sandbox = await start({
    adminToken: 'admin-token',
    coupaClientId: client.client_id,
    coupaClientSecret: client.client_secret,
    webhookSecret: 'webhook secret',
    requestsPerSecond: 0,
  });
  try {
    await seed(sandbox.url);
    const token = await coupaToken(sandbox.url);
    const given = [];
    for (const call of calls) given.push({ ...call, ...(await ask(`${sandbox.url}/coupa/api`, token, call)) });
    return given;
  } finally {
    await sandbox.stop();
  }
}

async function ask(base, token, { method, path, body }) {
  const answer = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: await answer.json() };
}

/** One issued order, one of whose lines was removed. */
async function seed(url) {
  const admin = async (method, path, body) => {
    const { status, json } = await ask(`${url}/admin/coupa`, 'admin-token', { method, path, body });
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(json)}`);
    return json;
  };
  for (const [resource, documents] of Object.entries(referenceData)) {
    await admin('PUT', `/reference-data/${resource}`, documents);
  }
  await admin('POST', '/suppliers', fullSupplier);
  await admin('POST', '/purchase-orders', fullOrder);
  await admin('POST', '/purchase-orders/2400/approve', { notify: false });
  const another = { 'order-lines': [fullOrder['order-lines'][0]] };
  const { 'order-lines': lines } = await admin('PUT', '/purchase-orders/2400', another);
  await admin('DELETE', `/purchase-orders/2400/lines/${lines.at(-1).id}`);
}

async function coupaToken(url) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...client, scope: scopes.join(' ') });
  const answer = await fetch(`${url}/coupa/oauth2/token`, { method: 'POST', body });
  return (await answer.json()).access_token;
}
