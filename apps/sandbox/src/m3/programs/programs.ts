import type { Program } from '../program.js';
import { crs620mi } from './crs620mi.js';
import { mns150mi } from './mns150mi.js';
import { describePrograms } from './mrs001mi.js';
import { pps001mi } from './pps001mi.js';
import { pps200mi } from './pps200mi.js';
import { pps370mi } from './pps370mi.js';

/** Every program of this M3, by name. */
export const programs: ReadonlyMap<string, Program> = new Map(
  [pps370mi, pps001mi, pps200mi, crs620mi, mns150mi, describePrograms(() => programs)].map((program) => [
    program.name,
    program,
  ]),
);
