import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The signal of the process that is being told to end, for the apps that start within `shutdown.run`: an app may be busy
 * long before its start is complete, since joining a consumer group takes as long as Kafka waits for a member that died.
 */
export const shutdown = new AsyncLocalStorage<AbortSignal>();
