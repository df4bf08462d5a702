import { Command, CommanderError } from 'commander';
import { commandsOf } from '../options.ts';
import { addExplainCommand, type ExplainBillOptions } from './explain-options.ts';

async function parse(...words: string[]) {
  const explained: ExplainBillOptions[] = [];
  const program = new Command('rebootstorm');
  addExplainCommand(program, async (options) => {
    explained.push(options);
  });
  const said: string[] = [];
  for (const command of commandsOf(program)) {
    command.exitOverride();
    command.configureOutput({ writeErr: (text) => said.push(text) });
  }
  const error: unknown = await program
    .parseAsync(['explain', 'bill', ...words], { from: 'user' })
    .then(
      () => null,
      (reason) => reason,
    );
  if (error !== null && !(error instanceof CommanderError)) throw error;
  return { explained: explained[0], said: said.join('') };
}

test('it takes a run and, if one likes, a line of its bill', async () => {
  expect((await parse('runs/latest', 'sqs.standardRequests')).explained).toEqual({
    run: 'runs/latest',
    line: 'sqs.standardRequests',
    policy: undefined,
    format: 'text',
  });
});

test('every option is taken', async () => {
  const words = ['runs/latest', '--policy', 'resilient', '--format', 'markdown'];
  expect((await parse(...words)).explained).toMatchObject({
    line: undefined,
    policy: 'resilient',
    format: 'markdown',
  });
});

test.each([
  [[], /missing required argument 'run'/],
  [['runs/latest', '--format', 'markdwn'], /Did you mean markdown\?/],
  [['runs/latest', '--polcy', 'x'], /Did you mean --policy/],
])('%p is refused', async (words, message) => {
  const { explained, said } = await parse(...words);
  expect(explained).toBeUndefined();
  expect(said).toMatch(message);
});
