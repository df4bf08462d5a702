import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CommandOutcome, runCommand } from './child-command.ts';
import { exitCodes } from './exit-codes.ts';

jest.setTimeout(60_000);

/** Stands for an engine: what it was asked for, and its one answer. */
let engine: Server;
let askedCount: number;

beforeEach(async () => {
  askedCount = 0;
  engine = createServer((_request, response) => {
    askedCount += 1;
    const message = '<Message>Stack with id Rebootstorm does not exist</Message>';
    const error = `<Error><Code>ValidationError</Code>${message}</Error>`;
    response.writeHead(400).end(`<ErrorResponse>${error}</ErrorResponse>`);
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
});

afterEach(() => {
  engine.close();
  engine.closeAllConnections();
});

const portOf = () => (engine.address() as AddressInfo).port;

function storm(env: Record<string, string>, ...words: string[]): Promise<CommandOutcome> {
  return runCommand(['storm', ...words], {
    env: {
      ...{ AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf()}`, AWS_PROFILE: '' },
      ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...env },
    },
  });
}

test('a stack that is not there is told in one line, with what to do', async () => {
  const { stdout, stderr, exitCode } = await storm({}, '--json');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.unreachable });
  expect(stderr).toMatch(/^error: stack Rebootstorm is missing at http.*npx cdk deploy\n$/);
  expect(askedCount).toBe(1);
});

test('an engine that is not there is unreachable', async () => {
  const { stderr, exitCode } = await storm({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:1 .*ECONNREFUSED.*\n$/);
});

test.each([
  [{ AWS_ENDPOINT_URL: '' }, /^refused: AWS_ENDPOINT_URL is not set; AWS itself.*\n$/],
  [{ AWS_ENDPOINT_URL: 'https://sqs.us-east-1.amazonaws.com' }, /^refused: AWS_ENDPOINT_URL is/],
  [{ AWS_ENDPOINT_URL_SQS: 'https://sqs.us-east-1.amazonaws.com' }, /^refused: .*_SQS is/],
  [{ AWS_PROFILE: 'production' }, /^refused: AWS_PROFILE is 'production'/],
])('with %p it is refused, and nobody is asked anything', async (env, message) => {
  const { stdout, stderr, exitCode } = await storm(env);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused });
  expect(stderr).toMatch(message);
  expect(askedCount).toBe(0);
});

test('an endpoint without http:// is a usage error, told with how to write it', async () => {
  const { stderr, exitCode } = await storm({ AWS_ENDPOINT_URL: `127.0.0.1:${portOf()}` });
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: AWS_ENDPOINT_URL is '127.*is no web address; write it as http:/);
  expect(askedCount).toBe(0);
});

test('a scenario that takes days is a usage error', async () => {
  const { stderr, exitCode } = await storm({}, '--scenario', 'august-2007');
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/on a real clock/);
});
