import { defineConfig } from '@sluice/runtime/config/define-config';
import { describe, expect, it } from 'vitest';
import { valueSettings, valueSettingsOf } from './value-settings.js';

const { parse } = defineConfig('supplier-sync', valueSettings);

describe('settings of the values of suppliers', () => {
  it('nothing is shortened and nobody excluded unless an installation says so', () => {
    const config = parse({});
    expect(config.excluded).toEqual([]);
    expect(valueSettingsOf(config)).toEqual({
      longNames: 'refuse',
      longAddresses: 'refuse',
      statuses: { active: '20', blocked: '90' },
      postalAddress: { type: '01', id: 'COUPA' },
      contact: { type: '10', id: 'COUPA' },
      emptyText: '',
    });
  });

  it('are read as they are written', () => {
    const config = parse({
      SUPPLIERS_EXCLUDED: 'one-time-supplier=true; custom-fields.kind=employee|intercompany',
      M3_EMPTY_FIELDS: 'question-mark',
      M3_SUPPLIER_STATUS_BLOCKED: '95',
    });
    expect(config.excluded).toEqual([
      { field: 'one-time-supplier', values: ['true'] },
      { field: 'custom-fields.kind', values: ['employee', 'intercompany'] },
    ]);
    expect(valueSettingsOf(config)).toMatchObject({ emptyText: '?', statuses: { active: '20', blocked: '95' } });
  });

  it.each([
    ['SUPPLIER_LONG_NAMES', 'cut', 'SUPPLIER_LONG_NAMES'],
    ['SUPPLIERS_EXCLUDED', 'duns=1', 'duns is no field of a supplier that is asked of Coupa'],
    ['SUPPLIERS_EXCLUDED', 'status', '"status" is no rule'],
    ['M3_SUPPLIER_STATUS_ACTIVE', 'active', 'must be a status of two digits'],
    ['M3_SUPPLIER_ADDRESS_ID', 'COUPA-ADDRESS', 'must be one to 6 letters or digits'],
  ])('%s=%s is refused at the start', (name, value, complaint) => {
    expect(() => parse({ [name]: value })).toThrow(complaint);
  });
});
