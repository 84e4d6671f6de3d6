import { eventually } from '@sluice/testing/eventually';
import { request } from 'undici';
import { startApps } from './start-apps.js';
import { Story, type RecordOfConsole } from './story.js';
import { makeWorld, type World } from './world.js';

type Json = Readonly<Record<string, unknown>>;

export interface SupplierInM3 {
  readonly SUNO: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A supplier by its id in Coupa and its number in M3. */
export interface SupplierOfBoth {
  readonly id: string;
  readonly number: string;
}

/** What the business has set up for its suppliers in both systems, and the rows of mappings between them. */
const paymentTerms = [
  ['Net 30', 'N30'],
  ['Net 60', 'N60'],
  ['Net 90', 'N90'],
] as const;
const mappings = [
  ...paymentTerms.flatMap(([inCoupa, inM3]) => [
    { table: 'payment-term', key: inCoupa, value: { paymentTerms: inM3 } },
    { table: 'coupa-payment-term', key: inM3, value: { paymentTerm: inCoupa } },
  ]),
  { table: 'country', key: 'BE', value: { country: 'BE', taxField: 'VRNO' } },
  { table: 'coupa-country', key: 'BE', value: { country: 'BE' } },
  { table: 'coupa-content-group', key: '100/', value: { contentGroup: 'Belgium' } },
];

const place = { CSCD: 'BE' };
export const addressInM3 = {
  ADTE: '01',
  ADID: 'COUPA',
  STDT: '20200101',
  ADR1: 'Kaai 1',
  TOWN: 'Antwerp',
  PONO: '2000',
  ...place,
};
export const contactInM3 = { RFTY: '10', RFID: 'COUPA', YRE1: 'An Peeters', EMAL: 'an@acme.example' };

/** The steps that stories of suppliers are made of, in an installation of their own: what goes both ways is set for all of it. */
export class SupplierStory extends Story {
  readonly #world: World;
  readonly #stop: () => Promise<void>;

  private constructor(world: World, stop: () => Promise<void>) {
    super(world.addresses);
    this.#world = world;
    this.#stop = stop;
  }

  static async begin(settings: Readonly<Record<string, string>> = {}): Promise<SupplierStory> {
    const world = await makeWorld();
    const running = await startApps(world, {
      SUPPLIER_SYNC: 'both',
      SUPPLIER_FIRST_MEETING: 'owner',
      ...settings,
    });
    const story = new SupplierStory(world, async () => {
      await Promise.all(running.map((app) => app.stop()));
      await world.end();
    });
    await story.sandbox('PUT', '/admin/m3/master', {
      paymentTerms: paymentTerms.map(([, code]) => ({ cono: 100, code })),
    });
    await story.sandbox(
      'PUT',
      '/admin/coupa/reference-data/payment_terms',
      paymentTerms.map(([code], index) => ({ id: index + 1, code })),
    );
    await story.sandbox('PUT', '/admin/coupa/reference-data/business_groups', [{ id: 1, name: 'Belgium' }]);
    await world.importMappings();
    await story.whenMapped(mappings);
    return story;
  }

  end(): Promise<void> {
    return this.#stop();
  }

  /** What new suppliers in M3 are copies of: in use itself it is not. */
  async givenTemplateInM3(): Promise<void> {
    await this.whenTypedInM3('TEMPLATE', { SUNM: 'Template', STAT: '10', CUCD: 'EUR', template: true });
    await this.whenMapped([{ table: 'supplier-group', key: '(default)', value: { template: 'TEMPLATE' } }]);
  }

  /** As somebody has entered it in Coupa, in full and without a number; nobody was told. */
  async givenSupplierInCoupa(
    over: Json = {},
  ): Promise<{ readonly id: string; readonly name: string; readonly taxId: string }> {
    const unique = newNumber().slice(1);
    const made = await this.sandbox('POST', '/admin/coupa/suppliers', {
      name: `Bearings ${unique}`,
      status: 'active',
      'tax-id': `BE00${unique}`,
      'payment-term': { code: 'Net 30' },
      'primary-address': { street1: 'Kaai 1', city: 'Antwerp', 'postal-code': '2000', country: { code: 'BE' } },
      'primary-contact': { 'name-given': 'An', 'name-family': 'Peeters', email: 'an@acme.example' },
      ...over,
    });
    return { id: String(made['id']), name: String(made['name']), taxId: String(made['tax-id']) };
  }

  /** A supplier that both systems hold alike, and that is linked. */
  async givenLinkedSupplier(): Promise<SupplierOfBoth> {
    const number = newNumber();
    const name = `Acme ${number}`;
    await this.whenTypedInM3(number, {
      SUNM: name,
      STAT: '20',
      TEPY: 'N30',
      CUCD: 'EUR',
      ...place,
      addresses: [addressInM3],
      references: [contactInM3],
    });
    const made = await this.sandbox('POST', '/admin/coupa/suppliers?notify=true', {
      name,
      number,
      status: 'active',
      'payment-term': { code: 'Net 30' },
      'payment-method': 'invoice',
      'invoice-matching-level': '3-way',
      'primary-address': { street1: 'Kaai 1', city: 'Antwerp', 'postal-code': '2000', country: { code: 'BE' } },
      'primary-contact': { 'name-given': 'An', 'name-family': 'Peeters', email: 'an@acme.example' },
    });
    const supplier = { id: String(made['id']), number };
    await this.thenSupplierIs(supplier, 'Posted');
    return supplier;
  }

