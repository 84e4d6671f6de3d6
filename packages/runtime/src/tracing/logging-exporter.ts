import { ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logging/logger.js';

/** Says once that whoever collects does not take spans, and once that it takes them again: not at each try. */
export function loggingExporter(
  exporter: SpanExporter,
  url: string,
  logger: Pick<Logger, 'warn' | 'info'>,
): SpanExporter {
  let isTaken = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const wasTaken = result.code === ExportResultCode.SUCCESS;
        if (isTaken && !wasTaken)
          logger.warn({ url, err: result.error }, 'traces are not taken; spans are lost until they are');
        if (!isTaken && wasTaken) logger.info({ url }, 'traces are taken again');
        isTaken = wasTaken;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
