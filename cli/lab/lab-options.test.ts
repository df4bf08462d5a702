import { CommanderError } from 'commander';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { commandLine, commandsOf } from '../options.ts';
import type { LabOptions } from './lab-options.ts';

/** The checked options, or what is said of the words. */
async function parse(words: string): Promise<LabOptions | string> {
  const asked: LabOptions[] = [];
  const said: string[] = [];
  const program = commandLine('1.2.3', {
    ...idleHandlers,
    lab: async (options) => void asked.push(options),
  });
  for (const command of commandsOf(program))
    command.exitOverride().configureOutput({ writeErr: (text) => said.push(text) });
  try {
    await program.parseAsync(words.split(' '), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return asked[0] ?? said.join('');
}

test('it opens at the inputs that its words say', async () => {
  const words = 'lab drill --nodes 400 --policy herd,resilient --set sizes.headroom=1.5';
  expect(await parse(words)).toEqual({
    port: undefined,
    open: false,
    hash:
      '#v=1&scenario=drill&policies=herd%2Cresilient&nodes=400&seed=2007&prices=us-east-1' +
      '&sizes.headroom=1.5',
  });
});

test('without words it opens at August 2007, in a size that takes seconds', async () => {
  expect(await parse('lab --port 0 --open')).toEqual({
    port: 0,
    open: true,
    hash:
      '#v=1&scenario=august-2007&policies=legacy-2007%2Cresilient&nodes=2000&seed=2007' +
      '&prices=us-east-1',
  });
});

test.each([
  ['--port 99999', /A port is a whole number/],
  ['--nodes 90M', /the lab cannot open at this: nodes = '90000000' cannot be/],
  ['--set timings.candidateListMs=1h', /the lab has no input for it/],
  ['dril', /Did you mean drill\?/],
  ['--prices pricing/books/us-east-1.json', /the prices of the regions that ship, and no file/],
])('%s is refused', async (words, said) => {
  expect(await parse(`lab ${words}`)).toMatch(said);
});
