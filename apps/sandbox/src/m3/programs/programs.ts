import type { Program } from '../program.js';
import { autchkmi } from './autchkmi.js';
import { crs165mi } from './crs165mi.js';
import { crs420mi } from './crs420mi.js';
import { crs620mi } from './crs620mi.js';
import { crs630mi } from './crs630mi.js';
import { crs690mi } from './crs690mi.js';
import { crs692mi } from './crs692mi.js';
import { mms200mi } from './mms200mi.js';
import { mns100mi } from './mns100mi.js';
import { mns150mi } from './mns150mi.js';
import { describePrograms } from './mrs001mi.js';
import { pps001mi } from './pps001mi.js';
import { pps095mi } from './pps095mi.js';
import { pps200mi } from './pps200mi.js';
import { pps370mi } from './pps370mi.js';

/** Every program of this M3, by name. */
export const programs: ReadonlyMap<string, Program> = new Map(
  [
    pps370mi,
    pps001mi,
    pps200mi,
    crs620mi,
    crs692mi,
    crs690mi,
    crs165mi,
    mms200mi,
    crs630mi,
    pps095mi,
    mns100mi,
    mns150mi,
    crs420mi,
    autchkmi,
    describePrograms(() => programs),
  ].map((program) => [program.name, program]),
);
