// Somebody else's synthesised stack behind the endpoint, with handlers from files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { type RunningEndpoint, startEndpointCommand } from '#testing/cli/endpoint-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
let local: RunningEndpoint | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-stack-'));
  local = undefined;
});

afterEach(async () => {
  await local?.stop();
  rmSync(folder, { recursive: true });
});

const aFunction = (more = {}, metadata = {}) => ({
  Type: 'AWS::Lambda::Function',
  Metadata: metadata,
  Properties: {
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::000000000000:role/any',
    Code: { S3Bucket: 'assets', S3Key: 'any.zip' },
    Environment: { Variables: { GREETING: 'hello', OUT: { Ref: 'Out' } } },
    ...more,
  },
});

const queues = { In: { Type: 'AWS::SQS::Queue' }, Out: { Type: 'AWS::SQS::Queue' } };

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const template = (resources: object) => write('own.template.json', { Resources: resources });

const start = async (...words: string[]) => {
  local = await startEndpointCommand('--faults', 'none', '--stack', 'Own', ...words);
  return local;
};

/** Calls as an SDK does, in JSON. */
async function ask(target: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(local?.endpoint ?? '', {
    method: 'POST',
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as Record<string, unknown>;
}

async function invoke(name: string, event: unknown) {
  const path = `/2015-03-31/functions/${name}/invocations`;
  const body = JSON.stringify(event);
  const answer = await fetch(`${local?.endpoint}${path}`, { method: 'POST', body });
  return (await answer.json()) as unknown;
}

/** Sends on what it gets, to the queue in its environment, at the endpoint in its environment. */
const forwarding = `
exports.handler = async ({ Records }) => {
  for (const { body } of Records)
    await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AmazonSQS.SendMessage',
        authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/x',
      },
      body: JSON.stringify({
        QueueUrl: process.env.OUT,
        MessageBody: process.env.GREETING + ' ' + body,
      }),
    });
};`;

test("a bundle of the CDK's runs where it lies, fed by a mapping", async () => {
  write('asset.abc/index.js', forwarding);
  const mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['In', 'Arn'] },
      FunctionName: { Ref: 'Forward' },
    },
  };
  const Forward = aFunction({}, { 'aws:asset:path': 'asset.abc' });
  await start('--speed', 'waiting', '--template', template({ ...queues, Forward, mapping }));
  const url = (name: string) => `${local?.endpoint}/000000000000/Own-${name}`;
  await ask('AmazonSQS.SendMessage', { QueueUrl: url('In'), MessageBody: 'you' });
  const wait = { QueueUrl: url('Out'), WaitTimeSeconds: 20 };
  const { Messages } = await ask('AmazonSQS.ReceiveMessage', wait);
  expect(Messages).toMatchObject([{ Body: 'hello you' }]);
});

test('a code map names the files; errors and lost threads are those of Lambda', async () => {
  write(
    'src/a.mjs',
    `export const main = async ({ fail }) => {
      if (fail) throw new RangeError(fail);
      return { ok: process.env.GREETING };
    };`,
  );
  write(
    'src/b.cjs',
    `const { exit } = process;
    exports.handler = (event, { functionName }, done) =>
      event.exit ? exit(3) : done(null, functionName);`,
  );
  const code = write('code.json', { A: 'src/a.mjs#main', B: 'src/b.cjs' });
  const own = template({ ...queues, A: aFunction(), B: aFunction() });
  await start('--speed', '600', '--template', own, '--code', code);
  expect(await invoke('Own-A', {})).toEqual({ ok: 'hello' });
  expect(await invoke('Own-A', { fail: 'far' })).toMatchObject({
    errorType: 'RangeError',
    errorMessage: 'far',
  });
  expect(await invoke('Own-B', {})).toBe('Own-B');
  expect(await invoke('Own-B', { exit: true })).toMatchObject({ errorType: 'Runtime.ExitError' });
});

test('a function reaches this machine alone', async () => {
  write(
    'a.cjs',
    `exports.handler = () => fetch('http://192.0.2.1/').then(
      () => 'reached',
      (error) => String(error.cause?.message ?? error),
    );`,
  );
  const code = write('code.json', { A: 'a.cjs' });
  await start('--template', template({ ...queues, A: aFunction() }), '--code', code);
  expect(await invoke('Own-A', {})).toContain('refused a connection to 192.0.2.1');
});

test.each([
  [
    'a function without code',
    { ...queues, A: aFunction() },
    undefined,
    /there is no code for A: .*--code code\.json/,
  ],
  [
    'another runtime',
    { ...queues, A: aFunction({ Runtime: 'python3.13' }) },
    { A: 'a.cjs' },
    /function A runs on python3\.13/,
  ],
  [
    'a map of something else',
    { ...queues, A: aFunction() },
    { B: 'a.cjs' },
    /names B, which is no function of the template\. Known: A\./,
  ],
  [
    'a file that is not there',
    { ...queues, A: aFunction() },
    { A: 'none.cjs' },
    /has "none\.cjs" for A; no file is there/,
  ],
  [
    'a bucket',
    { Bucket: { Type: 'AWS::S3::Bucket' } },
    undefined,
    /the resource type AWS::S3::Bucket \(of Bucket\)/,
  ],
  [
    'a broken reference',
    { In: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'No' } } } },
    undefined,
    /No/,
  ],
])('%s is refused by name', async (_what, resources, map, words) => {
  write('a.cjs', 'exports.handler = async () => 1;');
  const code = map === undefined ? [] : ['--code', write('code.json', map)];
  const own = ['--template', template(resources), '--port', '0', ...code];
  const { exitCode, stderr } = await runCommand(['local', ...own]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: exitCodes.usage,
    stderr: expect.stringMatching(words),
  });
});

test.each([
  [['--code', 'x.json'], /--code is for --template/],
  [['--template', 'x.json', '--setting', 'memoryMb=512'], /--setting is for this stack/],
  [['--template', 'none.template.json'], /the template none\.template\.json cannot be read/],
])('%j is refused', async (words, why) => {
  const { exitCode, stderr } = await runCommand(['local', '--port', '0', ...words]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: exitCodes.usage,
    stderr: expect.stringMatching(why),
  });
});
