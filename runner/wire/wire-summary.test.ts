import { wireRecord2007 } from '#scenarios/wire-record-2007.ts';
import type { WireTally } from '#twin/network/wire/wire-tally.ts';
import { wireChange } from './compare-weeks.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { wireSummary } from './wire-summary.ts';

const hourMs = 3_600_000;

function aTally(changes: Partial<WireTally> = {}): WireTally {
  return {
    spanMs: 48 * hourMs,
    hostCount: 4,
    flows: { answered: 69, unanswered: 17, longer: 14 },
    peers: { answered: 20, unanswered: 5, longer: 22 },
    hosts: [
      { flowCount: 60, peerCount: 5 },
      { flowCount: 30, peerCount: 40 },
      { flowCount: 30, peerCount: 2 },
    ],
    asked: new Map([
      ['n1', 5],
      ['n2', 3],
      ['n3', 4],
    ]),
    ...changes,
  };
}

test('a window has its shares of peers, its busiest host and its most asked hosts', () => {
  expect(wireSummary(aTally())).toMatchObject({
    flows: 100,
    busiestShare: 0.5,
    topTenShare: 1,
    peers: 47,
    busiestPeers: 40,
    answeredShare: 20 / 47,
    unansweredShare: 5 / 47,
    longerShare: 22 / 47,
    longer: 22,
    mostAsked: [
      ['n1', 5],
      ['n3', 4],
      ['n2', 3],
    ],
  });
});

test('the shares and the counts of the record are of the same peers', () => {
  const { peers, longer, longerShare } = wireRecord2007;
  for (const week of ['before', 'during', 'after'] as const)
    expect(longer[week] / peers[week]).toBeCloseTo(longerShare[week], 2);
});

test('a window without a flow has no shares', () => {
  const none = { answered: 0, unanswered: 0, longer: 0 };
  const silent = wireSummary(aTally({ flows: none, peers: none, hosts: [], asked: new Map() }));
  expect(silent).toMatchObject({ busiestShare: null, answeredShare: null, busiestPeers: 0 });
  const change = wireChange(silent, wireSummary(aTally()));
  expect(change).toMatchObject({ flowsRatio: null, longerRatio: null, rankCorrelation: null });
});

test('weeks are compared by the hour, since one may have been watched for less', () => {
  const quiet = wireSummary(aTally());
  const half = wireSummary(aTally({ spanMs: 24 * hourMs }));
  expect(wireChange(quiet, half)).toMatchObject({ flowsRatio: 2, peersRatio: 2, leaps: 0 });
  const leaping = wireSummary(aTally({ asked: new Map([...aTally().asked, ['n9', 99]]) }));
  expect(wireChange(quiet, leaping)).toMatchObject({ rankCorrelation: 1, leaps: 1 });
});

test('an order agrees with itself, and is against its reverse', () => {
  const rising = ['a', 'b', 'c', 'd'].map((name, at) => [name, at] as const);
  const falling = rising.map(([name, at]) => [name, -at] as const);
  expect(rankCorrelation(rising, rising)).toBeCloseTo(1, 12);
  expect(rankCorrelation(rising, falling)).toBeCloseTo(-1, 12);
  expect(rankCorrelation(rising.slice(0, 2), rising)).toBeNull();
});
