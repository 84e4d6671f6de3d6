import { isSpent, type FaultBoard, type PostedFault } from '../faults/fault-board.js';
import { faultPresets } from './fault-presets.js';

/** A fault that can be put on by a click, and the one on the board if it is on. */
export interface PresetState {
  readonly key: string;
  readonly label: string;
  readonly posted: PostedFault | undefined;
}

/** The faults that are ordered on the page. They stand on the same board as those of the admin API. */
export class PageFaults {
  private readonly ids = new Map<string, string>();

  constructor(private readonly board: FaultBoard) {}

  presets(): PresetState[] {
    return [...faultPresets].map(([key, { label }]) => ({ key, label, posted: this.find(key) }));
  }

  /** What was ordered elsewhere, and is not spent. */
  others(): PostedFault[] {
    const own = new Set(this.ids.values());
    return this.board.all().filter((posted) => !own.has(posted.id) && !isSpent(posted));
  }

  /** Puts it on, or off where it is on. A spent one is ordered anew. */
  toggle(key: string): void {
    const known = this.find(key);
    const preset = faultPresets.get(key);
    if (known) this.board.remove(known.id);
    this.ids.delete(key);
    if (preset && (!known || isSpent(known))) this.ids.set(key, this.board.post(preset.fault).id);
  }

  private find(key: string): PostedFault | undefined {
    const id = this.ids.get(key);
    return id === undefined ? undefined : this.board.all().find((posted) => posted.id === id);
  }
}
