import { GrowingTally, mergeTallies, type WireTally } from './wire-tally.ts';

const hour = { fromMs: 0, untilMs: 3_600_000 };

function tallyOf(meetings: readonly Parameters<GrowingTally['meet']>[]): WireTally {
  const tally = new GrowingTally(hour);
  for (const [host, peer, kind] of meetings) {
    tally.countAtHost(host, 1);
    tally.meet(host, peer, kind);
  }
  return tally.tally(3, hour);
}

test('a peer is of the kind of its one flow, and of the longer ones once it is met again', () => {
  const { peers, hosts } = tallyOf([
    [1, 10, 'answered'],
    [1, 11, 'unanswered'],
    [1, 12, 'longer'],
    [1, 13, 'answered'],
    [1, 13, 'unanswered'],
    [1, 13, 'answered'],
    [2, 10, 'answered'],
  ]);
  expect(peers).toEqual({ answered: 2, unanswered: 1, longer: 2 });
  expect(hosts.map(({ peerCount }) => peerCount)).toEqual([4, 1]);
});

test('peers of several shards are counted by kind together', () => {
  const parts = [tallyOf([[1, 10, 'answered']]), tallyOf([[2, 10, 'unanswered']])];
  expect(mergeTallies(parts).peers).toEqual({ answered: 1, unanswered: 1, longer: 0 });
});
