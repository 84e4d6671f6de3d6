import { z } from 'zod';

/** Of what is switched on or off. */
export const onOff = z.enum(['on', 'off'], 'must be on or off');
