import { z } from 'zod';
import { setting } from '../config/define-config.js';

/** Where traces go, in the variables that OpenTelemetry has for it. */
export const tracingSettings = {
  otlpEndpoint: setting('OTEL_EXPORTER_OTLP_ENDPOINT', z.url({ protocol: /^https?$/ }).optional(), {
    description: 'Where traces are sent by OTLP over HTTP, as JSON; left out, there are none.',
    example: 'http://127.0.0.1:4318',
  }),
  serviceName: setting('OTEL_SERVICE_NAME', z.string().optional(), {
    description: 'Name of the app in traces; left out, it is `sluice-` and the name of the app.',
    example: 'sluice-po-sync',
  }),
} as const;
