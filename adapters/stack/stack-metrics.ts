import {
  CloudWatchClient,
  type Dimension,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';
import type { Connected } from '../clients.ts';

/** One series of numbers in CloudWatch. */
export interface MetricSeries {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A time, of which CloudWatch answers for every minute that it touches. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What CloudWatch knows of a stack. */
export interface StackMetrics {
  /** The sum of a series. Undefined: there is no number. */
  sumOf(series: MetricSeries, span: Span): Promise<number | undefined>;
  /**
   * For all series of a namespace that have a dimension, the number of clock hours in which each
   * got a number.
   */
  seriesHours(of: Pick<MetricSeries, 'namespace' | 'dimensions'>, span: Span): Promise<number>;
  close(): void;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** CloudWatch gives no more numbers than this at once. */
const pointsMax = 1_440;

/** Opens CloudWatch, or what an engine has of it. */
export function openStackMetrics({ connection }: Connected): StackMetrics {
  const client = connection.connect(new CloudWatchClient(connection.clientConfig));
  const numbersOf = async (series: MetricSeries, span: Span, statistic: Statistic) => {
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: series.namespace,
        MetricName: series.name,
        Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(span.fromMs),
        EndTime: new Date(span.toMs),
        Period: periodMs(span) / 1000,
        Statistics: [statistic],
      }),
    );
    return Datapoints;
  };
  return {
    async sumOf(series, span) {
      const numbers = await numbersOf(series, widened(span, minuteMs), 'Sum');
      if (numbers.length === 0) return undefined;
      return numbers.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
    },
    async seriesHours(of, span) {
      const whole = widened(span, hourMs);
      let hours = 0;
      for (const series of await listed(client, of)) {
        const numbers = await numbersOf(series, whole, 'SampleCount');
        const starts = numbers.map(({ Timestamp }) => Number(Timestamp));
        hours += new Set(starts.map((startMs) => Math.floor(startMs / hourMs))).size;
      }
      return hours;
    },
    close: () => client.destroy(),
  };
}

async function listed(
  client: CloudWatchClient,
  { namespace: Namespace, dimensions }: Pick<MetricSeries, 'namespace' | 'dimensions'>,
): Promise<MetricSeries[]> {
  const Filters = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const series: MetricSeries[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListMetricsCommand({ Namespace, Dimensions: Filters, NextToken }),
    );
    for (const { MetricName = '', Dimensions = [] } of page.Metrics ?? [])
      series.push({ namespace: Namespace, name: MetricName, dimensions: named(Dimensions) });
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return series;
}

function named(dimensions: readonly Dimension[]): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
}

/** Whole steps, the first and the last included. */
function widened({ fromMs, toMs }: Span, stepMs: number): Span {
  return {
    fromMs: Math.floor(fromMs / stepMs) * stepMs,
    toMs: (Math.floor(toMs / stepMs) + 1) * stepMs,
  };
}

/** Whole minutes, and no longer than an hour while a span of two months has few enough. */
function periodMs({ fromMs, toMs }: Span): number {
  return Math.max(1, Math.ceil((toMs - fromMs) / minuteMs / pointsMax)) * minuteMs;
}
