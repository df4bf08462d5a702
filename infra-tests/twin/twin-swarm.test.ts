// Random small networks and storms on the twin, drawn as the swarm draws them: what must not be,
// and what must be in the end.

import { type PolicyId, policies, policyIds } from '#domain/policies.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import { drawSwarmCase } from '#runner/swarm/drawing/draw-swarm-case.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';
import { hourMs, minuteMs } from '#testing/domain/builders.ts';
import type { NetworkRun } from '#twin/network/network-run.ts';
import { runNetwork } from '#twin/network/run-network.ts';

const seedCount = 200;
const seeds = Array.from({ length: seedCount }, (_, seed) => seed);

/** A case under a policy of ours, watched for as long as healing may take. */
function plannedUnder(seed: number, id: PolicyId): PlannedRun {
  const { settings, shape } = drawSwarmCase(seed).planned;
  const timings = { ...settings.timings, observeForMs: settings.target.healWithinMs + minuteMs };
  const watched = { ...settings, timings, policy: policies[id] };
  return { shape, settings: { ...watched, endsAtMs: observedUntilMs(watched) + hourMs } };
}

/** Every other seed with attempts that are worked out. */
function runOf(seed: number, { settings, shape }: PlannedRun): NetworkRun {
  const retries = seed % 2 === 0 ? 'executed' : 'aggregated';
  return runNetwork({ settings, shape, untilMs: null, sampleEveryMs: 10_000, retries });
}

/** What cannot be, of a run's samples and counts. */
function nonsenseOf({ samples, counts, meters }: NetworkRun): string[] {
  const numbers = [...Object.entries(counts), ...Object.entries(meters)];
  const wrong = numbers.filter(([, value]) => !(Number.isFinite(value) && value >= 0));
  const { LoginAttempts = 0, LoginsPlaced = 0 } = counts;
  return [
    ...wrong.map(([name, value]) => `${name}: ${value}`),
    ...(LoginsPlaced > LoginAttempts ? ['more were placed than asked'] : []),
    ...samples.flatMap((one) => {
      const { onlineCount, wantedCount, slotsLive, supernodesLive, atMs } = one;
      const isMore = onlineCount > wantedCount || onlineCount > slotsLive + supernodesLive;
      return isMore ? [`${atMs}: ${onlineCount} of ${wantedCount} on ${slotsLive} slots`] : [];
    }),
    ...samples.slice(1).flatMap(({ loginAttemptsTotal, atMs }, at) => {
      const before = samples[at]?.loginAttemptsTotal ?? 0;
      return loginAttemptsTotal < before ? [`${atMs}: fewer attempts than before`] : [];
    }),
  ];
}

test.each(policyIds)(`${seedCount} networks keep their counters right under %s`, (id) => {
  const broken = seeds.flatMap((seed) => {
    const run = runOf(seed, plannedUnder(seed, id));
    return [...run.violations, ...nonsenseOf(run)].map((words) => `seed ${seed}: ${words}`);
  });
  expect(broken).toEqual([]);
});

test('where the operators can carry everybody, everybody is signed in again in time', () => {
  let count = 0;
  const late = seeds.flatMap((seed) => {
    const planned = plannedUnder(seed, 'resilient');
    const { settings, shape } = planned;
    if (settings.sizes.attemptsPerMinuteMax !== null) return [];
    const cellNodes = Math.ceil(shape.nodeCount / shape.cellCount);
    if (shape.operatorSlots <= cellNodes) return [];
    count += 1;
    const run = runOf(seed, planned);
    const last = run.samples.at(-1);
    const share = last === undefined ? 0 : last.onlineCount / last.wantedCount;
    const isWell = run.ending === 'healed' && share >= settings.target.onlineShare;
    return isWell ? [] : [`seed ${seed}: ${run.ending}, ${share}`];
  });
  expect(late).toEqual([]);
  expect(count).toBeGreaterThan(seedCount / 5);
});
