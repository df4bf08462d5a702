// Maps: what each child gets, how many run at once, and what one that fails does to the rest.

import {
  execute,
  machineOf,
  machineWithWorker,
  statesCase,
  statusAndOutput,
  WORKER_ARN,
} from './machine-run.ts';

const MAP = 'Step Functions developer guide, Map workflow state';
const DISTRIBUTED = 'Step Functions developer guide, Distributed mode';

const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

const passing = {
  StartAt: 'Echo',
  States: { Echo: { Type: 'Pass', End: true } },
};

const working = {
  StartAt: 'Work',
  States: { Work: { Type: 'Task', Resource: WORKER_ARN, End: true } },
};

const pausing = {
  StartAt: 'Pause',
  States: { Pause: { Type: 'Wait', Seconds: 1, End: true } },
};

const mapOf = (map: Readonly<Record<string, unknown>>) => ({
  StartAt: 'Cells',
  States: {
    Cells: { Type: 'Map', ...map, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
});

/** Cases of Map states. */
export const mapStates = [
  statesCase({
    title: 'a distributed map runs a child for each item, and gathers the answers in their order',
    resources: machineWithWorker(
      mapOf({
        ItemsPath: '$.cells',
        ItemSelector: {
          'runId.$': '$.runId',
          'cell.$': '$$.Map.Item.Value',
          'waveIndex.$': '$.waveIndex',
        },
        ItemProcessor: { ...distributed, ...working },
        MaxConcurrency: 100,
      }),
    ),
    run: (bench) => statusAndOutput(bench, { runId: 'r', waveIndex: 2, cells: ['a', 'b', 'c'] }),
    expected: {
      status: 'SUCCEEDED',
      output: ['a', 'b', 'c'].map((cell) => ({ runId: 'r', cell, waveIndex: 2 })),
    },
    source: DISTRIBUTED,
  }),
  statesCase({
    title: 'an item knows its index',
    resources: machineOf(
      mapOf({
        ItemsPath: '$.cells',
        ItemSelector: { 'index.$': '$$.Map.Item.Index' },
        ItemProcessor: { ...distributed, ...passing },
      }),
    ),
    run: (bench) => statusAndOutput(bench, { cells: ['a', 'b'] }),
    expected: { status: 'SUCCEEDED', output: [{ index: 0 }, { index: 1 }] },
    source: MAP,
  }),
  statesCase({
    title: 'a distributed map with a ResultPath of null hands its input on',
    resources: machineOf(
      mapOf({
        ItemsPath: '$.cells',
        ResultPath: null,
        ItemProcessor: { ...distributed, ...passing },
      }),
    ),
    run: (bench) => statusAndOutput(bench, { cells: ['a', 'b'] }),
    expected: { status: 'SUCCEEDED', output: { cells: ['a', 'b'] } },
    source: DISTRIBUTED,
  }),
  statesCase({
    title: 'a distributed map over nothing succeeds with nothing',
    resources: machineOf(
      mapOf({ ItemsPath: '$.cells', ItemProcessor: { ...distributed, ...passing } }),
    ),
    run: (bench) => statusAndOutput(bench, { cells: [] }),
    expected: { status: 'SUCCEEDED', output: [] },
    source: DISTRIBUTED,
  }),
  statesCase({
    title: 'a distributed map fails when one child fails, with an error of its own',
    resources: machineWithWorker({
      StartAt: 'Cells',
      States: {
        Cells: {
          Type: 'Map',
          ItemsPath: '$.cells',
          ItemProcessor: { ...distributed, ...working },
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Caught' }],
          End: true,
        },
        Caught: {
          Type: 'Pass',
          Parameters: { 'error.$': '$.failure.Error' },
          End: true,
        },
      },
    }),
    run: (bench) => statusAndOutput(bench, { cells: [{ answers: 1 }, { fails: 'CellGone' }] }),
    expected: {
      status: 'SUCCEEDED',
      output: { error: 'States.ExceedToleratedFailureThreshold' },
    },
    source: `${DISTRIBUTED}: tolerated failure threshold`,
  }),
  statesCase({
    title: 'a child of a distributed map retries by itself',
    resources: machineWithWorker(
      mapOf({
        ItemsPath: '$.cells',
        ItemProcessor: {
          ...distributed,
          StartAt: 'Work',
          States: {
            Work: {
              Type: 'Task',
              Resource: WORKER_ARN,
              Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }],
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'GivenUp' }],
              End: true,
            },
            GivenUp: { Type: 'Pass', Result: 'given up', End: true },
          },
        },
      }),
    ),
    async run(bench) {
      const cells = [{ fails: 'CellGone' }, { answers: 'fine' }];
      const { status, output, tookMs } = await execute(bench, { cells });
      return { status, output, isPaused: tookMs >= 950 };
    },
    expected: { status: 'SUCCEEDED', output: ['given up', 'fine'], isPaused: true },
    source: DISTRIBUTED,
  }),
  statesCase({
    title: 'a map runs no more items at once than its MaxConcurrency',
    resources: machineOf(
      mapOf({
        ItemsPath: '$.cells',
        MaxConcurrency: 1,
        ItemProcessor: { ...distributed, ...pausing },
      }),
    ),
    async run(bench) {
      const { status, tookMs } = await execute(bench, { cells: ['a', 'b', 'c'] });
      return { status, isOneByOne: tookMs >= 2_950 };
    },
    expected: { status: 'SUCCEEDED', isOneByOne: true },
    source: DISTRIBUTED,
  }),
  statesCase({
    title: 'a map without a MaxConcurrency runs its items side by side',
    resources: machineOf(
      mapOf({
        ItemsPath: '$.cells',
        ItemProcessor: { ...distributed, ...pausing },
      }),
    ),
    async run(bench) {
      const cells = Array.from({ length: 8 }, (_, index) => index);
      const { status, tookMs } = await execute(bench, { cells });
      return { status, isSideBySide: tookMs < 6_000 };
    },
    expected: { status: 'SUCCEEDED', isSideBySide: true },
    source: DISTRIBUTED,
  }),
  statesCase({
    title: "an inline map fails with its item's own error",
    resources: machineWithWorker(
      mapOf({
        ItemsPath: '$.cells',
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...working },
      }),
    ),
    run: (bench) => statusAndOutput(bench, { cells: [{ answers: 1 }, { fails: 'CellGone' }] }),
    expected: { status: 'FAILED', error: 'CellGone' },
    source: MAP,
  }),
];
