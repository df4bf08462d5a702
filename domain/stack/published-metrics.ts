// Which counts become metrics of CloudWatch's. Each name is billed by the hour in which it counts.
import { type Metric, metricNames } from '../stack-names.ts';
import { stackSettings } from './stack-settings.ts';

/** Which metrics a deployer wants. */
export type MetricsChoice = (typeof stackSettings.metrics.choices)[number];

/**
 * What an operator watches: how many ask, how many get in, and what goes wrong. Four of the ten
 * metrics that the free tier has.
 */
const coreMetrics: readonly Metric[] = [
  'LoginAttempts',
  'LoginsPlaced',
  'MessagesFailed',
  'MessagesQuarantined',
];

/** What the alarm on spending needs. It is fed only by runs with a cost cap, near its end. */
const alarmMetrics: readonly Metric[] = ['ChargesNearCap'];

const published: Readonly<Record<MetricsChoice, ReadonlySet<Metric>>> = {
  core: new Set(coreMetrics),
  all: new Set(metricNames),
  none: new Set(),
};

/**
 * The metrics that are published under a choice.
 * @param isWatched whether the stack has alarms
 */
export function publishedMetrics(choice: MetricsChoice, isWatched = false): ReadonlySet<Metric> {
  return isWatched ? new Set([...published[choice], ...alarmMetrics]) : published[choice];
}

/** The metrics that a function publishes, by its environment. */
export function publishedBy(env: Readonly<Record<string, string | undefined>>) {
  return publishedMetrics(metricsChoiceNamed(env.PUBLISHED_METRICS), env.ALARMS === 'on');
}

/** Reads the choice from a function's environment; the usual one if there is none. */
export function metricsChoiceNamed(text: string | undefined): MetricsChoice {
  const { choices, usual } = stackSettings.metrics;
  return choices.find((choice) => choice === text) ?? usual;
}
