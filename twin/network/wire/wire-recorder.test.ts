import type { PolicyId } from '#domain/policies.ts';
import { augustOptions } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions } from '../network-run.ts';
import { runNetwork } from '../run-network.ts';
import { runShard } from '../run-shard.ts';
import { mergeShards, shardsOf } from '../shards.ts';
import type { WireTally } from './wire-tally.ts';

const always = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

function onTheWire(
  options: NetworkRunOptions,
  hostCount = Number.POSITIVE_INFINITY,
): { readonly run: Omit<NetworkRun, 'wire'>; readonly tally: WireTally } {
  const { wire, ...run } = runNetwork({ ...options, wire: { hostCount, windows: [always] } });
  const [tally] = wire ?? [];
  if (tally === undefined) throw new Error('expected a tally');
  return { run, tally };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

describe.each<[PolicyId, 'executed' | 'aggregated']>([
  ['legacy-2007', 'executed'],
  ['legacy-2007', 'aggregated'],
  ['stale-candidates', 'executed'],
  ['herd', 'executed'],
  ['resilient', 'aggregated'],
])('of %s, with retries %s', (policy, retries) => {
  const options = augustOptions(policy, 300, 5, { retries });
  const { run, tally } = onTheWire(options);
  const { counts } = run;

  test('who listens to the wire gets the same run, byte for byte', () => {
    expect(JSON.stringify(run)).toBe(JSON.stringify(runNetwork(options)));
  });

  test('each placement is a longer talk, and each orphan asked a PC that is gone', () => {
    expect(tally.flows.longer).toBe(counts.LoginsPlaced);
    expect(tally.flows.unanswered).toBeGreaterThanOrEqual(counts.OrphansFound ?? 0);
    if (policy !== 'stale-candidates') expect(tally.flows.unanswered).toBe(counts.OrphansFound);
  });

  test('where every PC is watched, each flow is seen at both of its ends', () => {
    const { answered, unanswered, longer } = tally.flows;
    const ends = sum(tally.hosts.map(({ flowCount }) => flowCount));
    expect(ends).toBeLessThanOrEqual(2 * (answered + unanswered + longer) + 1e-6);
    // The operator's machines are nobody's PC.
    expect(ends).toBeGreaterThan(answered + unanswered + longer);
    const questions = sum([...tally.asked.values()]);
    expect(questions).toBeLessThanOrEqual(answered + unanswered + 1e-6);
    expect(questions).toBeGreaterThan(0);
  });
});

test('every attempt that is turned away at the log-in service asks one supernode', () => {
  const { run, tally } = onTheWire(augustOptions('ghost-slots', 300, 5));
  const { counts } = run;
  const { LoginsBusy = 0, LoginsAbandoned = 0, LoginsWithoutCapacity = 0 } = counts;
  const { LoginsPlaced = 0 } = counts;
  const inVain = LoginsBusy + LoginsAbandoned + LoginsWithoutCapacity;
  expect(inVain).toBeGreaterThan(1_000);
  expect(tally.flows.answered).toBeGreaterThan(inVain);
  // A placement asks one more at the most.
  expect(tally.flows.answered).toBeLessThanOrEqual(inVain + LoginsPlaced);
});

test('attempts that are counted make as many flows as those that are executed', () => {
  const flowsOf = (retries: 'executed' | 'aggregated') => {
    const { tally } = onTheWire(augustOptions('legacy-2007', 500, 2, { retries }));
    return { answered: tally.flows.answered, busiest: busiestOf(tally) };
  };
  const [executed, aggregated] = [flowsOf('executed'), flowsOf('aggregated')];
  expect(aggregated.answered / executed.answered).toBeGreaterThan(0.9);
  expect(aggregated.answered / executed.answered).toBeLessThan(1.1);
  expect(aggregated.busiest / executed.busiest).toBeGreaterThan(0.5);
  expect(aggregated.busiest / executed.busiest).toBeLessThan(2);
});

test('peers by kind are all pairs that met, and so are those of attempts that are counted', () => {
  const pairsOf = (retries: 'executed' | 'aggregated') => {
    const { tally } = onTheWire(augustOptions('legacy-2007', 500, 2, { retries }));
    const { answered, unanswered, longer } = tally.peers;
    expect(answered + unanswered + longer).toBe(sum(tally.hosts.map((one) => one.peerCount)));
    return { all: answered + unanswered + longer, longer };
  };
  const [executed, aggregated] = [pairsOf('executed'), pairsOf('aggregated')];
  expect(aggregated.all / executed.all).toBeGreaterThan(0.9);
  expect(aggregated.all / executed.all).toBeLessThan(1.1);
  expect(aggregated.longer / executed.longer).toBeGreaterThan(0.9);
  expect(aggregated.longer / executed.longer).toBeLessThan(1.1);
});

test('a client meets no more peers than its cell has supernodes, a supernode its clients', () => {
  const { tally } = onTheWire(augustOptions('legacy-2007', 500, 5, { retries: 'aggregated' }));
  const peerCounts = tally.hosts.map(({ peerCount }) => peerCount);
  expect(Math.max(...peerCounts)).toBeLessThan(500);
  expect(Math.max(...peerCounts)).toBeGreaterThan(100);
});

test('a part of the hosts has about its part of the flows', () => {
  const options = augustOptions('legacy-2007', 1_000, 3, { retries: 'aggregated' });
  const [all, half] = [onTheWire(options).tally, onTheWire(options, 500).tally];
  expect(half.hostCount / all.hostCount).toBeCloseTo(0.5, 1);
  const flows = ({ hosts }: WireTally) => sum(hosts.map(({ flowCount }) => flowCount));
  expect(flows(half) / flows(all)).toBeGreaterThan(0.35);
  expect(flows(half) / flows(all)).toBeLessThan(0.65);
});

test('windows divide the flows by time, and a run that ends early fills its window in part', () => {
  const options = augustOptions('legacy-2007', 300, 5);
  const { startMs, endMs } = runNetwork(options);
  const middleMs = startMs + Math.floor((endMs - startMs) / 7_200_000) * 3_600_000;
  const windows = [
    { fromMs: startMs, untilMs: middleMs },
    { fromMs: middleMs, untilMs: endMs + 3_600_000 },
  ];
  const { wire = [] } = runNetwork({ ...options, wire: { hostCount: 300, windows } });
  const whole = onTheWire(options).tally;
  expect(wire.map(({ spanMs }) => spanMs)).toEqual([middleMs - startMs, endMs - middleMs]);
  expect(sum(wire.map(({ flows }) => flows.longer))).toBe(whole.flows.longer);
  expect(wire.every(({ flows }) => flows.longer > 0)).toBe(true);
});

test('shards are counted together as they are apart', () => {
  const options: NetworkRunOptions = {
    ...augustOptions('legacy-2007', 600, 3, { retries: 'aggregated', nodesPerShard: 300 }),
    wire: { hostCount: 600, windows: [always] },
  };
  const shards = shardsOf(options);
  expect(shards).toHaveLength(2);
  const runs = shards.map((shard) => runShard(options, shard));
  const [merged] = mergeShards(runs, options.sampleEveryMs).wire ?? [];
  const parts = runs.map(({ wire }) => wire?.[0]);
  expect(merged?.flows.longer).toBe(sum(parts.map((part) => part?.flows.longer ?? 0)));
  expect(merged?.hostCount).toBe(600);
});

function busiestOf({ hosts }: WireTally): number {
  return Math.max(...hosts.map(({ flowCount }) => flowCount));
}
