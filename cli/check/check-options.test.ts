import { atEngine } from '#testing/cli/at-engine.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { addCheckCommand } from './check-options.ts';

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addCheckCommand, ['check', ...words]);
  return { check: options, said };
}

test('without an option every run of the stack is checked', async () => {
  expect((await parse()).check).toEqual({ stack: 'Rebootstorm', json: false, ...atEngine });
});

test('every option is taken', async () => {
  const words = '--run drill-7 --stack Mine --json';
  const all = { run: 'drill-7', stack: 'Mine', json: true, ...atEngine };
  expect((await parse(...words.split(' '))).check).toEqual(all);
  expect((await parse('drill-7', '--stack', 'Mine', '--json')).check).toEqual(all);
});

test.each([
  [['drill-7', '--run', 'drill-8'], /named twice: 'drill-7' and --run drill-8/],
  [['a/b'], /It takes the name of a run/],
  [['--run', 'a/b'], /It takes the name of a run/],
  [['--rum', 'a'], /Did you mean --run/],
])('%p is refused', async (words, message) => {
  const { check, said } = await parse(...words);
  expect(check).toBeUndefined();
  expect(said).toMatch(message);
});
