import { startCommand } from '#testing/cli/child-command.ts';

function contract(...words: string[]) {
  return startCommand(['infra-tests/contract/main.ts', ...words]).ended;
}

test.each([
  [['--case', 'dealy'], /^no case of sqs, .* has 'dealy' in its title; .* --case 'delay'\?\n$/],
  [['--case', 'sqss'], /did you mean --service sqs\?\n$/],
  [['--service', 'states', '--case', 'REMOVE takes'], /did you mean --service dynamodb\?\n$/],
  [['--case', 'an update of nothing makes an item'], /--case 'an update of nothing makes the item/],
])('to run no case at all is refused, with what was meant: %p', async (words, message) => {
  const { stdout, stderr, exitCode } = await contract(...words);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 64 });
  expect(stderr).toMatch(message);
});

test('a case that there is runs', async () => {
  const words = ['--case', 'an update of nothing makes the item'];
  const { stdout, exitCode } = await contract(...words);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/1 passed, 0 differ/);
});
