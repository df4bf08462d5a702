import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '#adapters/aws-connection.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import { type TypingTerminal, typingTerminal } from '#testing/cli/typing-terminal.ts';
import { type AwsInFront, awsAccount, startAwsInFront } from '#testing/stack/aws-in-front.ts';
import { type ListingEngine, startListingEngine } from '#testing/stack/listing-engine.ts';
import { exitCodes } from '../exit-codes.ts';
import { deployCommand } from './deploy-command.ts';

/** Stands in for the CDK's command line: it notes how it was called, and makes an assembly. */
const script = `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
  const words = process.argv.slice(2);
  const aws = Object.entries(process.env).filter(([name]) => /^(AWS|CDK)_|proxy/i.test(name));
  appendFileSync('calls', JSON.stringify({ words, env: Object.fromEntries(aws) }) + '\\n');
  if (words.includes('rebootstorm:fail=1')) process.exitCode = 3;
  else if (words[0] === 'deploy') process.exitCode = Number(process.env.DEPLOY_ENDS_WITH ?? 0);
  else makeAssembly(words[words.indexOf('--output') + 1]);
  function makeAssembly(folder) {
    mkdirSync(folder, { recursive: true });
    const Resources = { Key: { Type: 'AWS::SecretsManager::Secret', Properties: {} } };
    const stack = words.find((word) => word.startsWith('rebootstorm:stack=')).split('=')[1];
    writeFileSync(folder + '/' + stack + '.template.json', JSON.stringify({ Resources }));
  }
`;

const before = { ...process.env };
let root: string;
let aws: AwsInFront;
let listing: ListingEngine;
let engine: Record<string, string>;

beforeEach(async () => {
  forgetAws();
  process.env.AWS_CONFIG_FILE = '/dev/null';
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
  root = mkdtempSync(join(tmpdir(), 'rebootstorm-checkout-'));
  mkdirSync(join(root, 'node_modules', 'aws-cdk', 'bin'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), script);
  writeFileSync(join(root, 'cdk.json'), '{}');
  aws = startAwsInFront();
  listing = await startListingEngine();
  listing.account = '000000000000';
  listing.pages['/_ministack/health'] = { services: {}, version: '1.5.33' };
  listing.answers.GetParameter = () => ({ Parameter: { Value: '30' } });
  engine = {
    AWS_ENDPOINT_URL: listing.environment.AWS_ENDPOINT_URL ?? '',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
});

afterEach(() => {
  listing.stop();
  forgetAws();
  Object.assign(process.env, before);
  rmSync(root, { recursive: true, force: true });
});

function forgetAws(): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
}

const account = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIATEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
};

async function deploy(
  options: object,
  env: Record<string, string>,
  terminal: TypingTerminal = typingTerminal(),
) {
  Object.assign(process.env, env);
  const given = {
    ...terminal.streams,
    env: { PATH: process.env.PATH, ...env },
    transport: aws.transport as Transport,
  };
  const asked = { ...atEngine, stack: 'Rebootstorm', context: [], ...options };
  const exitCode = await deployCommand(asked, given, root);
  const path = join(root, 'calls');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  const calls: { words: string[]; env: Record<string, string> }[] = lines.map((line) =>
    JSON.parse(line),
  );
  return { exitCode, calls, ...terminal.said };
}

test('on an engine the stack is synthesised without keys, and deployed with its own', async () => {
  const env = {
    ...engine,
    AWS_PROFILE: '',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ROLE_ARN: 'x',
    HTTPS_PROXY: 'x',
  };
  const context = ['rebootstorm:memoryMb=512'];
  const { exitCode, calls, stderr } = await deploy({ stack: 'ours', context }, env);
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stderr).toContain(`✓ deployed: stack ours at ${engine.AWS_ENDPOINT_URL}\n`);
  expect(stderr).toMatch(/to storm it: npx rebootstorm storm --stack ours\n$/);
  const [synth, deployed] = calls;
  expect(synth?.words.slice(0, 3)).toEqual(['synth', '--quiet', '--output']);
  const named = ['--context', 'rebootstorm:stack=ours', '--context', 'rebootstorm:memoryMb=512'];
  expect(synth?.words.slice(4)).toEqual([...named, '--no-notices']);
  const silent = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
  expect(synth?.env).toEqual(silent);
  const folder = synth?.words[3] ?? '';
  expect(deployed?.words.slice(0, 4)).toEqual(['deploy', 'ours', '--app', folder]);
  expect(deployed?.env).toEqual({
    ...silent,
    ...engine,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
  });
  expect(existsSync(folder)).toBe(false);
});

