import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { expect, it } from 'vitest';
import { loggingExporter } from './logging-exporter.js';

const taken: ExportResult = { code: ExportResultCode.SUCCESS };
const refused: ExportResult = { code: ExportResultCode.FAILED, error: new Error('nobody listens') };

it('a collector that is away is told once, and once that it is back', async () => {
  const lines: string[] = [];
  const log = (_fields: unknown, line: string): void => void lines.push(line);
  const results = [taken, refused, refused, refused, taken, taken, refused];
  const exporter = loggingExporter(
    { export: (_spans, done) => done(results.shift() ?? taken), shutdown: () => Promise.resolve() },
    'http://collector/v1/traces',
    { warn: log, info: log } as never,
  );
  const codes: number[] = [];
  while (results.length > 0) exporter.export([], ({ code }) => codes.push(code));
  expect(codes).toEqual([0, 1, 1, 1, 0, 0, 1]);
  expect(lines).toEqual([
    'traces are not taken; spans are lost until they are',
    'traces are taken again',
    'traces are not taken; spans are lost until they are',
  ]);
});
