import type { M3World } from '../m3-world.js';
import type { Change } from './change-stamp.js';

/** Somebody who types in M3's panels. */
const PERSON = 'KEYUSER';

/** What a call writes carries the user of the service account. */
export const changeByCall = (m3: M3World): Change => ({
  user: m3.master.user().USID,
  atMs: m3.clock.now().getTime(),
});

export const changeByPerson = (m3: M3World, how: Partial<Change> = {}): Change => ({
  user: PERSON,
  atMs: m3.clock.now().getTime(),
  ...how,
});
