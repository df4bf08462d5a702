import { CommanderError } from 'commander';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { commandLine, commandsOf } from '../options.ts';
import type { LocalOptions } from './local-options.ts';

/** The options of `local` with these words, or what it was refused with. */
async function parse(...words: string[]): Promise<LocalOptions | string> {
  const said: string[] = [];
  const taken: LocalOptions[] = [];
  const program = commandLine('1.2.3', {
    ...idleHandlers,
    local: async (options) => void taken.push(options),
  });
  for (const command of commandsOf(program)) {
    command.exitOverride();
    command.configureOutput({ writeErr: (text) => said.push(text) });
  }
  await program.parseAsync(['local', ...words], { from: 'user' }).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
  });
  return taken[0] ?? said.join('');
}

test('it takes the usual port and the pace of the wall clock, unless told otherwise', async () => {
  expect(await parse()).toMatchObject({ port: 4566, pace: 1, seed: 2007, stack: 'Rebootstorm' });
  const turned = await parse('--port', '0', '--speed', 'waiting');
  expect(turned).toMatchObject({ port: 0, pace: 'waiting' });
});

test.each([
  [['--port', '70000'], /A port is a whole number from 1 to 65535; 0 takes any free one/],
  [['--speed', '-1'], /It takes a number from 0 to 1,000,000, or waiting/],
  [['--speed', 'fast'], /It takes a number from 0 to 1,000,000, or waiting/],
  [['--setting', 'loginBatchSiz=10'], /Did you mean loginBatchSize\?/],
  [['--port', '1', '--port', '2'], /--port is given twice/],
])('%j is refused in words', async (words, why) => {
  expect(await parse(...words)).toMatch(why);
});
