import type { HistoryEntry } from '#domain/invariants/history.ts';
import { aLogin, aNode, aSupernode, noonMs } from '#testing/domain/builders.ts';
import { excerptOf } from './format-history.ts';

const node = aNode({ nodeId: 'n1' });
const sent = { kind: 'message', step: 'sent', queue: 'login', messageId: 'm1' } as const;
const history: readonly HistoryEntry[] = [
  { ...sent, atMs: noonMs + 1_000, event: aLogin(), isGenuine: () => true },
  {
    kind: 'commit',
    atMs: noonMs + 2_500,
    changes: [
      { of: 'node', before: { ...node, home: null, state: 'waiting' }, after: node },
      { of: 'supernode', before: aSupernode(), after: aSupernode({ used: 1 }) },
    ],
  },
  {
    kind: 'message',
    step: 'deleted',
    queue: 'login',
    messageId: 'm1',
    atMs: noonMs,
    isPoison: false,
  },
];

test('the excerpt says what happened to one item, what changed, and when', () => {
  expect(excerptOf(history, { item: 'n1@1', entry: 3 }, noonMs)).toEqual([
    expect.stringMatching(/^ {5}1 \+1\.000 s {2}login: LoginRequested nodeId n1, .* sent \(m1\)$/),
    '     2 +2.500 s  node n1: state waiting -> online, home null -> {"supernode":"s1","epoch":1}',
    expect.stringMatching(/^ {5}3 \+0\.000 s {2}login: LoginRequested .* deleted \(m1\)$/),
  ]);
});

test('of a supernode also those who come and go', () => {
  const lines = excerptOf(history, { item: 's1@1', entry: 3 }, noonMs);
  expect(lines.map((line) => line.slice(17, 40).trim())).toEqual([
    expect.stringMatching(/^node n1: state/),
    'supernode s1: used 0 ->',
  ]);
});

test('what came after the violation is left out, and what concerns others', () => {
  expect(excerptOf(history, { item: 'n1', entry: 1 }, noonMs)).toHaveLength(1);
  expect(excerptOf(history, { item: 'n2', entry: 3 }, noonMs)).toEqual([]);
});
