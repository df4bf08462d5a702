// Has the words of one command parsed, for tests of its options.
import { Command, CommanderError } from 'commander';
import { commandsOf } from '#cli/options.ts';

/** What became of the words. */
export interface ParsedCommand<Options> {
  /** What the command was called with; undefined: its words were refused. */
  readonly options: Options | undefined;
  /** All that was said, refusals and help. */
  readonly said: string;
}

/**
 * Parses words as the program would that has this command alone.
 * @param addCommand adds the command, with what it calls with its checked options
 * @param words the command's name, and what follows it
 */
export async function parseCommand<Options>(
  addCommand: (program: Command, onCommand: (options: Options) => Promise<void>) => void,
  words: readonly string[],
): Promise<ParsedCommand<Options>> {
  const said: string[] = [];
  let options: Options | undefined;
  const program = new Command('rebootstorm');
  addCommand(program, async (given) => {
    options = given;
  });
  const hear = (text: string) => said.push(text);
  for (const command of commandsOf(program))
    command.exitOverride().configureOutput({ writeOut: hear, writeErr: hear });
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return { options, said: said.join('') };
}
