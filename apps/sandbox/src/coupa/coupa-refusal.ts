import { json, type Answer } from '../http/answer.js';
import type { Problems } from './fields/check-shape.js';

/** Coupa says no, in its words: `{"errors":{"field":["message"]}}`. */
export class CoupaRefusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: Problems,
  ) {
    super(JSON.stringify(errors));
    this.name = 'CoupaRefusal';
  }

  toAnswer(): Answer {
    return json(this.status, { errors: this.errors });
  }
}

export const refuseField = (field: string, message: string): CoupaRefusal =>
  new CoupaRefusal(400, { [field]: [message] });
