// The measures that a threshold can name.
import type { Bill } from '#pricing/bill.ts';
import type { Service } from '#pricing/billable-meters.ts';

/** The values of one run that the measures read. */
export interface JudgedRun {
  readonly cloud: 'local' | 'twin';
  readonly bill: Bill;
  /** Null: it never healed. */
  readonly healMs: number | null;
  readonly belowTargetMs: number;
  readonly worstOfflineShare: number;
  readonly userHoursLost: number;
  /** Null: no client was placed. */
  readonly retriesPerLogin: number | null;
  readonly violationCount: number;
  readonly restarts: number;
  readonly loginAttempts: number;
  readonly loginsPlaced: number;
  readonly promotions: number;
  readonly messagesHandled: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly meters: Readonly<Record<string, number>>;
  /** Injected faults by kind; absent from a row of a sweep, which does not keep them. */
  readonly faults?: Readonly<Record<string, number>>;
}

/** The unit of a measure. It decides the units that a limit may have. */
export type MeasureUnit = 'usd' | 'ms' | 'share' | 'number';

/** One measure of a run. */
export interface Measure<Run = JudgedRun> {
  readonly unit: MeasureUnit;
  readonly about: string;
  /** The column of a sweep's points.csv that has it, where its name is another. */
  readonly column?: string;
  /** Infinite: it never comes. Null: it was not measured. */
  readonly of: (run: Run) => number | null;
}

function serviceBill(service: Service): Measure {
  return {
    unit: 'usd',
    about: `what ${service} bills`,
    of: ({ bill }) => bill.serviceUsd[service] ?? 0,
  };
}

/** Every measure, by its name in a threshold. */
export const measures: Readonly<Record<string, Measure>> = {
  'bill.total': { unit: 'usd', about: 'the whole bill', of: ({ bill }) => bill.totalUsd },
  'bill.steady': {
    unit: 'usd',
    about: 'its part before the first restart and after healing',
    of: ({ bill }) => bill.phaseUsd.steady,
  },
  'bill.storm': {
    unit: 'usd',
    about: 'its part from the first restart to the last',
    of: ({ bill }) => bill.phaseUsd.storm,
  },
  'bill.heal': {
    unit: 'usd',
    about: 'its part from the last restart until healed',
    of: ({ bill }) => bill.phaseUsd.heal,
  },
  'bill.sqs': serviceBill('SQS'),
  'bill.lambda': serviceBill('Lambda'),
  'bill.dynamodb': serviceBill('DynamoDB'),
  'bill.stepFunctions': serviceBill('Step Functions'),
  'bill.cloudwatch': serviceBill('CloudWatch'),
  'bill.xray': serviceBill('X-Ray'),
  'bill.secretsManager': serviceBill('Secrets Manager'),
  'bill.kms': serviceBill('KMS'),
  'bill.outage': {
    unit: 'usd',
    about: 'what the outage cost beyond as many quiet hours',
    of: ({ bill }) => bill.outage?.extraUsd ?? null,
  },
  'bill.perMillionLogins': {
    unit: 'usd',
    about: 'the bill for a million log-ins',
    of: ({ bill }) => bill.perMillionLoginsUsd,
  },
  'bill.perNodeMonth': {
    unit: 'usd',
    about: 'the bill for a node and month',
    of: ({ bill }) => bill.perNodeMonthUsd,
  },
  'bill.floorRatio': {
    unit: 'number',
    about: 'how many times the floor of its log-ins the bill is',
    of: ({ bill }) => bill.loginFloor?.ratio ?? null,
  },
  'bill.networkFloorRatio': {
    unit: 'number',
    about: 'the same over a floor that counts joins, leaves and renewals',
    of: ({ bill }) => bill.networkFloor?.ratio ?? null,
  },
  heal: {
    unit: 'ms',
    about: 'from the last restart until healed; never is longer than any time',
    column: 'healMs',
    of: ({ healMs }) => healMs ?? Number.POSITIVE_INFINITY,
  },
  belowTarget: {
    unit: 'ms',
    about: 'time with less than the target share signed in',
    column: 'belowTargetMs',
    of: ({ belowTargetMs }) => belowTargetMs,
  },
  worstOffline: {
    unit: 'share',
    about: 'the largest share that was not signed in',
    column: 'worstOfflineShare',
    of: ({ worstOfflineShare }) => worstOfflineShare,
  },
  userHoursLost: {
    unit: 'number',
    about: 'hours in which users wanted to be signed in and were not, of all together',
    of: (run) => run.userHoursLost,
  },
  retriesPerLogin: {
    unit: 'number',
    about: 'attempts in vain for each log-in that was placed',
    of: (run) => run.retriesPerLogin,
  },
  violations: {
    unit: 'number',
    about: 'invariants that were violated',
    column: 'violationCount',
    of: ({ violationCount }) => violationCount,
  },
  restarts: counted('restarts', 'PCs that restarted'),
  loginAttempts: counted('loginAttempts', 'log-in messages that were handled'),
  loginsPlaced: counted('loginsPlaced', 'clients that got a home'),
  promotions: counted('promotions', 'candidates that became supernodes'),
  messagesHandled: counted('messagesHandled', 'messages on the local cloud, events on the twin'),
};

type CountName = 'restarts' | 'loginAttempts' | 'loginsPlaced' | 'promotions' | 'messagesHandled';

function counted(name: CountName, about: string): Measure {
  return { unit: 'number', about, of: (run) => run[name] };
}

/** What a service's part of a bill is called. */
export const serviceMeasures: Readonly<Record<Service, string>> = {
  SQS: 'bill.sqs',
  Lambda: 'bill.lambda',
  DynamoDB: 'bill.dynamodb',
  'Step Functions': 'bill.stepFunctions',
  CloudWatch: 'bill.cloudwatch',
  'X-Ray': 'bill.xray',
  'Secrets Manager': 'bill.secretsManager',
  KMS: 'bill.kms',
};

/** How the values of several seeds become one number. */
export const statistics: Readonly<Record<string, (sorted: readonly number[]) => number>> = {
  min: (sorted) => sorted[0] ?? Number.NaN,
  p50: (sorted) => rankOf(sorted, 0.5),
  p90: (sorted) => rankOf(sorted, 0.9),
  p99: (sorted) => rankOf(sorted, 0.99),
  max: (sorted) => sorted.at(-1) ?? Number.NaN,
};

/**
 * The nearest rank: the smallest value for which at least this share of all values is as small or
 * smaller.
 */
function rankOf(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
