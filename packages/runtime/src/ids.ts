import { v7 } from 'uuid';

/** A new id for an event, a command or a request: UUIDv7, so that ids sort by time. Domain code makes no ids; it is given them. */
export const newId = (): string => v7();
