import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureCodes } from './failure-codes.js';
import { Failure } from './failure.js';

describe('Failure.from', () => {
  it('hands a Failure on as it is', () => {
    const failure = new Failure('M3 asks for patience', {
      code: 'rate-limited',
      stage: 'request',
      disposition: 'retry',
      retryAfterMs: 1500,
    });
    expect(Failure.from(failure, 'publish')).toBe(failure);
  });

  it('makes an error a retry with its message and its cause', () => {
    const cause = new TypeError('x is undefined');
    expect(Failure.from(cause, 'decide')).toMatchObject({
      message: 'x is undefined',
      code: 'unexpected',
      stage: 'decide',
      disposition: 'retry',
      cause,
    });
  });

  it('is total: whatever was thrown becomes a Failure', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withTypedArray: true }),
        (thrown) => {
          expect(Failure.from(thrown)).toBeInstanceOf(Failure);
        },
      ),
    );
    const hostile = {
      toString() {
        throw new Error('no text either');
      },
    };
    expect(Failure.from(hostile).cause).toBe(hostile);
    expect(Failure.from(Symbol('lost')).message).toBe('Symbol(lost)');
  });
});

it('each code stands once in the list and is a word for a file name', () => {
  expect(new Set(failureCodes).size).toBe(failureCodes.length);
  for (const code of failureCodes) expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
});
