import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '#cli/exit-codes.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import { type ListingEngine, startListingEngine } from '#testing/stack/listing-engine.ts';
import { doctorCommand } from './doctor-command.ts';

let engine: ListingEngine;
let folder: string;

beforeEach(async () => {
  engine = await startListingEngine();
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-doctor-'));
  mkdirSync(join(folder, 'node_modules', 'aws-cdk'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'aws-cdk', 'package.json'), '{"version":"2.1"}');
  healthy();
});

afterEach(() => {
  engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

const queue = 'http://localhost:4566/0/queue';

/** Everything that a storm needs is there. */
function healthy(outputs: Record<string, string> = {}): void {
  engine.account = '123456789012';
  engine.pages['/_localstack/health'] = { services: { sqs: 'available' }, version: '2026.3.0' };
  engine.answers.GetParameter = () => ({ Parameter: { Value: '30' } });
  engine.answers.GetAccountSettings = () => ({ AccountLimit: { ConcurrentExecutions: 1_000 } });
  const names = ['Membership', 'Login', 'Heal'];
  const urls = names.flatMap((name) => [`${name}QueueUrl`, `${name}DeadLettersUrl`]);
  const queues = Object.fromEntries([...urls, 'QuarantineQueueUrl'].map((name) => [name, queue]));
  engine.stacks = [
    {
      name: 'Rebootstorm',
      id: 'arn:1',
      status: 'CREATE_COMPLETE',
      resources: {},
      outputs: { TableName: 'network', StateMachineArn: 'arn:x', ...queues, ...outputs },
    },
  ];
}

async function doctor(
  env: Record<string, string> = {},
  { nodeVersion = '24.21.0', json = false } = {},
) {
  let stdout = '';
  const write = (text: string) => {
    stdout += text;
    return true;
  };
  const exitCode = await doctorCommand(
    { ...atEngine, stack: 'Rebootstorm', json },
    { env: { ...engine.environment, ...env }, stdout: { write } } as unknown as NodeJS.Process,
    { nodeVersion, folder },
  );
  return { stdout, exitCode };
}

test('where nothing is missing, a storm can be run, and the known gaps are told', async () => {
  const { stdout, exitCode } = await doctor();
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stdout).toMatch(/✓ engine +LocalStack 2026\.3\.0 at http:\/\/127\.0\.0\.1/);
  expect(stdout).toMatch(/✓ credentials +account 123456789012, region us-east-1/);
  expect(stdout).toMatch(/✓ bootstrap +version 30/);
  expect(stdout).toMatch(/✓ Lambda concurrency +1000 at once; .* ask for up to 50/);
  expect(stdout).toMatch(/✓ CDK +2\.1, installed here/);
  expect(stdout).toContain('All state is gone when it ends.');
  expect(stdout).toMatch(/✓ a storm can be run\n$/);
  expect(stdout).not.toContain('mend it');
});

test('MiniStack, which answers at the page of LocalStack too, is told from it', async () => {
  engine.pages['/_ministack/health'] = { services: {}, version: '1.5.33' };
  expect((await doctor()).stdout).toMatch(/✓ engine +MiniStack 1\.5\.33 at/);
});

test('our own local cloud is known by its name', async () => {
  engine.pages['/_rebootstorm/health'] = { services: {} };
  const { stdout } = await doctor();
  expect(stdout).toMatch(/✓ engine +rebootstorm local at/);
  expect(stdout).toContain('Its one stack stands from the start');
});

test('a page that lists no services is no page of an engine', async () => {
  engine.pages['/_localstack/health'] = { status: 'ok' };
  expect((await doctor()).stdout).toMatch(/✓ engine +an engine that does not say which at/);
});

test.each([
  ['that refuses what it does not know', 501, '<html><head><meta></head></html>'],
  ['that has a page for everything', 200, '<html><body>hello</body></html>'],
  ['that speaks JSON', 404, '{"message":"not found"}'],
])('a web server %s is no engine', async (_what, status, page) => {
  const server = createServer((_request, response) => {
    response.writeHead(status).end(page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { stdout, exitCode } = await doctor({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  server.close();
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stdout).toMatch(/✗ engine +what answers at \S+ is no engine: STS /);
  expect(stdout).toContain('mend it: export AWS_ENDPOINT_URL=');
  expect(stdout).not.toContain('rebootstorm deploy');
});

test.each<[string, () => void, number, RegExp]>([
  [
    'no stack',
    () => {
      engine.stacks = [];
    },
    exitCodes.unreachable,
    /✗ stack +stack Rebootstorm is missing.*\n +mend it: npx rebootstorm dep[\s\S]*fail: stack\n$/,
  ],
  [
    'a stack whose queues are elsewhere',
    () => healthy({ LoginQueueUrl: 'https://sqs.us-east-1.amazonaws.com/1/q' }),
    exitCodes.unreachable,
    /✗ stack +output LoginQueueUrl .* is not on this machine/,
  ],
  [
    'no bootstrap, which only a deploy needs',
    () => {
      engine.answers.GetParameter = { status: 400, body: { __type: 'ParameterNotFound' } };
    },
    exitCodes.asExpected,
    /✗ bootstrap +not .*\n +mend it: npx cdk bootstrap aws:\/\/123456789012\/us-east-1\n/,
  ],
  [
    'an old bootstrap',
    () => {
      engine.answers.GetParameter = () => ({ Parameter: { Value: '5' } });
    },
    exitCodes.asExpected,
    /✗ bootstrap +version 5, 6 or later is needed/,
  ],
  [
    'the concurrency of a new account',
    () => {
      engine.answers.GetAccountSettings = () => ({ AccountLimit: { ConcurrentExecutions: 10 } });
    },
    exitCodes.asExpected,
    /! Lambda concurrency +10 at once; .* may heal too late\n +mend it: aws service-quotas/,
  ],
  [
    'hardly any concurrency',
    () => {
      engine.answers.GetAccountSettings = () => ({ AccountLimit: { ConcurrentExecutions: 3 } });
    },
    exitCodes.unreachable,
    /✗ Lambda concurrency +3 at once/,
  ],
  [
    'a quota that the engine does not know',
    () => {
      engine.answers.GetAccountSettings = { status: 501, body: { __type: 'InternalFailure' } };
    },
    exitCodes.asExpected,
    /\? Lambda concurrency +not asked: the engine does not know it/,
  ],
  [
    'keys that are refused',
    () => {
      const body = { __type: 'InvalidClientTokenId', message: 'no such key' };
      engine.answers.GetCallerIdentity = { status: 403, body };
    },
    exitCodes.unreachable,
    /✗ credentials +STS GetCallerIdentity .*no such key.*\n +mend it: export AWS_ACCESS_KEY_ID/,
  ],
])('%s', async (_what, change, exitCode, said) => {
  change();
  const outcome = await doctor();
  expect(outcome.stdout).toMatch(said);
  expect(outcome.exitCode).toBe(exitCode);
});

test.each([
  [
    'an endpoint where nobody answers',
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    /nobody answers/,
    'pip install ministack',
  ],
  [
    'AWS itself',
    { AWS_ENDPOINT_URL: 'https://sts.amazonaws.com' },
    /not on this machine/,
    'export AWS_ENDPOINT_URL=',
  ],
  [
    'no endpoint',
    { AWS_ENDPOINT_URL: '' },
    /AWS_ENDPOINT_URL is not set/,
    'export AWS_ENDPOINT_URL=',
  ],
  [
    'a profile',
    { AWS_PROFILE: 'production' },
    /AWS_PROFILE is 'production'/,
    'unset AWS_PROFILE\n',
  ],
  [
    'no key',
    { AWS_SECRET_ACCESS_KEY: '' },
    /the environment has no keys/,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n',
  ],
])('%s is said with what mends it, and no service is asked', async (_what, env, said, mend) => {
  const { stdout, exitCode } = await doctor(env);
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stdout).toMatch(said);
  expect(stdout).toMatch(/✗ engine .*\n +mend it: /);
  expect(stdout).toContain(`mend it: ${mend}`);
  expect(stdout).toMatch(/\? stack +not asked/);
  expect(engine.asked).toEqual([]);
});

test('a Node that is too old, and a missing CDK, are findings', async () => {
  rmSync(join(folder, 'node_modules'), { recursive: true });
  const { stdout, exitCode } = await doctor({ PATH: folder }, { nodeVersion: '20.10.0' });
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stdout).toMatch(/✗ Node +20\.10\.0; 20\.11 or later/);
  expect(stdout).toMatch(/✗ CDK +not installed here.*\n +mend it: npm ci/);
  expect(stdout).toMatch(/✗ a storm would fail: Node\n$/);
  writeFileSync(join(folder, 'cdk'), '');
  const found = (await doctor({ PATH: folder }, { nodeVersion: '20.11.1' })).stdout;
  expect(found).toMatch(/✓ Node/);
  expect(found).toContain(`✓ CDK                 ${join(folder, 'cdk')}`);
});

test('as JSON it says whether a storm can be run, and each finding', async () => {
  engine.stacks = [];
  const { stdout } = await doctor({}, { json: true });
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ schemaVersion: 1, stack: 'Rebootstorm', canStorm: false });
  expect(report.findings.at(-1)).toMatchObject({
    what: 'stack',
    state: 'missing',
    mend: 'npx rebootstorm deploy',
    neededFor: 'a storm',
  });
});
