// Runs each command on a deployed stack, while a service refuses requests or stops answering.

import { TakenRunError } from '#runner/deployed/taken-run.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import { drill } from '#scenarios/drill.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import {
  type Answer,
  type StandInEngine,
  startStandInEngine,
} from '#testing/cli/stand-in-engine.ts';
import { checkCommand } from './check/check-command.ts';
import { exitCodes } from './exit-codes.ts';
import { redriveCommand } from './redrive/redrive-command.ts';
import { stormCommand } from './storm/storm-command.ts';

let engine: StandInEngine;
let interfere: (what: string) => Answer | undefined;

beforeEach(async () => {
  interfere = () => undefined;
  engine = await startStandInEngine((what) => interfere(what));
});

afterEach(() => engine.stop());

function environment() {
  const said = { stdout: '', stderr: '' };
  const into = (name: keyof typeof said) => ({
    write: (text: string) => {
      said[name] += text;
      return true;
    },
  });
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const listeners: (() => void)[] = [];
  const given = {
    env: { AWS_ENDPOINT_URL: engine.endpoint, ...keys },
    stdout: into('stdout'),
    stderr: into('stderr'),
    prependListener: (_signal: string, listener: () => void) => listeners.push(listener),
    off: (_signal: string, listener: () => void) => listeners.splice(listeners.indexOf(listener)),
  };
  return { said, listeners, given: given as unknown as NodeJS.Process };
}

const stack = 'Rebootstorm';
const order = {
  ...atEngine,
  scenario: drill,
  policy: policyNamed('resilient'),
  seed: 7,
  nodes: 60,
  stack,
  expect: [],
  quiet: false,
  json: false,
};
const redriveOrder = { queue: ['login'] as const, rate: 20, limit: 100, dryRun: false };

const commands = {
  storm: (given: NodeJS.Process) => stormCommand(order, given),
  check: (given: NodeJS.Process) => checkCommand({ ...atEngine, stack, json: false }, given),
  redrive: (given: NodeJS.Process) =>
    redriveCommand({ ...atEngine, ...redriveOrder, stack, json: false }, given),
} as const;

async function outcomeOf(command: keyof typeof commands) {
  const { said, given, listeners } = environment();
  const exitCode = await commands[command](given);
  const lines = said.stderr.trimEnd().split('\n');
  expect(listeners).toEqual([]);
  return { exitCode, stdout: said.stdout, last: lines.at(-1) ?? '', first: lines[0] ?? '' };
}

function refusing(call: string, type: string) {
  interfere = (what) =>
    what.endsWith(call)
      ? { status: 400, body: JSON.stringify({ __type: type, message: 'says the service' }) }
      : undefined;
}

test.each([
  [
    'storm',
    'StartExecution',
    'StateMachineDoesNotExist',
    /drill-\d+ is stored and may have been started; .* check drill-\d+ or \S/,
  ],
  [
    'storm',
    'DescribeExecution',
    'ExecutionDoesNotExist',
    /drill-\d+ goes on in the stack and ends by itself; .* check dri/,
  ],
  ['storm', 'GetQueueAttributes', 'com.amazonaws.sqs#QueueDoesNotExist', /rebootstorm deploy/],
  ['storm', '.Query', 'ResourceNotFoundException', /DynamoDB Query on .*rebootstorm deploy/],
  ['storm', 'TransactWriteItems', 'AccessDeniedException', /TransactWriteItems on \S/],
  ['redrive', 'GetQueueAttributes', 'AccessDeniedException', /may not do this/],
  ['check', '.Scan', 'ValidationException', /DynamoDB Scan on /],
  ['check', '.Scan', 'ThrottlingException', /\d times.*in a minute/],
  ['redrive', 'ReceiveMessage', 'ExpiredTokenException', /export new ones/],
  ['redrive', 'ReceiveMessage', 'com.amazonaws.sqs#QueueDoesNotExist', /ReceiveMessage on http/],
] as const)('%s: %s refused as %s is one line', async (command, call, type, words) => {
  refusing(call, type);
  const { exitCode, stdout, last } = await outcomeOf(command);
  expect({ exitCode, stdout }).toEqual({ exitCode: exitCodes.unreachable, stdout: '' });
  expect(last).toMatch(/^error: .* was refused.*says the service; /);
  expect(last).toContain(type.split('#').at(-1));
  expect(last).toMatch(words);
});

test.each([
  ['hang up', /got no answer: \S/],
  [503, /was answered with status 503/],
] as const)(
  'an engine that says "%s" in mid-storm is one line with the run',
  async (status, words) => {
    let looks = 0;
    interfere = (what) => {
      if (!what.endsWith('DescribeExecution')) return undefined;
      looks += 1;
      return looks > 1 ? { status, body: '' } : undefined;
    };
    const { exitCode, first, last } = await outcomeOf('storm');
    expect(exitCode).toBe(exitCodes.unreachable);
    expect(last).toMatch(words);
    const [run = 'none'] = /drill-\d+/.exec(first) ?? [];
    expect(first).toMatch(/^storming: run drill-\d+: drill, 60 nodes/);
    expect(last).toContain(`run ${run} goes on in the stack`);
  },
);

test('a name that another command took a moment ago is not offered to be stopped', async () => {
  interfere = (what) => {
    if (!what.endsWith('TransactWriteItems')) return undefined;
    const failed = { Code: 'ConditionalCheckFailed' };
    const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
    const body = JSON.stringify({ __type: type, CancellationReasons: [failed, failed] });
    return { status: 400, body };
  };
  const { said, given } = environment();
  await expect(commands.storm(given)).rejects.toThrow(TakenRunError);
  expect(said.stderr).not.toContain('rebootstorm stop');
});

test('Ctrl-C in mid-storm says that the run goes on, and how to see it or stop it', async () => {
  const { said, given, listeners } = environment();
  let isStarted = false;
  let isNotified = false;
  interfere = (what) => {
    isStarted ||= what.endsWith('StartExecution');
    if (!isStarted || isNotified || !what.endsWith('DescribeExecution')) return undefined;
    isNotified = true;
    for (const listener of listeners) listener();
    return { status: 'hang up' };
  };
  refuseAfter();
  await commands.storm(given);
  const [run = 'none'] = /drill-\d+/.exec(said.stderr) ?? [];
  const at = `AWS_ENDPOINT_URL=${engine.endpoint} npx rebootstorm`;
  expect(said.stderr).toContain(
    `\nrun ${run} goes on in the stack and ends by itself; see it, or stop it, with:\n` +
      `  ${at} check ${run}\n  ${at} stop ${run}\n`,
  );

  function refuseAfter() {
    const before = interfere;
    interfere = (what) => before(what) ?? (isNotified ? { status: 503 } : undefined);
  }
});

test('what is a fault of ours stays one', async () => {
  const { given } = environment();
  const unplanned = { ...drill, storm: undefined as unknown as typeof drill.storm };
  const storm = stormCommand({ ...order, scenario: unplanned }, given);
  await expect(storm).rejects.toThrow(TypeError);
});
