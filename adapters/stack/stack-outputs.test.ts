import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ForeignEndpointError } from '../loopback.ts';
import { loopbackConnection } from '../loopback-connection.ts';
import { NoStackError, readStackOutputs } from './stack-outputs.ts';

/** Takes the place of an engine: it gives the same answer to every request. */
let engine: Server;
let answer: { status: number; body: string };

beforeAll(async () => {
  engine = createServer((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
});

afterAll(() => {
  engine.close();
  engine.closeAllConnections();
});

function read(port = (engine.address() as AddressInfo).port) {
  const connection = loopbackConnection({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return readStackOutputs(connection, 'Rebootstorm');
}

const outputs: Readonly<Record<string, string>> = {
  TableName: 'network',
  StateMachineArn: 'arn:aws:states:us-east-1:000000000000:x',
  QuarantineQueueUrl: 'http://localhost:4566/q',
  LoginQueueUrl: 'http://localhost:4566/l',
  MembershipQueueUrl: 'http://localhost:4566/m',
  HealQueueUrl: 'http://localhost:4566/h',
  LoginDeadLettersUrl: 'http://localhost:4566/ld',
  HealDeadLettersUrl: 'http://[::1]/hd',
  MembershipDeadLettersUrl: 'http://127.0.0.1:4566/md',
};

function described(status: string, reported: Readonly<Record<string, string>>): typeof answer {
  const members = Object.entries(reported).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<StackStatus>${status}</StackStatus><Outputs>${members.join('')}</Outputs>`;
  const result = `<Stacks><member><StackName>Rebootstorm</StackName>${stack}</member></Stacks>`;
  const body = `<DescribeStacksResult>${result}</DescribeStacksResult>`;
  return { status: 200, body: `<DescribeStacksResponse>${body}</DescribeStacksResponse>` };
}

function failed(code: string, message: string): typeof answer {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])('a stack that is %s is read', async (status) => {
  answer = described(status, outputs);
  expect(await read()).toEqual(outputs);
});

test.each([
  ['does not exist', failed('ValidationError', 'Stack with id X does not exist'), /is missing at/],
  ['was rolled back', described('ROLLBACK_COMPLETE', {}), /is ROLLBACK_COMPLETE at http/],
  ['is still being made', described('CREATE_IN_PROGRESS', {}), /is CREATE_IN_PROGRESS/],
  ['is somebody else', described('CREATE_COMPLETE', { TableName: 'x' }), /no output StateMachine/],
  [
    'may not be described',
    failed('AccessDenied', 'no'),
    /not be asked .*: AccessDenied: no; the keys/,
  ],
])('a stack that %s cannot be used', async (_what, answered, message) => {
  answer = answered;
  await expect(read()).rejects.toThrow(NoStackError);
  await expect(read()).rejects.toThrow(message);
});

test('an endpoint where nobody listens is reported by its address', async () => {
  await expect(read(1)).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1 .*ECONNREFUSED.*start the eng/);
  await expect(read(1)).rejects.toThrow(NoStackError);
});

test.each([
  'https://sqs.us-east-1.amazonaws.com/000000000000/login',
  'http://192.0.2.1/login',
  'http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/login',
  'login',
])('a queue at %s is refused by name', async (url) => {
  answer = described('CREATE_COMPLETE', { ...outputs, LoginDeadLettersUrl: url });
  await expect(read()).rejects.toThrow(ForeignEndpointError);
  await expect(read()).rejects.toThrow(
    `output LoginDeadLettersUrl of stack Rebootstorm is '${url}'`,
  );
});
