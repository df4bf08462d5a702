// What the functions' libraries make of what they say and count, for the local cloud's bill.
import { countedLines, entryFrameBytes, seriesOf } from '#domain/function-lines.ts';
import { logLevelNamed } from '#domain/stack/log-level.ts';
import { publishedBy } from '#domain/stack/published-metrics.ts';
import type { LogFormat } from '#local-cloud/telemetry/log-format.ts';

/** The lines of adapters/runtime.ts, as a function's variables ask for them. */
export const functionLogFormat: LogFormat = {
  entryFrameBytes,
  countedLines(counted, env) {
    const published = publishedBy(env);
    const logLevel = logLevelNamed(env.POWERTOOLS_LOG_LEVEL);
    const { bytes, fed } = countedLines(counted, { published, logLevel });
    return { bytes, series: fed.map(seriesOf) };
  },
};