test('an endpoint that is elsewhere is refused before anything is synthesised', async () => {
  const env = { ...engine, AWS_ENDPOINT_URL: 'http://192.0.2.1' };
  const { exitCode, calls } = await deploy({}, env);
  expect({ exitCode, calls }).toEqual({ exitCode: exitCodes.refused, calls: [] });
});

test.each<[string, () => void, RegExp]>([
  [
    'is not bootstrapped',
    () => {
      const body = { __type: 'ParameterNotFound' };
      listing.answers.GetParameter = { status: 400, body };
    },
    /^error: not bootstrapped; npx cdk bootstrap aws:\/\/000000000000\/us-east-1\n$/,
  ],
  ['does not answer', () => listing.stop(), /^error: nobody answers at .*; pip install ministack/],
  [
    'is rebootstorm local',
    () => {
      listing.pages['/_rebootstorm/health'] = { services: {} };
    },
    /^error: \S+ is rebootstorm local, .* npx rebootstorm storm\n$/,
  ],
])('an engine that %s is refused before anything is synthesised', async (_what, change, said) => {
  change();
  const { exitCode, calls, stderr } = await deploy({}, engine);
  expect({ exitCode, calls }).toEqual({ exitCode: exitCodes.unreachable, calls: [] });
  expect(stderr).toMatch(said);
});

test('a stack that cannot be synthesised, and an assembly without it, end it', async () => {
  const broken = deploy({ context: ['rebootstorm:fail=1'] }, engine);
  await expect(broken).rejects.toThrow(/not synthesised; nothing was sent/);
  await expect(deploy({ app: root }, engine)).rejects.toThrow(/has no stack Rebootstorm/);
});

test('what the CDK could not deploy ends with 1', async () => {
  const { exitCode, stderr } = await deploy({}, { ...engine, DEPLOY_ENDS_WITH: '9' });
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stderr).toMatch(/✗ not deployed: the CDK ended with 9/);
});

test('a release says what it lacks', async () => {
  rmSync(join(root, 'cdk.json'));
  const { exitCode, stderr } = await deploy({}, engine);
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stderr).toMatch(/^error: deploy needs the CDK and the sources.*clone the repository/);
});

test('on AWS it is priced, confirmed, and deployed with the keys that were confirmed', async () => {
  const typing = typingTerminal(`${awsAccount}\n`);
  const env = { ...account, https_proxy: 'http://proxy' };
  const { exitCode, calls, stderr } = await deploy({ target: 'aws' }, env, typing);
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stderr).toMatch(/S3 +\$0\.01\n +at most, in all +\$0\.01/);
  expect(stderr).toContain('The stack costs $0.40 a month while nobody uses it.');
  expect(aws.sent).toEqual(['sts.us-east-1.amazonaws.com GetCallerIdentity']);
  const own = { ...env, AWS_DEFAULT_REGION: 'us-east-1', AWS_CONFIG_FILE: '/dev/null' };
  expect(calls[1]?.env).toMatchObject(own);
  expect(calls[1]?.env).not.toHaveProperty('AWS_ENDPOINT_URL');
});

test.each([
  ['where nobody can confirm', undefined, {}, []],
  ['where another word is typed', 'Rebootstorm\n', {}, [awsAccount]],
  ['where it may cost more', undefined, { yes: true, maxCost: 0.001 }, []],
])('on AWS nothing is deployed %s', async (_when, typed, options, asked) => {
  const terminal = typingTerminal(typed);
  const { exitCode, calls } = await deploy({ target: 'aws', ...options }, account, terminal);
  expect(exitCode).toBe(exitCodes.refused);
  expect(calls.filter(({ words }) => words[0] === 'deploy')).toEqual([]);
  expect(aws.sent).toHaveLength(asked.length);
});
