import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { expect, it } from 'vitest';
import { loggingExporter } from './otlp-tracing.js';

const accepted: ExportResult = { code: ExportResultCode.SUCCESS };
const refused: ExportResult = { code: ExportResultCode.FAILED, error: new Error('nobody listens') };

it('an unavailable collector is logged once, and once more when it is back', async () => {
  const lines: string[] = [];
  const log = (_fields: unknown, line: string): void => void lines.push(line);
  const results = [accepted, refused, refused, refused, accepted, accepted, refused];
  const exporter = loggingExporter(
    { export: (_spans, done) => done(results.shift() ?? accepted), shutdown: () => Promise.resolve() },
    'http://collector/v1/traces',
    { warn: log, info: log } as never,
  );
  const codes: number[] = [];
  while (results.length > 0) exporter.export([], ({ code }) => codes.push(code));
  expect(codes).toEqual([0, 1, 1, 1, 0, 0, 1]);
  expect(lines).toEqual([
    'the collector does not accept spans; they are lost until it does',
    'the collector accepts spans again',
    'the collector does not accept spans; they are lost until it does',
  ]);
});
