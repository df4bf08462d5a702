import { machineArn, machineAtWork, only, roleArn } from '#testing/local-cloud/machine-at-work.ts';

const waiting = only({ Type: 'Wait', Seconds: 10 });

test('a name can be used once; the same start again is a retry while it runs', async () => {
  const { clock, start } = machineAtWork(waiting);
  const arn = start({ a: 1 });
  expect(start({ a: 1 })).toBe(arn);
  expect(() => start({ a: 2 })).toThrow(/Execution Already Exists/);
  await clock.run();
  expect(() => start({ a: 1 })).toThrow(
    expect.objectContaining({ code: 'ExecutionAlreadyExists', status: 400 }),
  );
});

test('executions without a name get one from the seed', () => {
  const arns = [1, 2].map(() => {
    const { service } = machineAtWork(waiting, {}, () => 0.3);
    return service.call('StartExecution', { stateMachineArn: machineArn }).executionArn;
  });
  expect(arns[0]).toMatch(/:execution:Storm:44444444-4444-4444-8444-444444444444$/);
  expect(arns[0]).toBe(arns[1]);
});

test.each([
  ['StartExecution', { stateMachineArn: machineArn, input: '{' }, 'InvalidExecutionInput'],
  ['StartExecution', { stateMachineArn: machineArn, name: 'a b' }, 'InvalidName'],
  ['StartExecution', { stateMachineArn: `${machineArn}s` }, 'StateMachineDoesNotExist'],
  ['StartExecution', { stateMachineArn: 'x' }, 'InvalidArn'],
  ['DescribeExecution', { executionArn: machineArn }, 'InvalidArn'],
  [
    'ListExecutions',
    { stateMachineArn: machineArn, statusFilter: 'running' },
    'ValidationException',
  ],
  ['ListStateMachines', { maxResults: 1001 }, 'ValidationException'],
  ['ListStateMachines', { nextToken: 'x' }, 'InvalidToken'],
  ['StartExecution', { stateMachineArn: machineArn, haste: 1 }, 'LocalCloudUnsupported'],
  ['RedriveExecution', {}, 'LocalCloudUnsupported'],
])('%s with %j is %s', (operation, input, code) => {
  const { service } = machineAtWork(waiting);
  expect(() => service.call(operation, input)).toThrow(expect.objectContaining({ code }));
});

test('executions are listed newest first, by status, in pages', async () => {
  const { service, start, clock } = machineAtWork(waiting);
  start({}, 'one');
  await clock.run();
  start({}, 'two');
  start({}, 'three');
  const names = (input: object) => {
    const { executions, nextToken } = service.call('ListExecutions', {
      stateMachineArn: machineArn,
      ...input,
    });
    return [(executions as { name: string }[]).map((one) => one.name), nextToken];
  };
  expect(names({})).toEqual([['three', 'two', 'one'], undefined]);
  expect(names({ statusFilter: 'SUCCEEDED' })).toEqual([['one'], undefined]);
  expect(names({ maxResults: 2 })).toEqual([['three', 'two'], '2']);
  expect(names({ maxResults: 2, nextToken: '2' })).toEqual([['one'], undefined]);
});

test('a machine can be described and listed', () => {
  const { service } = machineAtWork(waiting);
  const described = service.call('DescribeStateMachine', { stateMachineArn: machineArn });
  expect(described).toMatchObject({ name: 'Storm', type: 'STANDARD', status: 'ACTIVE' });
  expect(JSON.parse(String(described.definition))).toEqual(waiting);
  expect(service.call('ListStateMachines', {})).toMatchObject({
    stateMachines: [{ stateMachineArn: machineArn }],
  });
});

test('a machine can be made, made again alike, and deleted by calls', () => {
  const { service } = machineAtWork(waiting);
  const call = { name: 'Second', roleArn, definition: JSON.stringify(waiting) };
  const made = service.call('CreateStateMachine', call);
  expect(service.call('CreateStateMachine', call)).toEqual(made);
  const otherwise = { ...call, definition: JSON.stringify(waiting, null, 1) };
  expect(() => service.call('CreateStateMachine', otherwise)).toThrow(
    expect.objectContaining({ code: 'StateMachineAlreadyExists' }),
  );
  service.call('DeleteStateMachine', { stateMachineArn: made.stateMachineArn });
  expect(() => service.call('StartExecution', { stateMachineArn: made.stateMachineArn })).toThrow(
    expect.objectContaining({ code: 'StateMachineDoesNotExist' }),
  );
});

test('a definition can be judged without a machine', () => {
  const { service } = machineAtWork(waiting);
  const verdict = (definition: string) =>
    service.call('ValidateStateMachineDefinition', { definition });
  expect(verdict(JSON.stringify(waiting))).toMatchObject({ result: 'OK', diagnostics: [] });
  expect(verdict('{"States":{}}')).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', location: '/' }],
  });
});

test('the history links its events and carries the data as text, unless asked not to', async () => {
  const { service, start, clock } = machineAtWork(waiting);
  const executionArn = start({ a: 1 });
  await clock.run();
  const { events } = service.call('GetExecutionHistory', { executionArn });
  expect(events).toMatchObject([
    { id: 1, previousEventId: 0, executionStartedEventDetails: { input: '{"a":1}' } },
    { id: 2, previousEventId: 0, stateEnteredEventDetails: { name: 'Only', input: '{"a":1}' } },
    { id: 3, previousEventId: 2, stateExitedEventDetails: { name: 'Only', output: '{"a":1}' } },
    { id: 4, previousEventId: 3, executionSucceededEventDetails: { output: '{"a":1}' } },
  ]);
  const bare = service.call('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(JSON.stringify(bare)).not.toContain('a\\"');
});
