// Real clients against a listener that answers as a service, an engine or any other program would.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BatchGetItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { dynamoDbClient, sqsClient } from './clients.ts';
import { ForeignEndpointError } from './loopback.ts';
import { loopbackConnection } from './loopback-connection.ts';
import { type ServiceFailure, serviceFailure, UnfitAnswerError } from './service-failure.ts';
import { stepFunctionsClient } from './stack/step-functions-client.ts';

let engine: Server;
let origin: string;
let answer: { status: number; body: string } | 'hang up';

beforeAll(async () => {
  engine = createServer((request, response) => {
    if (answer === 'hang up') request.socket.destroy();
    else response.writeHead(answer.status).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
  origin = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
});

afterAll(() => {
  engine.close();
  engine.closeAllConnections();
});

function environment(endpoint: string) {
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  return { connection: loopbackConnection({ AWS_ENDPOINT_URL: endpoint, ...keys }) };
}

/** Calls a queue, and returns how that failed. */
async function failure(endpoint = `http://${origin}`): Promise<ServiceFailure | undefined> {
  const QueueUrl = `${endpoint}/000000000000/login`;
  const call = sqsClient(environment(endpoint)).send(new GetQueueAttributesCommand({ QueueUrl }));
  return call.then(
    () => undefined,
    (error: unknown) => serviceFailure(error),
  );
}

function refusal(type: string, message: string, status = 400): typeof answer {
  return { status, body: JSON.stringify({ __type: type, message }) };
}

test('a call that the engine does not have is no problem of the engine', async () => {
  answer = refusal('LocalCloudUnsupported', 'the local cloud does not support it', 501);
  const { said, whatNow } = (await failure()) ?? {};
  expect(said).toMatch(/was refused: LocalCloudUnsupported: the local cloud does not support it$/);
  expect(whatNow).toMatch(/^this engine does not have that call; npx rebootstorm doctor/);
});

test.each([
  [
    'com.amazonaws.sqs#QueueDoesNotExist',
    /QueueDoesNotExist: gone/,
    /changed or deleted.*rebootstorm dep/,
  ],
  ['ResourceNotFoundException', /ResourceNotFoundException: gone/, /changed or deleted/],
  ['AccessDeniedException', /was refused: AccessDeniedException/, /keys .* may not do this/],
  ['UnrecognizedClientException', /UnrecognizedClientException/, /keys .* may not do this/],
  ['ExpiredTokenException', /ExpiredTokenException/, /run out: export new ones/],
  ['ThrottlingException', /was refused, 3 times: ThrottlingException/, /again in a minute/],
  ['ValidationException', /ValidationException: gone/, /do not fit/],
  ['com.amazon.coral.service#SomethingNew', /SomethingNew: gone/, /do not fit/],
])('a refusal as %s names call, object, words and what now', async (type, said, whatNow) => {
  answer = refusal(type, 'gone');
  const reported = await failure();
  expect(reported?.said).toMatch(
    /^SQS GetQueueAttributes on http:\S+\/000000000000\/login was refused/,
  );
  expect(reported?.said).toMatch(said);
  expect(reported?.whatNow).toMatch(whatNow);
});

test.each([
  [500, /was answered with status 500, 3 times/, /engine has a problem/],
  [307, /was answered with status 307/, /no redirect/],
])('status %d is reported as the engine’s', async (status, said, whatNow) => {
  answer = { status, body: '{}' };
  const reported = await failure();
  expect(reported?.said).toMatch(said);
  expect(reported?.whatNow).toMatch(whatNow);
});

test.each([
  ['a page for people', 200],
  ['a page for people that is not found', 404],
])('%s is no engine’s answer: the port is wrong', async (_what, status) => {
  answer = { status, body: '<!doctype html><html><title>My router</title></html>' };
  const reported = await failure();
  expect(reported?.said).toMatch(/got an answer of status \d+ that is not AWS's/);
  expect(reported?.whatNow).toMatch(/is that the port of an engine/);
});

test('who hangs up or does not listen gives no answer', async () => {
  answer = 'hang up';
  expect(await failure()).toMatchObject({ said: expect.stringMatching(/got no answer: \S/) });
  expect(await failure('http://127.0.0.1:1')).toMatchObject({
    said: expect.stringMatching(/on http:\/\/127\.0\.0\.1:1\S* got no answer: .*ECONNREFUSED/),
    whatNow: expect.stringMatching(/^start the engine/),
  });
});

test('each service names what it was asked about', async () => {
  answer = refusal('AccessDeniedException', 'no');
  const here = environment(`http://${origin}`);
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:storm';
  const calls = [
    stepFunctionsClient(here).send(new StartExecutionCommand({ stateMachineArn })),
    dynamoDbClient(here).send(new GetItemCommand({ TableName: 'network', Key: {} })),
    dynamoDbClient(here).send(
      new BatchGetItemCommand({ RequestItems: { network: { Keys: [] }, other: { Keys: [] } } }),
    ),
  ];
  const said = await Promise.all(
    calls.map((call) => call.catch((error: unknown) => serviceFailure(error)?.said)),
  );
  expect(said).toEqual([
    expect.stringContaining(`Step Functions StartExecution on ${stateMachineArn} was refused`),
    expect.stringContaining('DynamoDB GetItem on network was refused'),
    expect.stringContaining('DynamoDB BatchGetItem on network, other was refused'),
  ]);
});

test('words of an engine are one plain line, cut where they never end', async () => {
  answer = refusal('AccessDenied\u001b[2J', `\u001b]0;x\u0007\u202e${'y'.repeat(5_000)}\nfaked`);
  const { said = '' } = (await failure()) ?? {};
  expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(said).not.toContain('faked');
  expect(said.length).toBeLessThan(600);
});

test('what is our own fault, or the guard’s, is not the service’s', () => {
  expect(serviceFailure(new TypeError('x is not a function'))).toBeUndefined();
  expect(serviceFailure(new ForeignEndpointError('elsewhere'))).toBeUndefined();
  expect(serviceFailure('words')).toBeUndefined();
  const unfit = serviceFailure(new UnfitAnswerError('a count is missing'));
  expect(unfit?.said).toMatch(/a count is missing/);
});
