import { Health } from '@sluice/runtime/health/health';
import type { DispatcherContext } from './dispatcher-context.js';
import { Dispatcher } from './dispatcher.js';

/** The dispatcher as the module of a gateway provides it; `context` is the token of what it works with. */
export const provideDispatcher = (context: symbol) => ({
  provide: Dispatcher,
  inject: [context, Health],
  useFactory: (worksWith: DispatcherContext<any, any>, health: Health) => {
    const dispatcher = new Dispatcher(worksWith);
    health.degradedBy(() => dispatcher.problems());
    return dispatcher;
  },
});
