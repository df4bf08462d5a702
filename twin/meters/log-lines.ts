// What an invocation writes into its function's log, in bytes: Lambda's own lines, as the local
// cloud has them (local-cloud/telemetry/platform-lines.ts; a test holds both together), and the
// lines of its counts.
import { type CountedMetric, countedLines } from '#domain/function-lines.ts';
import type { QueueName } from '#domain/limits.ts';
import { publishedMetrics } from '#domain/stack/published-metrics.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { type FunctionName, functionNames, type Metric } from '#domain/stack-names.ts';
import { messageIdLength } from './item-bytes.ts';

/** START, END and REPORT, without the digits of durations and memory. */
const platformBytes =
  'START RequestId:  Version: $LATEST\n'.length +
  'END RequestId: \n'.length +
  'REPORT RequestId: \tDuration: .00 ms\tBilled Duration:  ms\t'.length +
  'Memory Size:  MB\tMax Memory Used: 100 MB\t\n'.length +
  3 * 36;

/** INIT_START, and what a cold start adds to REPORT, without the digits of its duration. */
const coldStartBytes =
  'INIT_START Runtime Version: nodejs:24.v48\tRuntime Version ARN: '.length +
  'arn:aws:lambda:us-east-1::runtime:\n'.length +
  64 +
  'Init Duration: .00 ms\t'.length;

/** What REPORT says of a trace that is kept. */
const traceBytes = 'XRAY TraceId: \tSegmentId: \tSampled: true\t\n'.length + 35 + 16;

/**
 * What each function counts in nearly every invocation: its own metrics, and one for what became of
 * its messages. In August 2007 on the local cloud login names 3.1 metrics an invocation, heal 3.0
 * and membership 1.9, in a drill up to 4.1, 3.3 and 2.3. Those of the storm count nothing.
 */
const usuallyCounted: Partial<Record<FunctionName, readonly Metric[]>> = {
  login: ['LoginAttempts', 'MessagesHandled', 'LoginsPlaced'],
  heal: ['Retirements', 'HealSteps', 'MessagesHandled'],
  membership: ['MessagesHandled', 'LeasesRenewed'],
};

/** Where a metric is published, each further message counts once more: a digit and a comma. */
const furtherMessageBytes = 2;

/**
 * Bytes of all lines of one invocation, beside the entries that it logs.
 * @param initMs 0: its environment was there already
 * @param isSampled whether X-Ray keeps its trace
 */
export type LineBytes = (
  name: FunctionName,
  messageCount: number,
  billedMs: number,
  initMs: number,
  isSampled: boolean,
) => number;

/** What a line says of an event. */
export interface LoggedEvent {
  readonly runId: string;
  readonly cell: string;
  readonly id: string;
}

const messageId = 'x'.repeat(messageIdLength);
const step = { traceId: 'x'.repeat(32), spanId: 'x'.repeat(16) };

/**
 * The entry about a message that failed, as long as that of functions/batch-consumer.ts.
 * @param namesTraces whether it names the step, too
 */
export function failedEntry(
  queue: QueueName,
  { runId, cell, id: eventId }: LoggedEvent,
  cause: string,
  namesTraces: boolean,
): object {
  const about = { queue, runId, cell, eventId, messageId, ...(namesTraces && step) };
  return { message: 'message failed', ...about, cause };
}

/** Works out what does not change from invocation to invocation. */
export function openLineBytes(configuration: StackConfiguration): LineBytes {
  const { memoryMb, metrics } = configuration;
  const always = platformBytes + digitsOf(memoryMb);
  const usual = Object.fromEntries(
    functionNames.map((name) => [name, always + usualLines(name, configuration)]),
  ) as Record<FunctionName, number>;
  const furtherBytes = metrics === 'all' ? furtherMessageBytes : 0;
  return (name, messageCount, billedMs, initMs, isSampled) =>
    usual[name] +
    Math.max(0, messageCount - 1) * furtherBytes +
    digitsOf(billedMs - initMs) +
    digitsOf(billedMs) +
    (initMs === 0 ? 0 : coldStartBytes + digitsOf(initMs)) +
    (isSampled ? traceBytes : 0);
}

const once: CountedMetric = { calls: 1, valueChars: 1, sum: 1 };

function usualLines(
  name: FunctionName,
  { metrics, logLevel }: Pick<StackConfiguration, 'metrics' | 'logLevel'>,
): number {
  const counted = (usuallyCounted[name] ?? []).map((metric) => [metric, once] as const);
  return countedLines(counted, { published: publishedMetrics(metrics), logLevel }).bytes;
}

function digitsOf(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  return value < 1_000 ? 3 : Math.floor(Math.log10(value)) + 1;
}
