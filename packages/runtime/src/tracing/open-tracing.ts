import type { TracingOptions } from './otlp-tracing.js';
import { noTracing, type Tracing } from './tracing.js';

/** Without an endpoint nothing of OpenTelemetry is loaded. */
export async function openTracing({
  otlpEndpoint,
  ...options
}: Omit<TracingOptions, 'otlpEndpoint'> & { readonly otlpEndpoint?: string }): Promise<Tracing> {
  if (otlpEndpoint === undefined) return noTracing;
  const { otlpTracing } = await import('./otlp-tracing.js');
  return otlpTracing({ otlpEndpoint, ...options });
}