  /** A person types in M3; what is not named stays. */
  async whenTypedInM3(number: string, fields: Json): Promise<void> {
    await this.sandbox('PUT', `/admin/m3/suppliers/100/${number}`, fields);
  }

  /** A person types in Coupa, which sends its webhook. */
  async whenTypedInCoupa({ id }: { readonly id: string }, change: Json): Promise<void> {
    await this.sandbox('PUT', `/admin/coupa/suppliers/${id}?notify=true`, change);
  }

  async supplierInM3({ number }: { readonly number: string }): Promise<SupplierInM3 | undefined> {
    const { suppliers } = await this.sandbox('GET', `/admin/m3/suppliers?cono=100&suno=${number}`);
    return (suppliers as SupplierInM3[])[0];
  }

  async suppliersInM3Called(name: string): Promise<readonly SupplierInM3[]> {
    const { suppliers } = await this.sandbox('GET', '/admin/m3/suppliers?cono=100');
    return (suppliers as SupplierInM3[]).filter(({ fields }) => fields['SUNM'] === name);
  }

  /** Waits until Coupa holds M3's number of it, and answers the number. */
  thenCoupaHasNumber({ id }: { readonly id: string }): Promise<string> {
    return eventually(
      async () => {
        const { number } = await this.sandbox('GET', `/admin/coupa/suppliers/${id}`);
        if (typeof number === 'string' && number !== '') return number;
        const { status, reason } = (await this.record({ id }, 'supplier')) ?? { status: 'unknown' };
        throw new Error(`supplier ${id} has no number in Coupa: it is "${status}" ${reason?.message ?? ''}`);
      },
      { withinMs: 60_000 },
    );
  }

  async suppliersInCoupa(by: Readonly<Record<string, string>>): Promise<readonly Json[]> {
    const { suppliers } = await this.sandbox('GET', `/admin/coupa/suppliers?${new URLSearchParams(by)}`);
    return suppliers as Json[];
  }

  /** Waits until M3 holds this in a field of the supplier. */
  thenM3Has(supplier: { readonly number: string }, field: string, value: string): Promise<unknown> {
    return eventually(
      async () => {
        const held = (await this.supplierInM3(supplier))?.fields[field];
        if (held !== value) throw new Error(`${field} of ${supplier.number} is ${held} in M3, not ${value}`);
        return true;
      },
      { withinMs: 60_000 },
    );
  }

  async paymentTermInCoupa({ number }: { readonly number: string }): Promise<unknown> {
    const [supplier] = await this.suppliersInCoupa({ number });
    return (supplier?.['payment-term'] as Json | undefined)?.['code'];
  }

  thenCoupaHasPaymentTerm(supplier: { readonly number: string }, code: string): Promise<unknown> {
    return eventually(
      async () => {
        const held = await this.paymentTermInCoupa(supplier);
        if (held !== code) throw new Error(`the payment term of ${supplier.number} is ${held} in Coupa, not ${code}`);
        return true;
      },
      { withinMs: 60_000 },
    );
  }

  thenSupplierIs({ id }: { readonly id: string }, status: string, type = 'supplier'): Promise<RecordOfConsole> {
    return eventually(
      async () => {
        const record = await this.record({ id: encodeURIComponent(id) }, type);
        if (record?.status !== status)
          throw new Error(`${type}/${id} is ${record?.status} (${record?.reason?.message}), not ${status}`);
        return record;
      },
      { withinMs: 60_000 },
    );
  }

  /** How often Coupa was called in this way. */
  async callsOfCoupa(method: string, path: string): Promise<number> {
    const { calls } = await this.sandbox('GET', '/admin/coupa/calls');
    return (calls as { method: string; path: string }[]).filter(
      (call) => call.method === method && call.path.split('?')[0]?.endsWith(path) === true,
    ).length;
  }

  async sandbox(method: Method, path: string, body?: unknown): Promise<Json> {
    const { url, adminToken } = this.#world.addresses.sandbox;
    return ask(url + path, adminToken, method, body);
  }

  async console(method: Method, path: string, body?: unknown): Promise<Json> {
    const { url, apiToken } = this.#world.addresses.console;
    return ask(url + path, apiToken, method, body);
  }
}

/** A number of its own for each supplier of a story. */
export const newNumber = (): string => `Y${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

async function ask(url: string, token: string, method: Method, body?: unknown): Promise<Json> {
  const answer = await request(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${url} answered ${answer.statusCode}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Json;
}
