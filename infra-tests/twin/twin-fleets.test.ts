// The twin's environments beside the local cloud's, through the same random hours.

import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { FAULTS_NONE, FaultInjector } from '#local-cloud/faults.ts';
import type { ExecutionEnvironment } from '#local-cloud/lambda/execution-environment.ts';
import { FunctionPool } from '#local-cloud/lambda/function-pool.ts';
import { MeterBook } from '#local-cloud/meters.ts';
import { type SeededRandom, seededRandom } from '#local-cloud/seeded-random.ts';
import { noonMs } from '#testing/domain/builders.ts';
import { Environments } from '#twin/meters/environments.ts';
import { Invocation } from '#twin/meters/invocation.ts';
import type { ItemBytes } from '#twin/meters/item-bytes.ts';
import { MeterTotals } from '#twin/meters/meter-totals.ts';
import { UnitRates } from '#twin/meters/unit-rates.ts';

const concurrencyMax = 20;

/** A batch that starts after a pause, if there is room, and how long it takes. */
interface Batch {
  readonly pauseMs: number;
  readonly durationMs: number;
}

/** Busy moments, quiet minutes, and now and then a pause that no idle environment outlives. */
function randomHours(random: SeededRandom): Batch[] {
  return Array.from({ length: 2_000 }, (_, index) => {
    const kind = random();
    const pauseMsMax = kind < 0.9 ? 60 : kind < 0.98 ? 90_000 : 1_200_000;
    return {
      pauseMs: Math.floor(random() * pauseMsMax),
      // No two end at once: which of these goes on first is nobody's promise.
      durationMs: 10 + Math.floor(random() * 2_000) + index / 2_000,
    };
  });
}

/** The local cloud's parts, stepped by hand. */
function cloudSide() {
  let nowMs = noonMs;
  const clock = { nowMs: () => nowMs, at: () => () => {}, sleep: () => Promise.resolve() };
  const meters = new MeterBook();
  const faults = new FaultInjector({ plan: FAULTS_NONE, random: seededRandom(1), meters });
  const startEnvironment = (serial: number) =>
    ({
      serial,
      isRetired: false,
      idleSinceMs: 0,
      die: () => {},
    }) as unknown as ExecutionEnvironment;
  const pool = new FunctionPool({ clock, faults, concurrencyMax, startEnvironment });
  const underWay: { endMs: number; environment: ExecutionEnvironment }[] = [];
  return {
    endUntil(untilMs: number) {
      underWay.sort((a, b) => a.endMs - b.endMs);
      while (underWay[0] !== undefined && underWay[0].endMs <= untilMs) {
        const [{ endMs, environment }] = underWay.splice(0, 1) as [(typeof underWay)[number]];
        nowMs = endMs;
        pool.giveBack(environment);
      }
      nowMs = untilMs;
    },
    start(endMs: number): unknown {
      const environment = pool.take();
      if (environment === undefined) return undefined;
      underWay.push({ endMs, environment });
      return environment;
    },
  };
}

function twinSide() {
  const totals = new MeterTotals(usualConfiguration);
  const rates = { reads: new UnitRates(1), writes: new UnitRates(1) };
  const shared = {
    totals,
    bytes: {} as ItemBytes,
    random: () => 0.5,
    logLevel: 'info',
    namesTraces: true,
    lineBytes: () => 0,
    ...rates,
  } as const;
  const environments = new Environments(
    () => new Invocation('login', shared),
    () => {},
  );
  return { totals, environments };
}

test.each([1, 2, 3])('the same environments, warm and cold, seed %i', (seed) => {
  const cloud = cloudSide();
  const twin = twinSide();
  const pairs = new Map<Invocation, unknown>();
  let nowMs = noonMs;
  let refusedCount = 0;
  for (const { pauseMs, durationMs } of randomHours(seededRandom(seed))) {
    nowMs += pauseMs;
    cloud.endUntil(nowMs);
    const environment = cloud.start(nowMs + durationMs);
    if (environment === undefined) {
      refusedCount += 1;
      continue;
    }
    const invocation = twin.environments.take(nowMs);
    invocation.begin(nowMs, 1, false);
    invocation.nowMs = nowMs + durationMs;
    invocation.end();
    expect(pairs.get(invocation) ?? environment).toBe(environment);
    pairs.set(invocation, environment);
  }
  expect(refusedCount).toBeGreaterThan(0);
  // One environment of the cloud's for each of the twin's, and many were given up.
  expect(new Set(pairs.values()).size).toBe(pairs.size);
  expect(pairs.size).toBeGreaterThan(2 * concurrencyMax);
  expect(twin.totals.coldStarts).toBe(pairs.size);
});
