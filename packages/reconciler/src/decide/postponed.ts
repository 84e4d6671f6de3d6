import { documentKey, type DocumentRef } from '@sluice/shared/document';

interface Pause {
  readonly until: number;
  readonly lengthMs: number;
}

/**
 * What passes by itself may, with one document, not pass: it always takes longer than a statement may. So that it is not
 * claimed first each time, others go before it, for a pause that doubles with every failure. It stays due, and so its age shows.
 */
export class Postponed {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #now: () => number;
  readonly #pauses = new Map<string, Pause>();

  constructor(firstMs: number, longestMs: number, now: () => number = () => performance.now()) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#now = now;
  }

  failed(document: DocumentRef): void {
    const before = this.#pauses.get(documentKey(document));
    const lengthMs = Math.min(before === undefined ? this.#firstMs : 2 * before.lengthMs, this.#longestMs);
    this.#pauses.set(documentKey(document), { until: this.#now() + lengthMs, lengthMs });
  }

  decided(document: DocumentRef): void {
    this.#pauses.delete(documentKey(document));
  }

  /** The keys of those that are not to be claimed now. */
  keys(): string[] {
    const now = this.#now();
    return [...this.#pauses].filter(([, { until }]) => until > now).map(([key]) => key);
  }
}
