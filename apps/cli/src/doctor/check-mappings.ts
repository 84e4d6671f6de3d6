import { z } from 'zod';
import { askConsole } from '../ask-console.js';
import type { Terminal } from '../terminal.js';
import { ok, warning, type Finding } from './finding.js';

const Missing = z.object({
  missing: z.array(z.looseObject({ table: z.string(), key: z.string(), documents: z.number() })),
});

const namesMax = 10;

/** The rows of the mapping tables that documents wait for now. */
export async function checkMappings(terminal: Terminal): Promise<Finding> {
  const { missing } = await askConsole(terminal, 'GET', '/api/mappings/missing', Missing);
  if (missing.length === 0) return ok('mappings', 'no document waits for a row');
  const names = missing.slice(0, namesMax).map(({ table, key, documents }) => `${table}/${key} (${documents})`);
  const more = missing.length > namesMax ? ` and ${missing.length - namesMax} more` : '';
  return warning(
    'mappings',
    `documents wait for ${names.join(', ')}${more}`,
    '`sluice mappings missing` shows them all; `sluice mappings import` adds rows.',
  );
}
