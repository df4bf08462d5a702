// What each command sends to AWS before it was confirmed, and after.
import type { Transport } from '#adapters/aws-connection.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import { drill } from '#scenarios/drill.ts';
import { type TypingTerminal, typingTerminal } from '#testing/cli/typing-terminal.ts';
import { type AwsInFront, awsAccount, startAwsInFront } from '#testing/stack/aws-in-front.ts';
import { checkCommand } from '../check/check-command.ts';
import { destroyCommand } from '../destroy/destroy-command.ts';
import { doctorCommand } from '../doctor/doctor-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { forgetCommand } from '../forget/forget-command.ts';
import { redriveCommand } from '../redrive/redrive-command.ts';
import { stopCommand } from '../stop/stop-command.ts';
import { stormCommand } from '../storm/storm-command.ts';
import { verifyCommand } from '../verify/verify-command.ts';
import type { CommandEnvironment } from './command-environment.ts';
import type { TargetOptions } from './target-options.ts';

const stack = 'Rebootstorm';
const common = { stack, json: false };
const policy = policyNamed('resilient');
const storm = { scenario: drill, policy, seed: 7, nodes: 60, expect: [], quiet: false };
const verify = {
  scenario: drill,
  nodes: 100,
  seeds: { first: 1, count: 2 },
  policies: [policyNamed('resilient')],
  configuration: usualConfiguration,
  control: false,
};
const redrive = { queue: ['login'] as const, rate: 20, limit: 100, dryRun: false };

const commands: Record<string, (at: TargetOptions, given: CommandEnvironment) => Promise<number>> =
  {
    storm: (at, given) =>
      stormCommand(
        { ...at, ...common, ...storm },
        { ...given, prependListener: () => process, off: () => process },
      ),
    'storm --seed-only': (at, given) =>
      stormCommand(
        { ...at, ...common, ...storm, seedOnly: { startWithinMs: 600_000 } },
        { ...given, prependListener: () => process, off: () => process },
      ),
    check: (at, given) => checkCommand({ ...at, ...common }, given),
    redrive: (at, given) => redriveCommand({ ...at, ...common, ...redrive }, given),
    forget: (at, given) => forgetCommand({ ...at, ...common, run: 'drill-1' }, given),
    stop: (at, given) =>
      stopCommand({ ...at, ...common, run: undefined, all: true, wait: false }, given),
    verify: (at, given) =>
      verifyCommand(
        { ...at, ...common, ...verify },
        { ...given, template: () => ({}), workerPath: null },
      ),
    destroy: (at, given) => destroyCommand({ ...at, ...common, onlyCheck: false }, given),
    doctor: (at, given) =>
      doctorCommand({ ...at, ...common }, given, { nodeVersion: '24.0.0', folder: '.' }),
    'destroy --only-check': (at, given) =>
      destroyCommand({ ...at, ...common, onlyCheck: true }, given),
  };
const names = Object.keys(commands);

/** All that it asks is free, so no price is too much for it. */
const freeOfCharge = ['doctor'];
const billed = names.filter((name) => !freeOfCharge.includes(name));

const before = { ...process.env };
let aws: AwsInFront;

/** The SDK's chain of providers reads the environment of the process. */
beforeEach(() => {
  forgetAws();
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  aws = startAwsInFront();
});

afterEach(() => {
  forgetAws();
  Object.assign(process.env, before);
});

function forgetAws(): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
}

async function call(
  name: string,
  options: Partial<TargetOptions>,
  terminal: TypingTerminal = typingTerminal(),
  env: Record<string, string> = {},
) {
  const at: TargetOptions = { target: 'aws', yes: false, ...options };
  const given = {
    ...terminal.streams,
    env: { ...process.env, ...env },
    transport: aws.transport as Transport,
  };
  const exitCode = await commands[name]?.(at, given);
  return { exitCode, ...terminal.said };
}

const wordFor = (name: string) => (name === 'destroy' ? stack : awsAccount);
const asked = 'sts.us-east-1.amazonaws.com GetCallerIdentity';
/** More than any of them may cost. */
const plenty = { yes: true, maxCost: 100 };

