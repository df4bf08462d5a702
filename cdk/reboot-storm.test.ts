import { cellsAtOnceMax, stormDaysMax } from '#domain/limits.ts';
import { nonRetryableErrors } from '#domain/non-retryable-errors.ts';
import { resourceNamed, synthesisedStack } from './synthesised-stack.ts';

interface Retry {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { Variable: string; StringEquals: string; Next: string }[];
  readonly Retry?: readonly Retry[];
  readonly Catch?: readonly { ErrorEquals: string[]; Next: string; ResultPath: string }[];
  readonly [field: string]: unknown;
}

const template = synthesisedStack();
const [, machine] = resourceNamed(template, 'AWS::StepFunctions::StateMachine', 'RebootStorm');

/** The definition, with each reference to a function replaced by its logical id. */
const definition: { StartAt: string; States: Record<string, State>; TimeoutSeconds: number } =
  JSON.parse(
    machine.Properties.DefinitionString['Fn::Join'][1]
      .map((part: string | { 'Fn::GetAtt': string[] }) =>
        typeof part === 'string' ? part : part['Fn::GetAtt'][0],
      )
      .join(''),
  );

const { States } = definition;

/** What the map runs for each cell. */
const { ProcessorConfig, States: CellStates } = (States.DispatchCells?.ItemProcessor ?? {}) as {
  ProcessorConfig: Record<string, string>;
  States: Record<string, State>;
};

/** What the map runs that observations apart. */
const { States: PollingStates } = (States.KeepObserving?.ItemProcessor ?? {}) as {
  States: Record<string, State>;
};

/** Every state, wherever it is. */
const AllStates = { ...States, ...CellStates, ...PollingStates };

/** Every way from state to state. */
const transitions = (states: Record<string, State>) =>
  Object.entries(states).flatMap(([name, { Next, Default, Choices = [] }]) =>
    [Next, ...Choices.map((choice) => choice.Next), Default]
      .filter((next) => next !== undefined)
      .map((next) => `${name} -> ${next}`),
  );

test('the storm goes wave by wave, observes until it is over, and reports', () => {
  expect(definition.StartAt).toBe('PlanStorm');
  expect(transitions(States).sort()).toEqual(
    [
      'PlanStorm -> WaitForWave',
      'WaitForWave -> DispatchCells',
      'DispatchCells -> WaitToObserve',
      'WaitToObserve -> Observe',
      'Observe -> WhatNext',
      'WhatNext -> WaitForWave',
      'WhatNext -> WaitToObserve',
      'WhatNext -> KeepObserving',
      'KeepObserving -> WhatNext',
      'WhatNext -> ReportStorm',
      'ReportStorm -> HowItEnded',
      'HowItEnded -> Healed',
      'HowItEnded -> Broke',
      'HowItEnded -> Stopped',
      'HowItEnded -> NotHealed',
    ].sort(),
  );
});

test('the execution succeeds for a storm that is reported healed, and fails for any other', () => {
  expect(States.HowItEnded?.Choices).toEqual([
    { Variable: '$.outcome', StringEquals: 'healed', Next: 'Healed' },
    { Variable: '$.outcome', StringEquals: 'failed', Next: 'Broke' },
    { Variable: '$.outcome', StringEquals: 'stopped', Next: 'Stopped' },
  ]);
  expect(States.HowItEnded?.Default).toBe('NotHealed');
  expect(States.Healed?.Type).toBe('Succeed');
  expect(States.NotHealed).toMatchObject({ Type: 'Fail', Error: 'NotHealed' });
  // Why it broke, and why it was stopped, stands in the report.
  expect(States.Stopped).toMatchObject({
    Type: 'Fail',
    Error: 'StormStopped',
    CausePath: '$.stopped',
  });
  expect(States.Broke).toMatchObject({
    Type: 'Fail',
    Error: 'StormBroke',
    CausePath: '$.failure',
  });
});

test('the choice after Observe knows the words that Observe answers with', () => {
  const choices = States.WhatNext?.Choices?.map(({ StringEquals, Next }) => [StringEquals, Next]);
  expect(choices).toEqual([
    ['wave', 'WaitForWave'],
    ['observe-again', 'WaitToObserve'],
    ['keep-observing', 'KeepObserving'],
  ]);
});

test('an execution that only observes goes on as the storm does, until there is news', () => {
  expect(States.KeepObserving).toMatchObject({
    Type: 'Map',
    ItemsPath: '$.observing',
    MaxConcurrency: 1,
    OutputPath: '$[0]',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'WaitToPoll',
    },
  });
  expect(transitions(PollingStates).sort()).toEqual(
    [
      'WaitToPoll -> Poll',
      'Poll -> PollAgain',
      'PollAgain -> WaitToPoll',
      'PollAgain -> PollingEnds',
    ].sort(),
  );
  expect(PollingStates.WaitToPoll).toMatchObject({ SecondsPath: '$.observeSeconds' });
  expect(PollingStates.PollAgain?.Choices).toMatchObject([{ StringEquals: 'observe-again' }]);
});

