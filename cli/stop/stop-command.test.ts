import { atEngine } from '#testing/cli/at-engine.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { type StacklessEngine, startStacklessEngine } from '#testing/cli/stackless-engine.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatLeft, formatStopped, formatWhich } from './format-stop.ts';
import { addStopCommand } from './stop-options.ts';

let engine: StacklessEngine;

beforeEach(async () => {
  engine = await startStacklessEngine();
});

afterEach(() => engine.close());

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addStopCommand, ['stop', ...words]);
  return { stop: options, said };
}

test('without a word the run that goes on is stopped, and waited for', async () => {
  expect((await parse()).stop).toEqual({
    run: undefined,
    all: false,
    wait: true,
    stack: 'Rebootstorm',
    json: false,
    ...atEngine,
  });
});

test('every word is taken', async () => {
  expect((await parse('drill-1', '--no-wait', '--stack', 'Mine', '--json')).stop).toEqual({
    run: 'drill-1',
    all: false,
    wait: false,
    stack: 'Mine',
    json: true,
    ...atEngine,
  });
});

test.each([
  [['drill-1', '--all'], /--all stops every run, and 'drill-1' is one/],
  [['a b'], /It takes the name of a run/],
  [['--al'], /Did you mean --all/],
])('%j is refused', async (words, why) => {
  const { stop, said } = await parse(...words);
  expect(stop).toBeUndefined();
  expect(said).toMatch(why);
});

test('a stack that is not there is reported in one line, with what to do', async () => {
  const { stdout, stderr, exitCode } = await engine.run({}, ['stop', '--json']);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.unreachable });
  expect(stderr).toMatch(/^error: stack Rebootstorm is missing at http/);
});

test('each run is said to be stopped, or to have been over', () => {
  const runs = [
    { runId: 'a', wasGoingOn: true },
    { runId: 'b', wasGoingOn: false },
  ];
  expect(formatStopped(runs)).toBe(
    'stopped: run a; every function knows within a minute\n' +
      'run b was over before; it stays as it ended\n',
  );
  expect(formatStopped([])).toBe('no run goes on; nothing was stopped\n');
  expect(formatWhich(['a', 'b'])).toBe('2 runs go on: a, b; name one, or say --all');
});

test('only queues with messages are named', () => {
  expect(formatLeft({ membership: 0, login: 1_200, heal: 1 })).toBe(
    'messages left in the queues, of all runs of the stack: login 1,200, heal 1',
  );
  expect(formatLeft({ membership: 0, login: 0, heal: 0 })).toBe('no message is left in the queues');
});
