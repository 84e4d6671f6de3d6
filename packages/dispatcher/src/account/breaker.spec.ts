import { describe, expect, it } from 'vitest';
import { answeredWell, closedBreaker, failed, permissionOf, tried, type Breaker } from './breaker.js';

const settings = { failuresMax: 3, openMs: 1_000, openMaxMs: 3_000 };
const failing = (times: number, from: Breaker = closedBreaker, now = 0): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => failed(breaker, now, settings), from);
const goesOn = { do: 'go-on', openMax: Number.POSITIVE_INFINITY };

describe('the breaker of an account', () => {
  it('opens after so many failures in a row, and not before', () => {
    expect(permissionOf(failing(2), 0)).toEqual(goesOn);
    expect(permissionOf(failing(3), 0)).toEqual({ do: 'wait', forMs: 1_000 });
  });

  it('stays closed for failures between which something was answered', () => {
    expect(permissionOf(failing(2, answeredWell(failing(2))), 0)).toEqual(goesOn);
  });

  it('permits one health probe when the time is over, and nothing else until that is answered', () => {
    const open = failing(3);
    expect(permissionOf(open, 999)).toEqual({ do: 'wait', forMs: 1 });
    expect(permissionOf(open, 1_000)).toEqual({ do: 'try' });
    expect(permissionOf(tried(open), 1_000)).toEqual({ do: 'wait', forMs: Number.POSITIVE_INFINITY });
  });

  it('stays open for longer each time that the probe fails, up to a limit', () => {
    const second = failing(1, tried(failing(3)), 1_000);
    expect(permissionOf(second, 1_000)).toEqual({ do: 'wait', forMs: 2_000 });
    const third = failing(1, tried(second), 3_000);
    expect(permissionOf(third, 3_000)).toEqual({ do: 'wait', forMs: 3_000 });
  });

  it('lets the load back step by step, and one failure in that time opens it again', () => {
    const back = answeredWell(tried(failing(3)));
    expect(permissionOf(back, 5_000)).toEqual({ do: 'go-on', openMax: 1 });
    expect(permissionOf(answeredWell(back), 5_000)).toEqual({ do: 'go-on', openMax: 2 });
    expect(permissionOf(answeredWell(answeredWell(back)), 5_000)).toEqual({ do: 'go-on', openMax: 4 });
    expect(permissionOf(failing(1, answeredWell(back), 5_000), 5_000)).toEqual({ do: 'wait', forMs: 2_000 });
  });

  it('is as before after enough answers', () => {
    const back = answeredWell(tried(failing(3)));
    const well = Array.from({ length: 8 }).reduce<Breaker>(answeredWell, back);
    expect(well).toEqual(closedBreaker);
  });

  it('is not closed by an answer that was under way when it opened', () => {
    expect(permissionOf(answeredWell(failing(3)), 0)).toEqual({ do: 'wait', forMs: 1_000 });
  });
});
