import { policies } from '#domain/policies.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { augustOptions } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions, NetworkSample } from '../network-run.ts';
import { runNetwork } from '../run-network.ts';
import { runShard } from '../run-shard.ts';
import { shardsOf } from '../shards.ts';
import {
  cellColumns,
  type DetailHead,
  mergeDetails,
  type NetworkDetail,
  type NetworkDetails,
  zoneColumns,
} from './network-detail.ts';

const sampled = { sampleEveryMs: 600_000 };

function listener() {
  const told: { head: DetailHead; detail: NetworkDetail }[] = [];
  return {
    onDetail: (detail: NetworkDetail, head: DetailHead) => void told.push({ head, detail }),
    details: (): NetworkDetails => {
      const [first] = told;
      if (first === undefined) throw new Error('expected details');
      return { head: first.head, details: told.map(({ detail }) => detail) };
    },
  };
}

function detailed(options: NetworkRunOptions): NetworkDetails & { readonly run: NetworkRun } {
  const told = listener();
  const run = runNetwork({ ...options, onDetail: told.onDetail });
  return { run, ...told.details() };
}

/** The sum of a column over all cells or zones. */
function sumOf(numbers: Int32Array, columns: readonly string[], name: string): number {
  let sum = 0;
  for (let at = columns.indexOf(name); at < numbers.length; at += columns.length)
    sum += numbers[at] ?? 0;
  return sum;
}

function named(names: readonly string[], numbers: Float64Array | undefined) {
  return Object.fromEntries(names.map((name, at) => [name, numbers?.[at] ?? Number.NaN]));
}

describe.each([
  ['legacy-2007', 'executed'],
  ['legacy-2007', 'aggregated'],
  ['resilient', 'aggregated'],
] as const)('of %s, with retries %s', (policy, retries) => {
  const options = augustOptions(policy, 500, 5, { ...sampled, retries });
  const { run, head, details } = detailed(options);

  test('who asks for details gets the same run, byte for byte', () => {
    expect(JSON.stringify(run)).toBe(JSON.stringify(runNetwork(options)));
  });

  test('there is one at each sample, and one at the end', () => {
    const atMs = [...run.samples.map((sample) => sample.atMs), run.endMs];
    expect(details.map((detail) => detail.atMs)).toEqual(atMs);
  });

  test('cells and zones add up to the sample, and so do the supernodes by their clients', () => {
    for (const [at, sample] of run.samples.entries()) {
      const { cells, zones, clientBins } = details[at] as NetworkDetail;
      for (const name of ['wantedCount', 'onlineCount', 'supernodesLive'] as const)
        expect([at, name, sumOf(cells, cellColumns, name)]).toEqual([at, name, sample[name]]);
      expect(sumOf(cells, cellColumns, 'slotsLive')).toBe(sample.slotsLive);
      for (const name of ['wantedCount', 'onlineCount'] as const)
        expect([at, name, sumOf(zones, zoneColumns, name)]).toEqual([at, name, sample[name]]);
      const ofNodes = sumOf(zones, zoneColumns, 'supernodesLive');
      expect(clientBins.reduce((sum, one) => sum + one, 0)).toBe(ofNodes);
      expect(sample.supernodesLive - ofNodes).toBeLessThanOrEqual(head.cells.length);
    }
  });

  test('the last one has used and counted what the run has', () => {
    const last = details.at(-1);
    const used = named(head.meters, last?.meters);
    expect(used).toMatchObject(run.meters);
    for (const [name, units] of Object.entries(used))
      expect([name, run.meters[name] ?? 0]).toEqual([name, units]);
    expect(named(head.counts, last?.counts)).toEqual(run.counts);
  });

  test('nothing is given back, and nobody waits before it is asked for', () => {
    for (const [at, detail] of details.slice(1).entries()) {
      const before = named(head.meters, details[at]?.meters);
      const now = Object.entries(named(head.meters, detail.meters));
      const fallen = now.filter(([name, units]) => units < (before[name] ?? Number.NaN));
      // Until the next look, as much counts as stored as was at the last.
      expect(fallen.filter(([name]) => name !== 'dynamodb.storageByteHours')).toEqual([]);
      const inQueues = Object.values(detail.queues).flatMap((queue) => Object.values(queue));
      expect(inQueues.filter((value) => value < 0)).toEqual([]);
    }
  });
});

test('in an account without room messages are throttled, and wait longer', () => {
  const tight = detailed(drillOptions(4));
  const free = detailed(drillOptions(1_000));
  const ages = ({ details }: NetworkDetails) =>
    details.map(({ queues }) => queues.login.oldestAgeMs + queues.membership.oldestAgeMs);
  const throttles = ({ head, details }: NetworkDetails) =>
    named(head.meters, details.at(-1)?.meters)['lambda.throttles'];
  expect(throttles(free)).toBe(0);
  expect(throttles(tight)).toBeGreaterThan(10);
  expect(Math.max(...ages(tight))).toBeGreaterThan(Math.max(...ages(free)));
});

/** Two waves in which many restart at once; the first ten minutes. */
function drillOptions(accountConcurrency: number): NetworkRunOptions {
  const choices = { runId: 'run-1', seed: 5, policy: policies['legacy-2007'], nodeCount: 600 };
  const planned = planRun(drill, { ...choices, shiftMs: 0 });
  const untilMs = planned.settings.startsAtMs + 600_000;
  return { ...planned, accountConcurrency, untilMs, sampleEveryMs: 1_000, retries: 'executed' };
}

test('shards apart come to what the whole network has', () => {
  const whole = augustOptions('legacy-2007', 1_000, 7, { ...sampled, retries: 'aggregated' });
  const options = { ...whole, nodesPerShard: 400 };
  const parts = shardsOf(options).map((shard) => {
    const told = listener();
    runShard({ ...options, onDetail: told.onDetail }, shard);
    return told.details();
  });
  const joined = mergeDetails(parts);
  const run = runNetwork(options);
  expect(joined.head.cells).toEqual(options.settings.cells);
  for (const [at, sample] of run.samples.entries()) {
    const { atMs, cells, zones } = joined.details[at] as NetworkDetail;
    expect(atMs).toBe(sample.atMs);
    const seen = (name: keyof NetworkSample) => sumOf(cells, cellColumns, name);
    expect(seen('onlineCount')).toBe(sample.onlineCount);
    expect(sumOf(zones, zoneColumns, 'wantedCount')).toBe(sample.wantedCount);
  }
  expect(joined.details.at(-1)?.atMs).toBe(run.endMs);
  const used = named(joined.head.meters, joined.details.at(-1)?.meters);
  for (const [name, units] of Object.entries(run.meters)) expect(used[name]).toBeCloseTo(units, 6);
});
