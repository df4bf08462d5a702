import { Command, CommanderError } from 'commander';
import { atEngine } from '#testing/cli/at-engine.ts';
import { addRedriveCommand, type RedriveOptions } from './redrive-options.ts';

async function parse(...words: string[]) {
  const said: string[] = [];
  const redrives: RedriveOptions[] = [];
  const program = new Command('rebootstorm');
  addRedriveCommand(program, async (options) => {
    redrives.push(options);
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => said.push(text),
      writeErr: (text) => said.push(text),
    });
  }
  const error: unknown = await program.parseAsync(['redrive', ...words], { from: 'user' }).then(
    () => null,
    (reason) => reason,
  );
  if (error !== null && !(error instanceof CommanderError)) throw error;
  return { redrive: redrives[0], said: said.join('') };
}

test('without an option all queues are redriven, twenty messages a second', async () => {
  expect((await parse()).redrive).toEqual({
    run: undefined,
    queue: ['membership', 'login', 'heal'],
    rate: 20,
    limit: 300_000,
    dryRun: false,
    stack: 'Rebootstorm',
    json: false,
    ...atEngine,
  });
});

test('every option is taken', async () => {
  const words = 'drill-1 --queue login --rate 5 --limit 9 --dry-run --stack Mine --json';
  expect((await parse(...words.split(' '))).redrive).toEqual({
    run: 'drill-1',
    queue: ['login'],
    rate: 5,
    limit: 9,
    dryRun: true,
    stack: 'Mine',
    json: true,
    ...atEngine,
  });
});

test.each([
  ['a list', ['--queue', 'heal,login,heal']],
  ['the option given twice', ['--queue', 'heal', '--queue', 'login']],
])('queues may be named by %s', async (_way, words) => {
  expect((await parse(...words)).redrive?.queue).toEqual(['heal', 'login']);
});

test.each([
  [['--queue', 'logn'], /No queue is called 'logn'.*mean login\?/],
  [['--queue', 'quarantine'], /No queue is called 'quarantine'/],
  [['--rate', '0'], /1 to 200/],
  [['--rate', '201'], /1 to 200/],
  [['--rate', '0.5'], /whole number/],
  [['--limit', '0'], /1 to 300,000/],
  [['--stack', ' '], /name of a stack/],
  [['--dryrun'], /mean --dry-run\?/],
  [['drill-1', 'login'], /too many arguments/],
  [['a#b'], /It takes the name of a run/],
])('%p is refused with the reason', async (words, message) => {
  const { redrive, said } = await parse(...words);
  expect(redrive).toBeUndefined();
  expect(said).toMatch(message);
});

test('help names the quarantine, the environment and the exit codes', async () => {
  const { said } = await parse('--help');
  expect(said).toMatch(/quarantine are unprocessable by definition/);
  expect(said).toMatch(/AWS_ENDPOINT_URL[\s\S]*With --target aws it is AWS itself/);
  expect(said).toMatch(/Exit codes: 0 .*1 some stay.*\n.*69 .*\n.*77 refused/);
});
