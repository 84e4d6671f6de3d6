import { CallLog } from '../call-log.js';
import type { Served } from '../faults/serve.js';
import type { M3Record } from './nok.js';

/** One request to M3's REST layer. A status of null: none was given, the connection was cut first. */
export interface M3Call {
  readonly at: string;
  readonly transport: 'bulk' | 'single';
  readonly program: string;
  readonly transactions: readonly {
    readonly transaction: string;
    readonly record: M3Record;
    readonly result: 'ok' | 'nok' | 'notProcessed';
  }[];
  readonly httpStatus: number | null;
  readonly dropped?: Served['dropped'];
}

/** One request for a token. */
export interface TokenCall {
  readonly at: string;
  readonly grant: string;
  readonly httpStatus: number | null;
}

export class M3Calls {
  readonly executes = new CallLog<M3Call>();
  readonly tokens = new CallLog<TokenCall>();

  clear(): void {
    this.executes.clear();
    this.tokens.clear();
  }
}
