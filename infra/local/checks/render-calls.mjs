/** Between these the page belongs to the script. */
const begin = '<!-- written by infra/local/write-calls.mjs: begin -->';
const end = '<!-- written by infra/local/write-calls.mjs: end -->';

/** What a setting switches off or on; everything else is needed with the settings as they are by default. */
const onlyIf = {
  'PPS370MI AddAddress': 'orders with a one-off delivery address',
  'PPS370MI AddAccString': 'lines with an account',
  'PPS370MI AddText': 'lines with a long description',
  'PPS200MI SearchHead': 'unless `ORDER_LOOKUP=none`',
  'PPS200MI GetHead': 'unless `ORDER_LOOKUP=none`',
  'MMS200MI Get': 'unless `M3_PRECHECKS=off`',
  'MMS200MI GetItmWhsBasic': 'unless `M3_PRECHECKS=off`',
  'CRS630MI GetAccountID': 'unless `M3_PRECHECKS=off`',
  'CRS420MI LstByActDate': 'only with `M3_BATCH_MESSAGES=on`',
  'CRS420MI LstDetailMsg': 'only with `M3_BATCH_MESSAGES=on`',
};

/**
 * The page with the lists written anew.
 * @param {string} page
 * @param {{ transactions: readonly { program: string, transaction: string, lostWithout?: string }[],
 *   calls: readonly { method: string, path: string, when?: string }[] }} used
 */
export function renderCalls(page, { transactions, calls }) {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The page lacks "${begin}" and "${end}".`);
  const names = transactions.map(({ program, transaction }) => `${program} ${transaction}`);
  const unknown = Object.keys(onlyIf).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`No app calls ${unknown.join(', ')} any more: take it out of render-calls.mjs.`);
  const needed = transactions.filter(({ lostWithout }) => lostWithout === undefined);
  const optional = transactions.filter(({ lostWithout }) => lostWithout !== undefined);
  const lines = [
    begin,
    '',
    'M3, programs and transactions to which the role of the service account needs authority:',
    '',
    ...grouped(
      needed,
      ({ program }) => [`\`${program}\``],
      ({ program, transaction }) => withNote(program, transaction),
    ),
    '',
    'M3, where the tenant has them:',
    '',
    ...grouped(
      optional,
      ({ program, lostWithout }) => [`\`${program}\``, lostWithout],
      ({ transaction }) => transaction,
    ),
    '',
    'Coupa, with the scope of the OAuth client that each needs:',
    '',
    '- `POST /oauth2/token`, grant type client credentials',
    ...distinct(calls.map((call) => lineOf(call))),
    '',
    end,
  ];
  return page.slice(0, from) + lines.join('\n') + page.slice(to + end.length);
}

const distinct = (lines) => [...new Set(lines)];

/** A line for each program and what is lost without it, with all transactions that share both. */
function grouped(all, headOf, nameOf) {
  const groups = new Map();
  for (const one of all) {
    const key = JSON.stringify(headOf(one));
    groups.set(key, distinct([...(groups.get(key) ?? []), nameOf(one)]));
  }
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, names]) => {
      const [program, lostWithout] = JSON.parse(key);
      const without = lostWithout === undefined ? '' : `. Without ${names.length > 1 ? 'them' : 'it'}: ${lostWithout}`;
      return `- ${program} ${names.join(', ')}${without}`;
    });
}

function withNote(program, transaction) {
  const note = onlyIf[`${program} ${transaction}`];
  return note === undefined ? transaction : `${transaction} (${note})`;
}

const lineOf = ({ method, path, when }) =>
  `- \`${method} ${path}\`: \`${scopeOf(method, path)}\`${when === undefined ? '' : `, ${when}`}`;

/** Coupa names a scope after the object: `core.purchase_order.read`. Rows of the integration history belong to `integration`. */
function scopeOf(method, path) {
  const [, list = ''] = /^\/api\/(\w+)/.exec(path) ?? [];
  const object = list === 'integration_history_records' ? 'integration' : list.replace(/s$/, '');
  return `core.${object}.${method === 'GET' ? 'read' : 'write'}`;
}
