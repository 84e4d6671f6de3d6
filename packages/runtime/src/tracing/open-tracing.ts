import type { Logger } from '../logging/logger.js';
import { noTracing, type Tracing } from './tracing.js';

export interface TracingOptions {
  /** The base of the OTLP receiver's addresses, without `/v1/traces`. */
  readonly otlpEndpoint?: string;
  readonly serviceName: string;
  readonly logger: Logger;
}

/** Without an endpoint nothing of OpenTelemetry is loaded. */
export async function openTracing({ otlpEndpoint, serviceName, logger }: TracingOptions): Promise<Tracing> {
  if (otlpEndpoint === undefined) return noTracing;
  const { otlpTracing } = await import('./otlp-tracing.js');
  return otlpTracing({ otlpEndpoint, serviceName, logger });
}
