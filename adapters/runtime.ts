// The environment of a handler: variables, clock, chance, logs and metrics. In Lambda these are the
// real ones. The local cloud hands in its own: a virtual clock, and chance drawn from a seed.
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Counted } from '#domain/counted.ts';
import { builtInDecisions, type Decisions } from '#domain/decisions.ts';
import { plainScreen } from '#domain/plain-text.ts';
import type { LogLevel } from '#domain/stack/log-level.ts';
import { publishedBy } from '#domain/stack/published-metrics.ts';
import { type Metric, metricNamespace, metricService } from '#domain/stack-names.ts';
import type { Connection } from './clients.ts';
import { openCounts } from './invocation-counts.ts';

/** One line of the log, with fields that explain it. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  nowMs(): number;
  sleep(durationMs: number): Promise<void>;
  random(): number;
  /** How SDK clients reach the cloud's services. */
  readonly connection: Connection;
  /** The policy's decisions; in Lambda the built-in ones. */
  readonly decisions: Decisions;
  log(entry: LogEntry): void;
  /** Adds to a metric. The charts of a local run use the same names. */
  count(metric: Metric, value: number): void;
}

/** Counts something that was tried, under the metric for success or the one for failure. */
export function countTried(
  runtime: Pick<Runtime, 'count'>,
  counted: Counted,
  isDone: boolean,
  times = 1,
): void {
  const metric = isDone ? counted.done : counted.notDone;
  if (metric !== null) runtime.count(metric, times);
}

/**
 * The runtime of a real Lambda function: wall clock, Powertools logger, metrics in EMF. What is no
 * metric under the deployer's choice is counted in one log line of its invocation.
 */
export function lambdaRuntime(): Runtime & { publishMetrics(): void } {
  const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? metricService;
  const logger = new Logger({
    serviceName,
    // JSON does not escape C1 control characters or characters that change the text's direction. A
    // terminal obeys both.
    jsonReplacerFn: (_key, value) => (typeof value === 'string' ? plainScreen(value) : value),
  });
  const metrics = new Metrics({ namespace: metricNamespace, serviceName });
  const published = publishedBy(process.env);
  const { count, publish } = openCounts(published, {
    addMetric: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
    publishMetrics: () => metrics.publishStoredMetrics(),
    logCounts: (counts) => logger.info('counted', { counts }),
  });
  return {
    env: process.env,
    decisions: builtInDecisions,
    // In Lambda the SDK finds endpoint, region and keys by itself.
    connection: { clientConfig: {}, connect: (client) => client },
    nowMs: () => Date.now(),
    sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    random: () => Math.random(),
    log: ({ level, message, ...fields }) => logger[level](message, fields),
    count,
    publishMetrics: publish,
  };
}

/**
 * Reads an environment variable that the stack sets.
 * @throws Error naming the variable when it is missing, which is a fault of the deployment
 */
export function environmentVariable(runtime: Pick<Runtime, 'env'>, name: string): string {
  const value = runtime.env[name];
  if (!value) throw new Error(`expected the stack to set ${name} in the function's environment`);
  return value;
}
