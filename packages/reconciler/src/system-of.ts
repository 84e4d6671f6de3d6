import type { System } from '@sluice/shared/document-types';

/** The system that a destination leads to: `coupa` is the way back, all others lead to M3. */
export const systemOf = (destination: string): System => (destination === 'coupa' ? 'coupa' : 'm3');

/** As people call it. */
export const systemLabel = (destination: string): string => (systemOf(destination) === 'm3' ? 'M3' : 'Coupa');
