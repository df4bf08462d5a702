import {
  aLogin,
  aNode,
  aProof,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';
import { invariants, openChecker } from './check-history.ts';
import { invariantIds, violationsShownMax } from './invariant.ts';

test('every invariant is checked, in the order in which they are shown', () => {
  expect(invariants.map(({ id }) => id)).toEqual([...invariantIds]);
});

test('a restart and the log-in that follows it break nothing', () => {
  const history = aHistory().fault();
  history.wait(minuteMs).restart();
  const first = history.ask();
  history.wait(minuteMs).step('received', first).place().step('deleted', first);
  expect(history.finished().wait(minuteMs).complaints()).toEqual({});
});

test('a history that was never seeded is unknown in everything', () => {
  const checker = openChecker(someSettings());
  checker.note({ kind: 'commit', atMs: noonMs, changes: [] });
  const verdicts = checker.verdicts({ atMs: noonMs });
  expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
  const reasons = new Set(verdicts.map(({ reason }) => reason));
  expect(reasons).toEqual(new Set(['the quiet day was never stored whole']));
});

test('what a history cannot decide is unknown, with the reason', () => {
  const checker = openChecker(someSettings(), { 'only-proven': 'nobody knows the key' });
  checker.note({ kind: 'seeded', atMs: noonMs });
  const proven = checker.verdicts({ atMs: noonMs }).find(({ id }) => id === 'only-proven');
  expect(proven).toMatchObject({ verdict: 'unknown', reason: 'nobody knows the key' });
});

test('a violation names the item, the time and the entry; of many, the first few are shown', () => {
  const history = aHistory().wait(minuteMs);
  for (let times = 0; times < 9; times += 1)
    history.commit({ registration: { nodeId: 's1', used: 11 + times } });
  const { verdict, violations, violationCount } = history.verdict('capacity-never-exceeded');
  expect({ verdict, violationCount, reported: violations.length }).toEqual({
    verdict: 'violated',
    violationCount: 9,
    reported: violationsShownMax,
  });
  const words = '11 slots used of 10';
  expect(violations[0]).toEqual({ item: 's1@1', atMs: noonMs + minuteMs, entry: 4, words });
});

test('a proof is asked for only where it may tell something new', () => {
  const checker = openChecker(someSettings());
  const asked: string[] = [];
  const sent = { kind: 'message', step: 'sent', queue: 'login', atMs: noonMs } as const;
  const send = (messageId: string, nonce: number) => {
    const isGenuine = () => asked.push(messageId) > 0;
    checker.note({ ...sent, messageId, event: aLogin({ proof: aProof({ nonce }) }), isGenuine });
  };
  send('first', 7);
  send('the same nonce', 7);
  send('a new nonce', 8);
  expect(new Set(asked)).toEqual(new Set(['first', 'a new nonce']));
});

test('after a run is over nobody is owed anything', () => {
  const history = aHistory().finished();
  history.restart();
  expect(history.wait(9 * hourMs).complaints()).toEqual({
    liveness: 'nothing went wrong in this run',
  });
});

test('entries come in order', () => {
  const history = aHistory().wait(-1);
  expect(() => history.commit({ node: aNode() })).toThrow(/in order/);
});