test('every task runs the function of its own name', () => {
  const tasks = Object.entries(AllStates).filter(([, { Type }]) => Type === 'Task');
  const names = tasks.map(([name]) => name).sort();
  expect(names).toEqual(['DispatchCell', 'Observe', 'PlanStorm', 'Poll', 'ReportStorm']);
  for (const [name, { Resource }] of tasks)
    expect(Resource).toMatch(new RegExp(`^${name === 'Poll' ? 'Observe' : name}Function`));
});

test('every task is tried again, whatever its error, but where no try can help', () => {
  const tasks = Object.values(AllStates).filter(({ Type }) => Type === 'Task');
  expect(tasks).toHaveLength(5);
  // The first rule that fits an error decides, and `States.ALL` has to stand alone and last.
  for (const { Retry } of tasks)
    expect(Retry).toMatchObject([
      { ErrorEquals: nonRetryableErrors, MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 6 },
    ]);
});

test('whatever fails for good, the storm is reported, so that its run ends', () => {
  const caught = Object.entries(States).filter(([, state]) => 'Catch' in state);
  expect(caught.map(([name]) => name).sort()).toEqual([
    'DispatchCells',
    'KeepObserving',
    'Observe',
    'PlanStorm',
  ]);
  for (const [, state] of caught)
    expect(state.Catch?.at(-1)).toEqual({
      ErrorEquals: ['States.ALL'],
      Next: 'ReportStorm',
      ResultPath: '$.failure',
    });
});

test('a run that may not be started is not reported: it stays as it is', () => {
  const refused = { ErrorEquals: ['StartRefusedError'], Next: 'Refused', ResultPath: '$.failure' };
  const caught = Object.values(States).flatMap(({ Catch = [] }) => Catch.slice(0, -1));
  expect(caught).toEqual([refused]);
  expect(States.PlanStorm?.Catch?.[0]).toEqual(refused);
  expect(States.Refused).toMatchObject({ Type: 'Fail', Error: 'StartRefused' });
});

test('the first state is told which execution asks, and with what', () => {
  expect(States.PlanStorm?.Parameters).toEqual({
    'execution.$': '$$.Execution.Name',
    'input.$': '$',
  });
});

test('a wave restarts all cells, many at once, each with its run, its cell and the wave', () => {
  expect(ProcessorConfig).toMatchObject({ Mode: 'DISTRIBUTED' });
  expect(States.DispatchCells).toMatchObject({
    Type: 'Map',
    ItemsPath: '$.cells',
    MaxConcurrency: cellsAtOnceMax,
    ItemSelector: {
      'runId.$': '$.runId',
      'cell.$': '$$.Map.Item.Value',
      'waveIndex.$': '$.waveIndex',
    },
    ResultPath: null,
  });
});

test('a cell that keeps failing is given up in minutes, one that hangs within the hour', () => {
  const [, dispatchCell] = resourceNamed(template, 'AWS::Lambda::Function', 'DispatchCellFunction');
  const retries =
    CellStates.DispatchCell?.Retry?.filter(({ MaxAttempts }) => MaxAttempts > 0) ?? [];
  expect(retries).toHaveLength(1);
  for (const { IntervalSeconds, BackoffRate, MaxAttempts } of retries) {
    let pauseSeconds = 0;
    for (let tries = 0; tries < MaxAttempts; tries += 1)
      pauseSeconds += IntervalSeconds * BackoffRate ** tries;
    expect(pauseSeconds).toBeLessThan(150);
    const hangSeconds = (MaxAttempts + 1) * dispatchCell.Properties.Timeout;
    expect(pauseSeconds + hangSeconds).toBeLessThan(3_600);
  }
});

test('the functions say how long to wait: until the wave, and until the next observation', () => {
  expect(States.WaitForWave).toMatchObject({ Type: 'Wait', TimestampPath: '$.waveAt' });
  expect(States.WaitToObserve).toMatchObject({ Type: 'Wait', SecondsPath: '$.observeSeconds' });
});

test('a storm is a standard execution that does not run for ever', () => {
  expect(machine.Properties.StateMachineType).toBe('STANDARD');
  expect(machine.Properties.TracingConfiguration).toEqual({ Enabled: false });
  expect(definition.TimeoutSeconds).toBe(stormDaysMax * 86_400);
});
