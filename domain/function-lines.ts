// How long the lines are that functions write into their logs, which is billed by the byte. They
// are the lines of the libraries in adapters/runtime.ts; a test there compares both.
import { isLogged, type LogLevel } from './stack/log-level.ts';
import { type Metric, metricNamespace, metricService } from './stack-names.ts';

/** What one invocation counted under one name. */
export interface CountedMetric {
  /** How often it was counted. */
  readonly calls: number;
  /** Characters of all values together. */
  readonly valueChars: number;
  readonly sum: number;
}

/** What decides which lines there are. */
export interface LineChoices {
  /** The counts that become metrics. */
  readonly published: ReadonlySet<string>;
  readonly logLevel: LogLevel;
}

/** The end of a line is a byte, too. */
const lineEndBytes = 1;

/** What the line of an entry has beside the entry itself as JSON. */
export const entryFrameBytes =
  JSON.stringify({
    timestamp: '2007-08-16T00:00:00.000Z',
    service: metricService,
    sampling_rate: 0,
    xray_trace_id: 'x'.repeat(35),
  }).length -
  // Its members stand in the braces of the entry, after a comma.
  '{}'.length +
  ','.length +
  lineEndBytes;

/** The line of the embedded metric format without a metric in it. */
const metricFrameBytes =
  JSON.stringify({
    _aws: {
      Timestamp: 1_187_222_400_000,
      CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [['service']], Metrics: [] }],
    },
    service: metricService,
  }).length + lineEndBytes;

const definitionBytes = JSON.stringify({ Name: '', Unit: 'Count' }).length;

/** The entry of the counts that are no metrics, without a count in it. */
const countsFrameBytes =
  JSON.stringify({ level: 'INFO', message: 'counted', counts: {} }).length + entryFrameBytes;

/**
 * The lines at an invocation's end: one by which its counts become metrics, and one with those that
 * are none under the deployer's choice.
 * @returns their bytes, and which of the counts feed a metric
 */
export function countedLines(
  counted: Iterable<readonly [string, CountedMetric]>,
  { published, logLevel }: LineChoices,
): { readonly bytes: number; readonly fed: readonly string[] } {
  const fed: string[] = [];
  let metricsBytes = 0;
  let countsBytes = 0;
  let otherCount = 0;
  for (const [name, metric] of counted) {
    if (published.has(name)) {
      fed.push(name);
      metricsBytes += metricBytes(name, metric);
    } else {
      otherCount += 1;
      countsBytes += `"":`.length + name.length + String(metric.sum).length;
    }
  }
  if (fed.length > 0) metricsBytes += metricFrameBytes + fed.length - 1;
  if (otherCount > 0) countsBytes += countsFrameBytes + otherCount - 1;
  return { bytes: metricsBytes + (isLogged('info', logLevel) ? countsBytes : 0), fed };
}

/** A metric's definition, and its values, several of them as a list. */
function metricBytes(name: string, { calls, valueChars }: CountedMetric): number {
  const listBytes = calls === 1 ? 0 : '[]'.length + calls - 1;
  return definitionBytes + name.length + `,"":`.length + name.length + valueChars + listBytes;
}

/** The series that a metric feeds, which is what CloudWatch bills: it has one set of dimensions. */
export function seriesOf(metric: Metric | string): string {
  return `${metricNamespace}/${metric}/service=${metricService}`;
}
