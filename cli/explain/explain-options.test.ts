import { parseCommand } from '#testing/cli/parse-command.ts';
import { addExplainCommand } from './explain-options.ts';

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addExplainCommand, ['explain', 'bill', ...words]);
  return { explained: options, said };
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