test.each(names)('%s sends nothing where nobody can confirm', async (name) => {
  const { exitCode, stderr } = await call(name, {});
  expect(exitCode).toBe(exitCodes.refused);
  expect(stderr).toMatch(/^refused: there is no terminal to confirm at.*add --yes --max-cost/);
  expect(aws.sent).toEqual([]);
});

test.each(billed)('%s sends nothing where it may cost more than was allowed', async (name) => {
  const { exitCode, stderr } = await call(name, { yes: true, maxCost: 0.0001 });
  expect(exitCode).toBe(exitCodes.refused);
  expect(stderr).toMatch(/^refused: to .* may cost \$\d.*more than --max-cost 0.0001; nothing was/);
  expect(aws.sent).toEqual([]);
});

test.each(names)('%s sends nothing where an engine is named, too', async (name) => {
  const env = { AWS_ENDPOINT_URL: 'http://localhost:4566' };
  const { exitCode, stderr } = await call(name, plenty, typingTerminal(), env);
  expect(exitCode).toBe(exitCodes.refused);
  expect(stderr).toMatch(/^refused: AWS_ENDPOINT_URL is 'http:\/\/localhost:4566', so an engine/);
  expect(aws.sent).toEqual([]);
});

test.each(names)('%s sends nothing where no region is named', async (name) => {
  const env = { AWS_REGION: '' };
  const { exitCode, stderr } = await call(name, plenty, typingTerminal(), env);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: no region is named for AWS; export AWS_REGION/);
  expect(aws.sent).toEqual([]);
});

test.each(names)('%s asks for the account alone until it is confirmed', async (name) => {
  for (const typed of ['', 'yes\n', `${wordFor(name)}x\n`, `\n${wordFor(name)}\n`]) {
    aws.sent.length = 0;
    const { exitCode, stderr } = await call(name, {}, typingTerminal(typed));
    expect(exitCode).toBe(exitCodes.refused);
    expect(stderr).toContain(`AWS account ${awsAccount}, us-east-1\nas arn:aws:iam::`);
    expect(stderr).toMatch(/at most, in all +\$0(\.\d+)?\n/);
    expect(stderr).toContain('by list prices of us-east-1 (');
    expect(stderr).toContain(`Type ${wordFor(name)} to go on: refused: ${wordFor(name)} was not`);
    expect(aws.sent).toEqual([asked]);
  }
});

test.each(names)('%s goes on where the word is typed', async (name) => {
  const { stderr } = await call(name, {}, typingTerminal(`${wordFor(name)}\n`));
  expect(stderr).toContain(`to go on: `);
  expect(aws.sent[0]).toBe(asked);
  const stacks = /^cloudformation\.us-east-1\.amazonaws\.com (Describe|List)Stacks$/;
  expect(aws.sent).toContainEqual(expect.stringMatching(stacks));
});

test.each(names)('%s goes on without a question where its price is allowed', async (name) => {
  const { stderr } = await call(name, plenty);
  expect(stderr).not.toContain('to go on');
  expect(stderr).toContain(`AWS account ${awsAccount}`);
  expect(aws.sent.length).toBeGreaterThan(1);
  expect(aws.sent[0]).toBe(asked);
});

test('a region without prices needs some', async () => {
  const env = { AWS_REGION: 'eu-north-1' };
  const called = call('check', plenty, typingTerminal(), env);
  await expect(called).rejects.toThrow(/no prices ship for the region 'eu-north-1'.*--prices/);
  expect(aws.sent).toEqual([]);
});

test('without keys it says how to sign in', async () => {
  forgetAws();
  process.env.AWS_CONFIG_FILE = '/dev/null';
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
  const { exitCode, stderr } = await call('check', plenty, typingTerminal(), {
    AWS_REGION: 'us-east-1',
  });
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stderr).toMatch(/^error: STS GetCallerIdentity was not asked, .* aws sso login/);
  expect(aws.sent).toEqual([]);
});
