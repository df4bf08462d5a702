// Step Functions' quotas, for Standard workflows.
import { counted, enforced, kept, notModelled, type Quota, quota } from './quota.ts';

const page = 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html';
const mapPage = 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html';

const row = (it: Omit<Parameters<typeof quota>[1], 'page'> & { page?: string }): Quota =>
  quota('Step Functions', { page, ...it });

/** By a name for code. */
export const stepFunctionsQuotas = {
  historyEvents: row({
    name: 'events in the history of one execution',
    value: 25_000,
    unit: 'events',
    isAdjustable: false,
    local: enforced('the event that would be too much fails the execution'),
    twin: enforced(
      'events are counted by `domain/storm/observation-budget.ts`; the execution fails there, too',
    ),
    plan: '`storm.nights` by the number of waves, `timings.observeEveryMs` by that of observations',
  }),
  stateDataBytes: row({
    name: 'input or output of a state, a task or an execution',
    value: 262_144,
    unit: 'bytes',
    isAdjustable: false,
    local: enforced('States.DataLimitExceeded'),
    twin: kept('the state is the list of cells, which `cellsMax` bounds'),
    plan: '`nodeCount` and `cellNodes`: at most 10,000 cells',
  }),
  executionDays: row({
    name: 'time that an execution may take',
    value: 365,
    unit: 'days',
    isAdjustable: false,
    local: kept('the machine has a time-out of its own, `stormDaysMax`, which is enforced'),
    twin: kept('a scenario of more days is refused'),
    plan: '`timings.observeForMs`: at most `stormDaysMax`',
  }),
  distributedConcurrency: row({
    name: 'children of a distributed map at a time',
    value: 10_000,
    unit: 'children',
    isAdjustable: false,
    local: enforced('more wait'),
    twin: kept('`cellsAtOnceMax` is 100'),
    plan: null,
  }),
  inlineConcurrency: row({
    name: 'iterations of an inline map at a time',
    page: mapPage,
    value: 40,
    unit: 'iterations',
    isAdjustable: false,
    local: enforced('more wait'),
    twin: kept('the machine has no inline map'),
    plan: null,
  }),
  standardChildrenPerSecond: row({
    name: 'Standard children that a distributed map starts in a second',
    value: 100,
    unit: 'children a second',
    isAdjustable: false,
    local: notModelled('a wave of more than 100 cells starts faster than on AWS'),
    twin: notModelled('likewise: 10,000 cells take 100 s on AWS'),
    plan: null,
  }),
  openMapRuns: row({
    name: 'map runs that are open in an account',
    value: 1_000,
    unit: 'map runs',
    isAdjustable: false,
    local: kept('a storm has one open at a time'),
    twin: kept('likewise'),
    plan: null,
  }),
  openExecutions: row({
    name: 'executions that are open in an account',
    value: 1_000_000,
    unit: 'executions',
    isAdjustable: true,
    local: kept('a storm has at most 102: itself, 100 cells, one that only observes'),
    twin: kept('likewise'),
    plan: null,
  }),
  definitionBytes: row({
    name: 'text of a state machine',
    value: 1_048_576,
    unit: 'bytes',
    isAdjustable: false,
    local: kept('a test: the definition has some thousand'),
    twin: kept('it has none'),
    plan: null,
  }),
  transitionsPerSecond: row({
    name: 'transitions a second, and as many at once (us-east-1; elsewhere 800)',
    value: 5_000,
    unit: 'transitions a second',
    isAdjustable: true,
    local: counted('the peak of a second; AWS would delay what is beyond'),
    twin: kept('a wave has 100 children at a time, of one transition each'),
    plan: null,
  }),
  startsPerSecond: row({
    name: 'StartExecution a second, after 1,300 at once (us-east-1; elsewhere 150 after 800)',
    value: 300,
    unit: 'starts a second',
    isAdjustable: true,
    local: kept('a storm is started once'),
    twin: kept('likewise'),
    plan: null,
  }),
  describesPerSecond: row({
    name: 'DescribeExecution a second, after 300 at once (us-east-1)',
    value: 15,
    unit: 'calls a second',
    isAdjustable: true,
    local: kept('`storm` asks once in two seconds'),
    twin: kept('nobody asks'),
    plan: null,
  }),
} as const satisfies Record<string, Quota>;
