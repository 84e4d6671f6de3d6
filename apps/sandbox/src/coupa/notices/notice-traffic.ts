import type { Clock } from '../../clock.js';
import type { Encounter, FaultBoard } from '../../faults/fault-board.js';

interface Held {
  /** How many others must have left before it. */
  others: number;
  readonly release: () => void;
}

const encounterOf = (text: string): Encounter => ({
  system: 'coupa',
  method: 'POST',
  path: '',
  text,
  isApi: true,
});

/**
 * The way of webhooks and call-outs to their receiver, on which Coupa promises nothing: they may get lost, come twice, late
 * or after younger ones, as faults say.
 */
export class NoticeTraffic {
  private held: Held[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly faults: FaultBoard,
  ) {}

  /** Sends by `deliver`, as often and as late as the faults have it. Answers what the last delivery did, null for none. */
  async send<Outcome>(body: string, deliver: () => Promise<Outcome>): Promise<Outcome | null> {
    const met = encounterOf(body);
    if (this.faults.take(met, 'lose-notice')) return null;
    const copies = this.faults.take(met, 'repeat-notice')?.copies ?? 0;
    const delay = this.faults.take(met, 'delay-notice');
    if (delay) await this.clock.wait(delay.ms);
    const hold = this.faults.take(met, 'hold-notice');
    if (hold) await new Promise<void>((release) => this.held.push({ others: hold.others, release }));
    let outcome = await deliver();
    for (let copy = 0; copy < copies; copy += 1) outcome = await deliver();
    if (!hold) this.releaseHeld();
    return outcome;
  }

  private releaseHeld(): void {
    for (const one of this.held) one.others -= 1;
    const free = this.held.filter(({ others }) => others <= 0);
    this.held = this.held.filter(({ others }) => others > 0);
    for (const { release } of free) release();
  }
}
