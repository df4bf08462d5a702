import type { QueueRedrive } from '#runner/deployed/redrive-queue.ts';
import { formatRedrive } from './format-redrive.ts';

function aQueue(some: Partial<QueueRedrive> = {}): QueueRedrive {
  const counts = { observedCount: 0, sentBackCount: 0, copiedCount: 0, stayedCount: 0 };
  return {
    queue: 'login',
    ...counts,
    otherRunsCount: 0,
    hiddenCount: 0,
    stays: {},
    examples: [],
    ...some,
  };
}

const some = aQueue({
  observedCount: 1_205,
  sentBackCount: 1_203,
  stayedCount: 2,
  stays: { malformed: 2 },
  examples: [{ reason: 'malformed', body: 'not a message' }],
});

test('a line for each queue, and what stays with its reason and an example', () => {
  expect(formatRedrive([aQueue({ queue: 'heal' }), some], false).split('\n')).toEqual([
    'queue       dead-lettered     sent back          stay',
    'heal                    0             0             0',
    'login               1,205         1,203             2',
    '  login: 2 malformed: its consumer cannot read it',
    '    such as not a message',
    '✗ 1,203 sent back, 2 stay',
    '',
  ]);
});

test.each([
  ['none there', [aQueue()], false, /✓ no message is dead-lettered\n$/],
  ['all back', [aQueue({ sentBackCount: 3 })], false, /✓ 3 sent back, none stays\n$/],
  ['a dry run', [some], true, /would go back.*✗ 1,203 would go back, 2 stay; nothing was c/s],
  ['a hidden one', [aQueue({ hiddenCount: 1 })], true, /1 is hidden just now.*✗ .*1 hidden/s],
  ['some hidden', [{ ...some, hiddenCount: 4 }], false, /2 stay, 4 hidden just now\n$/],
  ['others', [aQueue({ otherRunsCount: 2 })], false, /2 more name .*✓ no message of this run is/s],
  ['copies', [aQueue({ sentBackCount: 3, copiedCount: 1 })], false, /1 of .* not be deleted here/],
])('%s is reported', (_what, queues, isDryRun, words) => {
  expect(formatRedrive(queues, isDryRun)).toMatch(words);
});

test('a body cannot command the terminal, and a long one is cut', () => {
  const body = `\u001b[2J\n${'x'.repeat(200)}`;
  const examples = [{ reason: 'malformed', body }] as const;
  const words = formatRedrive(
    [aQueue({ stays: { malformed: 1 }, stayedCount: 1, examples })],
    false,
  );
  expect(words).toContain(`such as \\u001b[2J\\n${'x'.repeat(69)}...\n`);
});
