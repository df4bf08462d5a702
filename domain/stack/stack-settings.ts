// What whoever deploys the stack may choose, each setting with its usual value, its range and the
// reason for both. Template, local cloud, twin and bill take them from here.
import { dynamoDbQuotas } from '../quotas/dynamodb-quotas.ts';
import { lambdaQuotas } from '../quotas/lambda-quotas.ts';

/** What all settings have. */
interface SettingBase {
  /**
   * Whether another value changes how a run goes, or only what the same run is billed. Only of the
   * first kind do two values need two runs.
   */
  readonly changes: 'run' | 'bill';
  /** Why the usual value is what it is, and where its range ends. */
  readonly reason: string;
}

/** A whole number. */
export interface WholeSetting extends SettingBase {
  readonly kind: 'whole';
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly usual: number;
}

/** One of a few words. */
export interface ChoiceSetting extends SettingBase {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly usual: string;
  /** Words of AWS's that the stack does not take, each with the reason. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** A setting of the stack. */
export type StackSetting = WholeSetting | ChoiceSetting;

/**
 * A batch is read by one BatchGetItem of at most 100 keys: one for each message, its cell and the
 * run.
 */
const batchSizeMax = dynamoDbQuotas.batchGetKeys.value - 2;

/**
 * The longest batch window, in seconds. AWS allows 300; what waits longer than an idle poll takes
 * is no log-in any more.
 */
export const batchWindowSecondsMax = 20;

/** The least that Lambda gives a function (developer guide, "Configure memory"). */
const memoryMbMin = 128;

function batchSize(usual: number, reason: string) {
  return {
    kind: 'whole',
    changes: 'run',
    unit: 'messages',
    min: 1,
    max: batchSizeMax,
    usual,
    reason,
  } as const;
}

function batchWindow(usual: number, reason: string) {
  return {
    kind: 'whole',
    changes: 'run',
    unit: 's',
    min: 0,
    max: batchWindowSecondsMax,
    usual,
    reason,
  } as const;
}

function concurrency(usual: number, reason: string) {
  return {
    kind: 'whole',
    changes: 'run',
    unit: 'batches',
    min: 2,
    max: lambdaQuotas.mappingConcurrency.value,
    usual,
    reason,
  } as const;
}

function tableUnits(unit: string, reason: string) {
  return {
    kind: 'whole',
    changes: 'bill',
    unit,
    min: 1,
    max: 40_000,
    usual: 1_000,
    reason,
  } as const;
}

/** Every setting, by the name that it has on every command line. */
export const stackSettings = {
  loginBatchSize: batchSize(
    50,
    'the messages of a batch share one read of their cell, in a flood most of what a log-in ' +
      'costs; at most what one BatchGetItem reads beside cell and run',
  ),
  loginBatchWindowSeconds: batchWindow(
    4,
    'a few seconds of gathering are little beside the seconds that a log-in takes (facts 1.25)',
  ),
  loginConcurrencyMax: concurrency(
    20,
    'twenty batches bear the worst flood of a shard; 2 to 1,000 (facts 5.7)',
  ),
  membershipBatchSize: batchSize(10, 'restarts of a cell share its reads'),
  membershipBatchWindowSeconds: batchWindow(1, 'a lease outlasts a second of gathering'),
  membershipConcurrencyMax: concurrency(20, 'as many as log-ins have (facts 5.7)'),
  healConcurrencyMax: concurrency(
    10,
    'one heal step reads a whole cell, so that few run at a time (facts 5.7)',
  ),
  queueKind: {
    kind: 'choice',
    changes: 'run',
    choices: ['standard'],
    usual: 'standard',
    reason: 'every retry, renewal and heal step is a message with a delay of its own',
    refused: {
      fifo:
        'a FIFO queue takes no DelaySeconds of a single message (SQS API reference, ' +
        'SendMessage), which every retry, renewal and heal step needs; it has no batch window ' +
        'and batches of at most 10 either',
      fair:
        'the functions send no MessageGroupId, without which a fair queue is a standard one; ' +
        'and how AWS orders its groups is not published, so that no local run could show it',
    },
  },
  memoryMb: {
    kind: 'whole',
    changes: 'bill',
    unit: 'MB',
    min: memoryMbMin,
    max: lambdaQuotas.memoryMb.value,
    usual: 256,
    reason: '256 MB gives a seventh of a CPU, enough for handlers that wait for their calls',
  },
  architecture: {
    kind: 'choice',
    changes: 'bill',
    choices: ['arm64', 'x86'],
    usual: 'arm64',
    reason: 'a GB-second on arm64 costs a fifth less (facts 5.12)',
  },
  tableBilling: {
    kind: 'choice',
    changes: 'bill',
    choices: ['on-demand', 'provisioned'],
    usual: 'on-demand',
    reason: 'a storm is rare: on demand, a quiet table costs nothing',
  },
  tableReadUnits: tableUnits('units/s', 'of table and index each, where billing is provisioned'),
  tableWriteUnits: tableUnits('units/s', 'of table and index each, where billing is provisioned'),
  mapChildren: {
    kind: 'choice',
    changes: 'run',
    choices: ['standard', 'express'],
    usual: 'standard',
    reason: "LocalStack's parser refuses Express children, which would be cheaper for large runs",
  },
  logLevel: {
    kind: 'choice',
    changes: 'run',
    choices: ['debug', 'info', 'warn', 'error'],
    usual: 'info',
    reason: 'nothing is logged of a message that goes well; what failed is worth its bytes',
  },
  tracing: {
    kind: 'choice',
    changes: 'run',
    choices: ['on', 'context', 'off'],
    usual: 'context',
    reason:
      'an attribute of 72 bytes says what a message follows from, and lines of the log name it, ' +
      'for no further request; on adds the traces of X-Ray, which show which call of which ' +
      'function was slow: one for each invocation costs 25 times what the invocation itself does',
  },
  metrics: {
    kind: 'choice',
    changes: 'run',
    choices: ['core', 'all', 'none'],
    usual: 'core',
    reason:
      'CloudWatch bills each name by the hour, however seldom it counts: all of them cost more ' +
      'than the storm of a small network; the others stand in one log line of their invocation',
  },
  keyRotation: {
    kind: 'choice',
    changes: 'bill',
    choices: ['off', 'on'],
    usual: 'off',
    reason:
      'proofs are good for a day, and a stack is thrown away with its keys; MiniStack cannot ' +
      'schedule a rotation. A stack that stands for months gets new keys every 30 days',
  },
} as const satisfies Record<string, StackSetting>;

/** The name of a setting. */
export type SettingName = keyof typeof stackSettings;

/** Every name of a setting, in the order of this file. */
export const settingNames = Object.keys(stackSettings) as SettingName[];
