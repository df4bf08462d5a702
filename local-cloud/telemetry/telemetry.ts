// What is seen of the functions from outside: their logs, their metrics, and what both cost.

import type { Observers } from '../lambda/execution-environment.ts';
import type { LogEntry } from '../lambda/lambda-code.ts';
import type { MeterBook } from '../meters.ts';
import type { PeakBook } from '../peaks.ts';
import type { Clock, Meters } from '../service.ts';
import { type LogFormat, plainFormat } from './log-format.ts';
import { MetricHours } from './metric-hours.ts';
import { platformBytes } from './platform-lines.ts';

/** What telemetry stands on. */
export type TelemetryOptions = {
  clock: Pick<Clock, 'nowMs'>;
  meters: Meters;
  /** Where the functions' own metrics are counted. */
  metrics: MeterBook;
  peaks: PeakBook;
  logFormat?: LogFormat | undefined;
  onLog?: ((functionName: string, entry: LogEntry) => void) | undefined;
};

/** Books what functions say and count, and hands on what they say. */
export function openTelemetry(options: TelemetryOptions): Observers {
  const { clock, meters, metrics, peaks, onLog, logFormat = plainFormat } = options;
  const metricHours = new MetricHours(meters);
  return {
    onLog(functionName, entry) {
      const bytes = Buffer.byteLength(JSON.stringify(entry));
      peaks.note('logs.lineBytes', bytes);
      meters.add('logs.bytes', bytes + logFormat.entryFrameBytes);
      onLog?.(functionName, entry);
    },
    onCount: (metric, value) => metrics.add(metric, value),
    onEnd({ env, counted, ...reported }) {
      const own = counted === undefined ? nothing : logFormat.countedLines(counted, env);
      meters.add('logs.bytes', platformBytes(reported) + own.bytes);
      for (const series of own.series) metricHours.note(series, clock.nowMs());
    },
  };
}

const nothing = { bytes: 0, series: [] };
