import { logicalEventCount, type NeutralOptions, type NeutralRun } from './neutral-run.ts';
import { openNeutralStorm } from './neutral-storm.ts';

const run = (some: Partial<NeutralOptions> = {}): NeutralRun =>
  openNeutralStorm({ nodeCount: 10_000, seed: 42, leases: 'computed', ...some }).run();

const computed = run();

test('computed leases come to what executed ones do, to the last renewal of each second', () => {
  expect(run({ leases: 'executed' })).toEqual(computed);
  // With seed 1 a session ends in the very millisecond of a renewal, which is not made any more.
  for (const seed of [1, 7]) {
    const other = { nodeCount: 3_000, seed };
    expect(run({ ...other, leases: 'executed' })).toEqual(run(other));
  }
});

test('the counts are those of the yardstick in C, within its few percent', () => {
  // storm-wheel.c and storm-lazy.c of the workload, gcc -O3 -DPF, ./storm 10000: the same seed and
  // rules, other orders of ties. Each line: wheel, lazy, and how far we may be from their middle.
  const ofC: [keyof NeutralRun, number, number, number][] = [
    ['attempts', 83_715, 81_802, 0.05],
    ['failed', 60_012, 58_012, 0.06],
    ['logins', 23_703, 23_787, 0.02],
    ['renewals', 2_294_432, 2_295_008, 0.01],
    ['ends', 12_702, 12_792, 0.03],
    ['restarts', 1_024, 1_019, 0.03],
    ['peakQueuePerNode', 0.005_099, 0.005_099, 0.01],
    ['minOnlineShare', 0.9549, 0.9581, 0.01],
    ['joined99Ms', 1_040_870, 1_038_380, 0.02],
    ['recovered99Ms', 4_518_470, 4_457_413, 0.03],
  ];
  for (const [name, wheel, lazy, tolerance] of ofC) {
    const distance = Number(computed[name]) / ((wheel + lazy) / 2) - 1;
    expect([name, Math.abs(distance) < tolerance]).toEqual([name, true]);
  }
  expect(computed.renewalsPerSecond).toHaveLength(14_400);
});

test('a seed comes to the same counts for good: restarts before the rest, ties as seeded', () => {
  // From this program before it was made faster; no change of the rules is known to keep them.
  expect({ ...computed, renewalsPerSecond: [] }).toEqual({
    attempts: 83_954,
    failed: 59_940,
    logins: 24_012,
    renewals: 2_294_176,
    ends: 13_010,
    restarts: 1_023,
    peakQueuePerNode: 0.005_099,
    minOnlineShare: 0.9543,
    joined99Ms: 1_036_870,
    recovered99Ms: 4_549_879,
    renewalsPerSecond: [],
  });
});

test('nothing hangs on how timers lie in the wheel: ties go by their seed alone', () => {
  expect(run({ nearBits: 8 })).toEqual(computed);
  expect(run({ nearBits: 14, leases: 'executed' })).toEqual(computed);
});

test('another order of ties moves the failures of one seed by chance, and by little', () => {
  const failed = [1, 2, 3, 4].map((tieSeed) => run({ tieSeed }).failed);
  expect(new Set(failed).size).toBeGreaterThan(1);
  const spread = (Math.max(...failed) - Math.min(...failed)) / computed.failed;
  expect(spread).toBeLessThan(0.15);
});

test('logical events are attempts, log-ins, renewals, ends and restarts', () => {
  const { attempts, logins, renewals, ends, restarts } = computed;
  expect(logicalEventCount(computed)).toBe(attempts + logins + renewals + ends + restarts);
  expect(attempts).toBeGreaterThanOrEqual(computed.failed + logins);
});
