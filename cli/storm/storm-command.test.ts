import { type StacklessEngine, startStacklessEngine } from '#testing/cli/stackless-engine.ts';
import { exitCodes } from '../exit-codes.ts';

let engine: StacklessEngine;

beforeEach(async () => {
  engine = await startStacklessEngine();
});

afterEach(() => engine.close());

const storm = (env: Record<string, string>, ...words: string[]) =>
  engine.run(env, ['storm', ...words]);

test('a stack that is not there is reported in one line, with what to do', async () => {
  const { stdout, stderr, exitCode } = await storm({}, '--json');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.unreachable });
  expect(stderr).toMatch(/^error: stack Rebootstorm is missing at http.*npx rebootstorm deploy\n$/);
  expect(engine.askedCount()).toBe(1);
});

test('an engine that is not there is unreachable', async () => {
  const { stderr, exitCode } = await storm({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:1 .*ECONNREFUSED.*\n$/);
});

test('an engine that speaks no TLS is reported in one line, with how to write it', async () => {
  const { stderr, exitCode } = await storm({ AWS_ENDPOINT_URL: `https://${engine.address}` });
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stderr).toMatch(
    /^error: https:.* got no answer: .*write AWS_ENDPOINT_URL with http:\/\/.*\n$/,
  );
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
  expect(engine.askedCount()).toBe(0);
});

test('an endpoint without http:// is a usage error, reported with how to write it', async () => {
  const { stderr, exitCode } = await storm({ AWS_ENDPOINT_URL: `${engine.address}` });
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: AWS_ENDPOINT_URL is '127.*is no web address; write it as http:/);
  expect(engine.askedCount()).toBe(0);
});

test('an expectation of a policy that does not storm is refused before anything', async () => {
  const { stderr, exitCode } = await storm({}, '--expect', 'legacy-2007:healed');
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: legacy-2007:healed: no policy legacy-2007 runs/);
  expect(engine.askedCount()).toBe(0);
});
