import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  PeriodOverride,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { publishedMetrics } from '#domain/stack/published-metrics.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { metricNamespace, metricServiceOf } from '#domain/stack-names.ts';
import type { WatchedParts } from './alarms.ts';

/** One page. Its lines have the names of the counts in `result.json` and in the twin's series. */
export class StormDashboard extends Dashboard {
  constructor(
    scope: Construct,
    id: string,
    { queues, functions, storm }: WatchedParts,
    { metrics }: StackConfiguration,
    stackName: string,
  ) {
    super(scope, id, { periodOverride: PeriodOverride.AUTO });
    const period = Duration.minutes(1);
    const dimensionsMap = { service: metricServiceOf(stackName) };
    const counted = [...publishedMetrics(metrics, true)].map((metricName) => {
      const statistic = Stats.SUM;
      const namespace = metricNamespace;
      return new Metric({
        namespace,
        metricName,
        dimensionsMap,
        statistic,
        period,
        label: metricName,
      });
    });
    const each = <Part>(
      parts: Readonly<Record<string, Part>>,
      of: (part: Part, label: string) => IMetric,
    ) => Object.entries(parts).map(([label, part]) => of(part, label));
    this.addWidgets(
      graph('Counts', counted),
      graph(
        'Messages in queues',
        each(queues, ({ queue }, name) =>
          queue.metricApproximateNumberOfMessagesVisible({ period, label: `${name}QueueDepth` }),
        ),
      ),
    );
    this.addWidgets(
      graph(
        'Age of the oldest message, in seconds',
        each(queues, ({ queue }, label) =>
          queue.metricApproximateAgeOfOldestMessage({ period, label }),
        ),
      ),
      graph(
        'Dead letters',
        each(queues, ({ deadLetters }, label) =>
          deadLetters.metricApproximateNumberOfMessagesVisible({ period, label }),
        ),
      ),
    );
    this.addWidgets(
      graph(
        'Invocations',
        each(functions, (one, label) => one.metricInvocations({ period, label })),
      ),
      graph(
        'Errors',
        each(functions, (one, label) => one.metricErrors({ period, label })),
      ),
      graph('Storms', [storm.metricStarted({ period }), storm.metricFailed({ period })]),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12, height: 6 });
}
