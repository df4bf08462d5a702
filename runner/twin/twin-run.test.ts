import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { mergeShards, shardsOf } from '#twin/network/shards.ts';
import { policySource } from '../policy-choice.ts';
import type { ProgressUpdate } from '../progress.ts';
import { policyRunOf } from './join-shards.ts';
import { planTwin } from './plan-twin.ts';
import { runPlannedShard, type ShardProgress } from './run-planned-shard.ts';
import { joinProgress, shardRun } from './shard-run.ts';
import { type TwinRunOrder, usualRetries, usualScale } from './twin-order.ts';
import { twinRun } from './twin-run.ts';

function anOrder(changes: Partial<TwinRunOrder> = {}): TwinRunOrder {
  return {
    cloud: 'twin',
    scenario: drill,
    policy: policySource('legacy-2007'),
    seed: 3,
    nodeCount: 60,
    scale: 'embedded',
    retries: 'executed',
    ...changes,
  };
}

const noClock = () => 0;
const unreported = () => {};

test('a run goes on until its state machine reports, however long that is', async () => {
  const { run } = await twinRun(anOrder(), unreported, noClock);
  const { observeForMs } = drill.timings;
  expect(['not-healed', 'stuck']).toContain(run.verdict.kind);
  expect(run.endMs - run.lastRestartAtMs).toBeGreaterThan(observeForMs);
  expect(run.endedEarly).toBeNull();
});

test('it says what the other cloud says, and nothing that was not measured', async () => {
  const { run, cellCount } = await twinRun(
    anOrder({ policy: policySource('resilient') }),
    unreported,
    noClock,
  );
  expect(cellCount).toBe(2);
  expect(run).toMatchObject({
    policy: 'resilient',
    expected: ['healed'],
    verdict: { kind: 'healed' },
    invariants: [],
    deadLetters: {},
    quarantined: Number.NaN,
    violations: [],
    wallMs: 0,
    restarts: run.counts.NodesRestarted,
    loginAttempts: run.counts.LoginAttempts,
  });
  expect(run.restarts).toBeGreaterThan(10);
  expect(run.meters['sqs.requests']).toBeGreaterThan(100);
  expect(run.retriesPerLogin).toBe((run.loginAttempts - run.loginsPlaced) / run.loginsPlaced);
});

test('days are sampled coarsely before the last restart, and finely after it', async () => {
  const order = anOrder({
    scenario: august2007,
    nodeCount: 200,
    policy: policySource('resilient'),
  });
  const { run } = await twinRun(order, unreported, noClock);
  const gaps = run.samples.slice(1).map(({ atMs }, index) => ({
    atMs,
    gapMs: atMs - (run.samples[index]?.atMs ?? 0),
  }));
  const before = gaps.filter(({ atMs }) => atMs < run.lastRestartAtMs);
  const after = gaps.filter(({ atMs }) => atMs > run.lastRestartAtMs + 5 * 60_000);
  expect(new Set(before.map(({ gapMs }) => gapMs))).toEqual(new Set([5 * 60_000]));
  expect(new Set(after.map(({ gapMs }) => gapMs))).toEqual(new Set([60_000]));
});

test('shards that were run apart come to what they come to together', async () => {
  const order = anOrder();
  const plan = await planTwin(order);
  // Shards as small as possible, so that there are two.
  const options = { ...plan.options, nodesPerShard: 30 };
  const shards = shardsOf(options);
  expect(shards).toHaveLength(2);
  const split = { ...plan, options, shards };
  const runs = shards.map((shard) => runPlannedShard(split, shard, unreported, noClock));
  const { run } = policyRunOf(split, runs);
  const networks = runs.map(({ network }) => network);
  const merged = mergeShards(networks, plan.options.sampleEveryMs);
  expect(run.counts).toEqual(Object.fromEntries(Object.entries(merged.counts).sort()));
  expect(run.samples.at(-1)?.wantedCount).toBe(60);
});

test('a thread that is given a shard does what the whole run does with it', async () => {
  const { network } = await shardRun({ ...anOrder(), shard: 0 }, unreported, noClock);
  const { run } = await twinRun(anOrder(), unreported, noClock);
  expect(run.meters).toEqual(Object.fromEntries(Object.entries(network.meters).sort()));
});

test('progress is of all shards together, whichever of them says', () => {
  const updates: ProgressUpdate[] = [];
  const report = joinProgress('resilient', 2, (update) => updates.push(update));
  const progress = (fraction: number, onlineCount: number): ShardProgress => ({
    fraction,
    onlineCount,
    atMs: 1_000,
    wantedCount: 100,
    waitingCount: 100 - onlineCount,
    supernodesLive: 5,
    supernodesCounted: 5,
    slotsLive: 100,
    loginQueueDepth: 0,
    loginAttemptsTotal: 0,
    loginsPlacedTotal: 0,
    promotionsTotal: 0,
    eventsTotal: 7,
  });
  report(1, progress(0.5, 50));
  report(0, progress(1, 100));
  expect(updates).toMatchObject([
    { fraction: 0.25, onlineShare: 0.5, messagesHandled: 7 },
    { fraction: 0.75, onlineShare: 0.75, messagesHandled: 14 },
  ]);
});

test('what is left open is the full size, and every attempt where that is affordable', () => {
  expect([usualScale(august2007), usualScale(drill)]).toEqual(['full', 'embedded']);
  expect([usualRetries(50_000), usualRetries(50_001)]).toEqual(['executed', 'aggregated']);
});
