// What no further try can help ends a storm's execution at once, with its words; all else is tried
// again for minutes. The errors are thrown by the functions themselves, in the local cloud.
import { resolve } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { UnknownCellError } from '#adapters/network/cell-reader.ts';
import { UnknownRunError } from '#adapters/network/run-table.ts';
import { seedRun } from '#adapters/network/seed-run.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { stepFunctionsClient } from '#adapters/stack/step-functions-client.ts';
import { nonRetryableErrors } from '#domain/non-retryable-errors.ts';
import { policies } from '#domain/policies.ts';
import { causeWords } from '#domain/storm/storm-end.ts';
import { UnknownWaveError } from '#functions/dispatch-cell.ts';
import { MalformedMessageError } from '#functions/messages.ts';
import { StartRefusedError } from '#functions/plan-storm.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import {
  actionOf,
  type ClientHandler,
  type SdkRequest,
} from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import { startLocalCloud } from '#local-cloud/local-cloud.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { inProcessConnection } from '#runner/local/in-process-connection.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';

const template = readStackTemplate(resolve('cli'));
const runId = 'drill';

/** Starts an execution for a run that is seeded, and says how it ended and how long it took. */
async function execution(
  input: object,
  code: Readonly<Record<string, LambdaCode>> = {},
  name = runId,
) {
  const cloud = startLocalCloud({
    template,
    code: { ...functionCode, ...code },
    seed: 1,
    startMs: drill.startMs,
    faults: FAULTS_NONE,
  });
  const operator = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
  });
  const choices = { runId, seed: 1, nodeCount: 60, shiftMs: 0, policy: policies.resilient };
  await cloud.settle(seedRun(operator, planRun(drill, choices)));
  const client = stepFunctionsClient(operator);
  const stateMachineArn = cloud.outputs.StateMachineArn;
  const order = { stateMachineArn, name, input: JSON.stringify(input) };
  const { executionArn } = await cloud.settle(client.send(new StartExecutionCommand(order)));
  await cloud.runUntil({ untilMs: drill.startMs + 30 * 60_000 });
  const { status, error, cause, startDate, stopDate } = await cloud.settle(
    client.send(new DescribeExecutionCommand({ executionArn })),
  );
  const { events = [] } = await cloud.settle(
    client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 })),
  );
  const failures = events.filter(({ type }) => /^(Task|LambdaFunction)Failed$/.test(type ?? ''));
  return {
    status,
    error,
    cause,
    failureCount: failures.length,
    seconds: (Number(stopDate) - Number(startDate)) / 1000,
  };
}

/** A function whose calls to one service are refused, as that service would refuse them. */
function refusedAs(entry: string, type: string): Readonly<Record<string, LambdaCode>> {
  return {
    [entry]: (environment) =>
      functionCode[entry]?.({
        ...environment,
        requestHandler: refusing(environment.requestHandler, type),
      }) ?? (async () => undefined),
  };
}

function refusing(handler: ClientHandler, type: string): ClientHandler {
  const body = Buffer.from(JSON.stringify({ __type: type, message: 'says the service' }));
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return {
    ...handler,
    handle: async (request: SdkRequest) =>
      actionOf(request).operation === 'BatchGetItem'
        ? { response: { statusCode: 400, headers, body } }
        : handler.handle(request),
  };
}

test.each([
  ['a run that nobody seeded', { runId: 'drlil' }, 'UnknownRunError', /drlil: expected its sett/],
  ['no input at all', {}, 'MalformedMessageError', /runId/],
  ['a run that is no name', { runId: '../x' }, 'MalformedMessageError', /runId/],
])('%s ends the execution at once, with the words', async (_what, input, name, words) => {
  const ended = await execution(input, {}, 'drlil');
  // Once in the state itself, once in the report that ends the run.
  expect(ended).toMatchObject({ status: 'FAILED', error: name, failureCount: 2 });
  expect(ended.cause).toMatch(words);
  expect(ended.seconds).toBeLessThan(10);
});

test('an execution that has another name than its run is refused, and the run stays', async () => {
  const ended = await execution({ runId }, {}, 'mine');
  expect(ended).toMatchObject({ status: 'FAILED', error: 'StartRefused', failureCount: 1 });
  expect(causeWords(ended.cause ?? '')).toBe(
    'run drill is conducted by the execution of its own name, and this one is called mine; ' +
      'start it with --name drill',
  );
  expect(ended.seconds).toBeLessThan(10);
});

test.each([
  'AccessDeniedException',
  'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
  'com.amazon.coral.validate#ValidationException',
])('a state that a service refuses as %s is not tried again', async (type) => {
  const ended = await execution({ runId }, refusedAs('functions/plan-storm.ts', type));
  expect(ended).toMatchObject({ status: 'FAILED', error: 'StormBroke', failureCount: 1 });
  expect(ended.seconds).toBeLessThan(10);
});

test.each([
  ['ThrottlingException', 'com.amazonaws.dynamodb.v20120810#ThrottlingException'],
  ['InternalServerError', 'com.amazonaws.dynamodb.v20120810#InternalServerError'],
])('a state that a service refuses as %s is tried for minutes', async (_name, type) => {
  const ended = await execution({ runId }, refusedAs('functions/plan-storm.ts', type));
  expect(ended).toMatchObject({ status: 'FAILED', failureCount: 7 });
  expect(ended.seconds).toBeGreaterThan(120);
});

test('a cell that is not there fails its map at once, and the run is ended', async () => {
  const code: LambdaCode = (environment) => (event, context) => {
    const odd = { ...(event as object), cell: 'c9999' };
    return (
      functionCode['functions/dispatch-cell.ts']?.(environment)(odd, context) ?? Promise.reject()
    );
  };
  const ended = await execution({ runId }, { 'functions/dispatch-cell.ts': code });
  const firstWaveMs = 30_000;
  expect(ended).toMatchObject({ status: 'FAILED', error: 'StormBroke' });
  expect(ended.seconds).toBeLessThan(firstWaveMs / 1000 + 30);
});

test('each non-retryable error of ours has the name that the state machine knows', () => {
  const ours = [
    new UnknownRunError('run', 'table'),
    new UnknownCellError({ runId: 'run', cell: 'c0000' }),
    new UnknownWaveError('run', 7),
    new MalformedMessageError('words'),
    new StartRefusedError('words'),
  ];
  const names = ours.map(({ name }) => name).sort();
  expect(nonRetryableErrors.filter((name) => name.endsWith('Error')).sort()).toEqual(names);
});
