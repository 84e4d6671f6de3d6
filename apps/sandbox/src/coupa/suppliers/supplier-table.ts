import { textOf, type JsonObject } from '../../json.js';

const UNIQUE = ['name', 'number'] as const;

/** The suppliers by id. What is unique of each, its name and its number, finds it without going through all the others. */
export class SupplierTable extends Map<number, JsonObject> {
  private readonly idsBy = { name: new Map<string, number>(), number: new Map<string, number>() };

  /** The supplier whose name or number this is. */
  find(field: (typeof UNIQUE)[number], text: string): JsonObject | undefined {
    const id = this.idsBy[field].get(text);
    return id === undefined ? undefined : this.get(id);
  }

  override set(id: number, supplier: JsonObject): this {
    this.forget(id);
    for (const field of UNIQUE) {
      const text = textOf(supplier[field]);
      if (text !== '') this.idsBy[field].set(text, id);
    }
    return super.set(id, supplier);
  }

  override delete(id: number): boolean {
    this.forget(id);
    return super.delete(id);
  }

  override clear(): void {
    for (const field of UNIQUE) this.idsBy[field].clear();
    super.clear();
  }

  private forget(id: number): void {
    const known = this.get(id);
    if (!known) return;
    for (const field of UNIQUE) this.idsBy[field].delete(textOf(known[field]));
  }
}
