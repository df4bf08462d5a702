import { atEngine } from '#testing/cli/at-engine.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { type StacklessEngine, startStacklessEngine } from '#testing/cli/stackless-engine.ts';
import { startStandInEngine } from '#testing/cli/stand-in-engine.ts';
import { exitCodes } from '../exit-codes.ts';
import { addForgetCommand } from './forget-options.ts';
import { formatForgotten } from './format-forget.ts';

let engine: StacklessEngine;

beforeEach(async () => {
  engine = await startStacklessEngine();
});

afterEach(() => engine.close());

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addForgetCommand, ['forget', ...words]);
  return { forget: options, said };
}

test('every word is taken', async () => {
  expect((await parse('drill-1')).forget).toEqual({
    run: 'drill-1',
    stack: 'Rebootstorm',
    json: false,
    ...atEngine,
  });
  expect((await parse('drill-1', '--stack', 'Mine', '--json')).forget).toMatchObject({
    stack: 'Mine',
    json: true,
  });
});

test.each([
  [[], /missing required argument 'run'/],
  [['a#b'], /It takes the name of a run/],
  [['drill-1', 'drill-2'], /too many arguments/],
  [['drill-1', '--jsn'], /Did you mean --json/],
  [['drill-1', '--max-cost', '1'], /--max-cost is for --target aws alone/],
])('%j is refused', async (words, why) => {
  const { forget, said } = await parse(...words);
  expect(forget).toBeUndefined();
  expect(said).toMatch(why);
});

test('a stack that is not there is reported in one line, with what to do', async () => {
  const { stdout, stderr, exitCode } = await engine.run({}, ['forget', 'drill-1', '--json']);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.unreachable });
  expect(stderr).toMatch(/^error: stack Rebootstorm is missing at http/);
});

test('a run that nobody stored is a usage error, and so is one that goes on', async () => {
  const standIn = await startStandInEngine();
  const { cloud } = standIn;
  const put = (pk: string, sk: string, attributes: object) => {
    const Item = { pk: { S: pk }, sk: { S: sk }, ...attributes };
    const body = JSON.stringify({ TableName: cloud.outputs.TableName, Item });
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    const request = { hostname: 'local-cloud.invalid', headers, body };
    return cloud.settle(cloud.clientHandler().handle(request));
  };
  const settings = JSON.stringify({ runId: 'drill-1', endsAtMs: 8e15 });
  await put('RUN#drill-1', 'RUN', { status: { S: 'running' }, settings: { S: settings } });
  await put('RUN#drill-1', 'STORM', { storm: { S: '{}' }, cells: { S: '[]' } });
  const env = { AWS_ENDPOINT_URL: standIn.endpoint };
  try {
    const unknown = await engine.run(env, ['forget', 'drill-11']);
    expect(unknown.exitCode).toBe(exitCodes.usage);
    expect(unknown.stderr).toMatch(/error: no run is called 'drill-11'\. Did you mean drill-1\?/);
    const goingOn = await engine.run(env, ['forget', 'drill-1', '--stack', 'Rebootstorm']);
    expect(goingOn.exitCode).toBe(exitCodes.usage);
    expect(goingOn.stderr).toMatch(
      /\nerror: run drill-1 goes on; end it first: AWS_.* npx rebootstorm stop drill-1\n$/,
    );
  } finally {
    standIn.stop();
  }
});

test('it says what was deleted, and what could not be read', () => {
  const forgotten = {
    runId: 'drill-1',
    itemCount: 1_230,
    letters: { LoginDeadLetters: 2, HealDeadLetters: 1, Quarantine: 1 },
    unreadLetters: { LoginDeadLetters: 0, HealDeadLetters: 3, Quarantine: 0 },
  };
  expect(formatForgotten(forgotten)).toBe(
    [
      'forgotten: run drill-1',
      'deleted: 1,230 items of the table, 3 dead-lettered messages, 1 message in quarantine',
      'not read: 3 messages in HealDeadLetters; SQS deletes those of the run after 14 days',
      '',
    ].join('\n'),
  );
});
