import type { Ref } from '@sluice/reconciler/decision';
import { m3Fields, type M3Field } from '@sluice/shared/m3/field';
import type { FieldLengths } from '@sluice/translation/field-lengths';
import type { Mappings } from '@sluice/translation/mapped';
import { lengthOf } from '@sluice/translation/text-to-m3';
import type { Problem } from '@sluice/translation/translated';
import { isEmpty } from './same-value.js';
import type { SupplierValues } from './supplier-values.js';
import type { ValueSettings } from './value-settings.js';

/** Some of the values of a supplier, what is to be remarked about them, and the keys of which a newer value changes them. */
export interface Part {
  readonly values: SupplierValues;
  readonly remarks: readonly Problem[];
  readonly watches: readonly Ref[];
  readonly addressName?: string;
}

/** What a part is translated with. */
export interface PartContext {
  readonly mappings: Mappings;
  readonly lengths: FieldLengths;
  readonly settings: ValueSettings;
  readonly agreed?: SupplierValues | undefined;
}

export const part = (values: SupplierValues, remarks: readonly Problem[] = [], watches: readonly Ref[] = []): Part => ({
  values,
  remarks,
  watches,
});

export const joinParts = (parts: readonly Part[]): Part => {
  const { addressName } = parts.find((one) => one.addressName !== undefined) ?? {};
  return {
    values: Object.assign({}, ...parts.map(({ values }) => values)) as SupplierValues,
    remarks: parts.flatMap(({ remarks }) => remarks),
    watches: parts.flatMap(({ watches }) => watches),
    ...(addressName !== undefined && { addressName }),
  };
};

/** A text that is empty in Coupa: emptied there if both held something when they last agreed, else never filled in. */
export const emptied = (field: 'ourNumber' | 'phone', agreed: SupplierValues | undefined): SupplierValues =>
  isEmpty(agreed?.[field]) ? {} : { [field]: '' };

/** The remark about a value that M3 can do without and its field does not take. */
export function leftOut(where: string, value: string, field: M3Field, lengths: FieldLengths): Problem | undefined {
  const { length, source } = lengths(field);
  if (lengthOf(value) <= length) return undefined;
  const message = `${where}: "${value}" has ${lengthOf(value)} characters, M3's ${m3Fields[field].meaning} (${field}) takes ${length} (${source}); it is not told to M3`;
  return { code: 'value-left-out', message };
}
