// What an operator is woken for. Each alarm has a page of its name in docs/operations.md.
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type QueueName, sendDelaySecondsMax } from '#domain/limits.ts';
import { metricNamespace, metricServiceOf } from '#domain/stack-names.ts';
import { nearCapMetric } from '#domain/storm/cost-cap.ts';
import { capitalised } from './capitalised.ts';

/** The parts of the stack that can be watched, by the names that they have everywhere. */
export interface WatchedParts {
  readonly queues: Readonly<
    Record<QueueName, { readonly queue: IQueue; readonly deadLetters: IQueue }>
  >;
  readonly quarantine: IQueue;
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly storm: StateMachine;
}

/**
 * From this age on a message of a queue is late: SQS may hold one back for 15 minutes on purpose,
 * and after another minute every client of the scenarios has given up (their `clientTimeoutMs`).
 */
const lateSeconds = sendDelaySecondsMax + 60;

const minute = Duration.minutes(1);

/**
 * Alarms of one metric each: some engines refuse formulas. They notify nobody by themselves; an
 * action can be added to them by their names.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, parts: WatchedParts, stackName: string) {
    super(scope, id);
    const { queues, quarantine, functions, storm } = parts;
    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      const title = capitalised(name);
      const age = queue.metricApproximateAgeOfOldestMessage({ period: minute });
      this.#from(`${title}${name === 'heal' ? 'Overdue' : 'Late'}`, age, lateSeconds);
      const dead = deadLetters.metricApproximateNumberOfMessagesVisible({ period: minute });
      this.#from(`${title}DeadLetters`, dead, 1);
    }
    const aside = quarantine.metricApproximateNumberOfMessagesVisible({ period: minute });
    this.#from('Quarantine', aside, 1);
    for (const [name, one] of Object.entries(functions)) {
      this.#from(`${name}Errors`, one.metricErrors({ period: minute }), 1);
      if (name.toLowerCase() in queues)
        this.#from(`${name}Throttles`, one.metricThrottles({ period: minute }), 1);
    }
    this.#from('RunNearCap', chargesNearCap(stackName), 1);
    this.#from('StormsFailed', storm.metricFailed({ period: minute }), 1);
    this.#from('StormsTimedOut', storm.metricTimedOut({ period: minute }), 1);
  }

  /** An alarm from a threshold on; a minute without numbers is a quiet one. */
  #from(name: string, metric: Metric, threshold: number): void {
    new Alarm(this, name, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `see "${kindOfAlarm(name)}" in docs/operations.md`,
    });
  }
}

/** The one metric that is ours: nobody but the functions knows what a run has spent of its cap. */
function chargesNearCap(stackName: string): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName: nearCapMetric,
    dimensionsMap: { service: metricServiceOf(stackName) },
    statistic: Stats.SUM,
    period: minute,
  });
}

/** The heading of the runbook that an alarm belongs to, by its name. */
export function kindOfAlarm(name: string): string {
  const kind = kinds.find(([ending]) => name.endsWith(ending));
  if (kind === undefined) throw new Error(`expected the runbook to have a page for ${name}`);
  return kind[1];
}

const kinds = [
  ['Late', 'Messages are late'],
  ['Overdue', 'Heal is overdue'],
  ['DeadLetters', 'Dead letters'],
  ['Quarantine', 'Quarantine'],
  ['Errors', 'Errors'],
  ['Throttles', 'Throttles'],
  ['RunNearCap', 'A run nears its cost cap'],
  ['StormsFailed', 'A storm failed'],
  ['StormsTimedOut', 'A storm timed out'],
] as const;

/** Every heading of the runbook. */
export const runbookHeadings: readonly string[] = kinds.map(([, heading]) => heading);
