// Lambda's quotas, and those of its event source mappings.
import { enforced, kept, notModelled, type Quota, quota } from './quota.ts';

const page = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const scalingPage = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';
const parametersPage = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html';

const row = (it: Omit<Parameters<typeof quota>[1], 'page'> & { page?: string }): Quota =>
  quota('Lambda', { page, ...it });

/** By a name for code. */
export const lambdaQuotas = {
  accountConcurrency: row({
    name: 'invocations at a time in an account',
    value: 1_000,
    unit: 'invocations',
    isAdjustable: true,
    local: enforced('throttled beyond; `--account-concurrency` sets another value'),
    twin: enforced('likewise, of each stack: they are accounts of their own'),
    plan: '`--account-concurrency` below the four that a storm cannot do without',
  }),
  newAccountConcurrency: row({
    name: 'invocations at a time in a new account',
    // The page says "reduced"; 10 is what new accounts report when they reserve concurrency.
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
    value: 10,
    unit: 'invocations',
    isAdjustable: true,
    local: enforced('with `--account-concurrency 10`'),
    twin: enforced('likewise'),
    plan: null,
  }),
  concurrencyGrowth: row({
    name: 'environments that one function may add in ten seconds',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
    value: 1_000,
    unit: 'environments',
    isAdjustable: false,
    local: kept('no function of the stack has more than `cellsAtOnceMax`, 100, at work'),
    twin: kept('likewise'),
    plan: null,
  }),
  payloadBytes: row({
    name: "an invocation's event or answer, and so a mapping's batch",
    value: 6_291_456,
    unit: 'bytes',
    isAdjustable: false,
    local: enforced('a batch ends before; what the state machine hands over has at most 256 KiB'),
    twin: kept('50 log-ins of less than a kilobyte'),
    plan: null,
  }),
  functionSeconds: row({
    name: 'time that an invocation may take',
    value: 900,
    unit: 'seconds',
    isAdjustable: false,
    local: kept("the functions' own time-outs, 20 to 300 s, are enforced"),
    twin: notModelled('no invocation is stopped there'),
    plan: null,
  }),
  memoryMb: row({
    name: 'memory of a function',
    value: 10_240,
    unit: 'MB',
    isAdjustable: false,
    local: notModelled('the process has what the machine has'),
    twin: kept('`cellNodesMax` bounds what a function reads at once'),
    plan: '`cellNodes`: at most 20,000',
  }),
  environmentBytes: row({
    name: 'variables of a function, together',
    value: 4_096,
    unit: 'bytes',
    isAdjustable: false,
    local: kept('a test: each function has less than two thousand'),
    twin: kept('it has none'),
    plan: null,
  }),
  mappingBatch: row({
    name: 'messages in one batch of a mapping',
    page: parametersPage,
    value: 10_000,
    unit: 'messages',
    isAdjustable: false,
    local: enforced('a mapping that asks for more is refused'),
    twin: kept('`batchSize` is 10, 50 and 1, and at most 98 under any setting'),
    plan: null,
  }),
  mappingWindowSeconds: row({
    name: 'time that a mapping gathers for',
    page: parametersPage,
    value: 300,
    unit: 'seconds',
    isAdjustable: false,
    local: enforced('a mapping that asks for more is refused'),
    twin: kept('`batchWindowSeconds` is 1, 4 and 0, and at most 20 under any setting'),
    plan: null,
  }),
  mappingConcurrency: row({
    name: 'batches at a time that a mapping may be limited to',
    page: scalingPage,
    value: 1_000,
    unit: 'batches',
    isAdjustable: false,
    local: enforced('from 2; a mapping that asks for another is refused'),
    twin: kept('`concurrencyMax` is 20, 20 and 10 unless it is set, and is enforced'),
    plan: null,
  }),
  mappingConcurrencyUnlimited: row({
    name: 'batches at a time of a mapping without a limit',
    page: scalingPage,
    value: 1_250,
    unit: 'batches',
    isAdjustable: false,
    local: enforced('more wait'),
    twin: kept('each mapping of the stack has a limit'),
    plan: null,
  }),
} as const satisfies Record<string, Quota>;
