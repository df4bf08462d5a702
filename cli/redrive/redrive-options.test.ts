import { atEngine } from '#testing/cli/at-engine.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { addRedriveCommand } from './redrive-options.ts';

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addRedriveCommand, ['redrive', ...words]);
  return { redrive: options, said };
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
