// The states that do no work: Pass, Wait, Choice, Succeed, Fail.

import { execute, machineOf, statesCase, statusAndOutput } from './machine-run.ts';

const LANGUAGE = 'Step Functions developer guide';
const CHOICE = `${LANGUAGE}, Choice workflow state`;
const WAIT = `${LANGUAGE}, Wait workflow state`;

const waiting = (how: Readonly<Record<string, unknown>>) =>
  machineOf({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', ...how, End: true } } });

const choosing = (more: Readonly<Record<string, unknown>> = {}) =>
  machineOf({
    StartAt: 'HowNow',
    States: {
      HowNow: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.next', StringEquals: 'wave', Next: 'Wave' },
          { Variable: '$.next', StringEquals: 'look-again', Next: 'Look' },
        ],
        ...more,
      },
      Wave: { Type: 'Pass', Result: 'wave', End: true },
      Look: { Type: 'Pass', Result: 'look', End: true },
      ...('Default' in more ? { Report: { Type: 'Pass', Result: 'report', End: true } } : {}),
    },
  });

/** Cases of the states that a machine moves through. */
export const flowStates = [
  statesCase({
    title: 'a wait by SecondsPath takes so long, and hands its input on',
    resources: waiting({ SecondsPath: '$.observeSeconds' }),
    async run(bench) {
      const { status, output, tookMs } = await execute(bench, { observeSeconds: 2, cell: 'c' });
      return { status, output, isWhole: tookMs >= 1_950 };
    },
    expected: { status: 'SUCCEEDED', output: { observeSeconds: 2, cell: 'c' }, isWhole: true },
    source: WAIT,
  }),
  statesCase({
    title: 'a wait by TimestampPath ends at that instant, to the second',
    resources: waiting({ TimestampPath: '$.waveAt' }),
    async run(bench) {
      const waveAtMs = Math.ceil(bench.nowMs() / 1_000) * 1_000 + 2_000;
      const waveAt = new Date(waveAtMs).toISOString();
      const { status, described } = await execute(bench, { waveAt });
      const lateMs = Number(described.stopDate) - waveAtMs;
      return { status, isEarly: lateMs < -1_000, isLate: lateMs > 3_000 };
    },
    expected: { status: 'SUCCEEDED', isEarly: false, isLate: false },
    source: WAIT,
  }),
  statesCase({
    title: 'a wait until an instant that has passed goes on at once',
    resources: waiting({ TimestampPath: '$.waveAt' }),
    async run(bench) {
      const { status, tookMs } = await execute(bench, { waveAt: '2007-08-16T00:00:00Z' });
      return { status, isAtOnce: tookMs < 3_000 };
    },
    expected: { status: 'SUCCEEDED', isAtOnce: true },
    source: WAIT,
  }),
  statesCase({
    title: 'a wait whose path leads nowhere fails the execution with States.Runtime',
    resources: waiting({ SecondsPath: '$.observeSeconds' }),
    run: (bench) => statusAndOutput(bench, {}),
    expected: { status: 'FAILED', error: 'States.Runtime' },
    source: `${LANGUAGE}, handling errors`,
  }),
  statesCase({
    title: 'a choice takes the first rule that is true',
    resources: choosing({ Default: 'Report' }),
    run: (bench) => statusAndOutput(bench, { next: 'look-again' }),
    expected: { status: 'SUCCEEDED', output: 'look' },
    source: CHOICE,
  }),
  statesCase({
    title: 'a choice in which no rule is true takes its default',
    resources: choosing({ Default: 'Report' }),
    run: (bench) => statusAndOutput(bench, { next: 'anything else' }),
    expected: { status: 'SUCCEEDED', output: 'report' },
    source: CHOICE,
  }),
  statesCase({
    title: 'a choice in which no rule is true and nothing is the default fails the execution',
    resources: choosing(),
    run: (bench) => statusAndOutput(bench, { next: 'anything else' }),
    // The documentation names States.NoChoiceMatched; AWS was seen to answer otherwise.
    expected: { status: 'FAILED', error: 'States.Runtime' },
    source: 'floci-io/floci#2868, read off us-east-1 in September 2026',
  }),
  statesCase({
    title: 'a choice compares text exactly, and a number never equals it',
    resources: choosing({ Default: 'Report' }),
    run: async (bench) => [
      await statusAndOutput(bench, { next: 'Wave' }),
      await statusAndOutput(bench, { next: 1 }),
    ],
    expected: [
      { status: 'SUCCEEDED', output: 'report' },
      { status: 'SUCCEEDED', output: 'report' },
    ],
    source: CHOICE,
  }),
  statesCase({
    title: 'a choice whose variable is not there fails the execution with States.Runtime',
    resources: choosing({ Default: 'Report' }),
    run: (bench) => statusAndOutput(bench, {}),
    expected: { status: 'FAILED', error: 'States.Runtime' },
    source: CHOICE,
  }),
  statesCase({
    title: 'an execution that comes to a Succeed state has its input as output',
    resources: machineOf({ StartAt: 'Healed', States: { Healed: { Type: 'Succeed' } } }),
    run: (bench) => statusAndOutput(bench, { outcome: 'healed' }),
    expected: { status: 'SUCCEEDED', output: { outcome: 'healed' } },
    source: `${LANGUAGE}, Succeed workflow state`,
  }),
  statesCase({
    title: "an execution that comes to a Fail state has that state's error and cause",
    resources: machineOf({
      StartAt: 'NotHealed',
      States: { NotHealed: { Type: 'Fail', Error: 'NotHealed', Cause: 'see the report' } },
    }),
    async run(bench) {
      const { described } = await execute(bench);
      const { status, error, cause, output } = described;
      return { status, error, cause, output };
    },
    expected: { status: 'FAILED', error: 'NotHealed', cause: 'see the report' },
    source: `${LANGUAGE}, Fail workflow state`,
  }),
  statesCase({
    title: 'parameters are taken from the input and from the context, text without .$ as it is',
    resources: machineOf({
      StartAt: 'Shape',
      States: {
        Shape: {
          Type: 'Pass',
          Parameters: {
            'cell.$': '$.cells[1]',
            'state.$': '$$.State.Name',
            text: '$.cells[1]',
          },
          End: true,
        },
      },
    }),
    run: (bench) => statusAndOutput(bench, { cells: ['a', 'b'] }),
    expected: { status: 'SUCCEEDED', output: { cell: 'b', state: 'Shape', text: '$.cells[1]' } },
    source: `${LANGUAGE}, manipulating parameters with paths`,
  }),
];
