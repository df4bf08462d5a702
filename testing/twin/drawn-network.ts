// Networks for tests: drawn from a seed, built as run-shard.ts builds them, and not set going.
import { builtInDecisions } from '#domain/decisions.ts';
import { policies, policyIds } from '#domain/policies.ts';
import type { DayProfile, Night, RunSettings, Zone } from '#domain/run-settings.ts';
import { cellIds, type PopulationShape } from '#domain/storm/population.ts';
import { openRandom, type Random } from '#twin/engine/random.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from '#twin/network/build-network.ts';
import { noAggregation } from '#twin/network/login/aggregated-clients.ts';
import { Network } from '#twin/network/network-state.ts';
import { executedRedelays } from '#twin/network/queues/redelays.ts';

/** A run that can be built. */
export interface DrawnPlan {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Monday, 13 August 2007, at midnight. */
const mondayMs = 1_186_963_200_000;

/** Draws a network, its day and its storm: the same seed draws the same ones. */
export function drawPlan(seed: number): DrawnPlan {
  const random = openRandom(seed);
  const { cellCount, ...shape } = drawShape(random);
  const zones = drawZones(random);
  const shiftMs = random() < 0.5 ? 0 : whole(random, 0, 400) * hourMs;
  const startMs = mondayMs + whole(random, 0, 9 * 24) * hourMs + whole(random, 0, 59) * minuteMs;
  const { slotsPerSupernode, eligibleShare } = shape;
  return {
    shape: { ...shape, cellCount, zones },
    settings: {
      runId: 'drawn',
      seed: whole(random, 0, 2 ** 31 - 1),
      cells: cellIds(cellCount),
      shiftMs,
      policy: policies[oneOf(random, policyIds)],
      startsAtMs: startMs + shiftMs,
      endsAtMs: startMs + shiftMs + 400 * hourMs,
      timings: timingsOf(random),
      sizes: {
        slotsPerSupernode,
        eligibleShare,
        headroom: 1.25,
        promotionsPerStep: 2,
        attemptsPerMinuteMax: null,
      },
      storm: {
        zones,
        nights: drawNights(random, startMs),
        spreadMs: whole(random, 0, 15) * minuteMs,
        day: random() < 0.3 ? null : drawDay(random),
        growthPerDay: random() < 0.4 ? 0 : random() * 2,
      },
      target: { onlineShare: 0.99, healWithinMs: 2 * hourMs },
    },
  };
}

/** Builds the network of a plan, or of some of its cells, from one on. */
export function buildNetwork({ settings, shape }: DrawnPlan, firstCell = 0): Network {
  const cells = cellsOf(settings, shape, firstCell);
  const { seed } = settings;
  const meters = openMeters({ settings, shape, random: openRandom(seed + 1) });
  const network = new Network({
    settings,
    shape,
    meters,
    cells,
    decisions: builtInDecisions,
    random: openRandom(seed),
    wheel: openWheel({ capacity: 1_000, tieSeed: seed }),
    aggregation: noAggregation,
    redelays: executedRedelays,
    tickMs: 1,
  });
  for (const cell of cells) populate(network, cell, shape);
  return network;
}

function drawShape(random: Random) {
  const cellCount = whole(random, 1, 4);
  const slotsPerSupernode = whole(random, 20, 60);
  return {
    cellCount,
    nodeCount: cellCount * whole(random, 4, 150) + whole(random, 0, 3),
    slotsPerSupernode,
    clientsPerSupernode: whole(random, 2, 20),
    operatorSlots: whole(random, 0, 20),
    eligibleShare: random(),
  };
}

function drawZones(random: Random): Zone[] {
  const offsets = [540, 330, 0, -240, -570];
  return offsets.slice(0, whole(random, 1, offsets.length)).map((utcOffsetMinutes, at) => ({
    label: `zone ${at}`,
    utcOffsetMinutes,
    nodeShare: random() + 0.01,
    supernodeShare: random() + 0.01,
  }));
}

function drawDay(random: Random): DayProfile {
  return {
    workdayShares: Array.from({ length: 24 }, () => random()),
    weekendFactor: 0.5 + random() / 2,
  };
}

/** Two nights, the second of which may strike supernodes alone. */
function drawNights(random: Random, startMs: number): Night[] {
  const share = random() / 2;
  const threeAmUtcMs = Math.ceil(startMs / hourMs) * hourMs + 12 * hourMs;
  const first = { label: 'first', threeAmUtcMs, restartShare: share };
  const second = { label: 'second', threeAmUtcMs: threeAmUtcMs + 24 * hourMs, restartShare: share };
  return [first, random() < 0.5 ? second : { ...second, strikes: 'supernodes' }];
}

function timingsOf(random: Random): RunSettings['timings'] {
  return {
    bootMsMin: minuteMs,
    bootMsMax: 4 * minuteMs,
    orphanNoticeMsMax: minuteMs,
    clientTimeoutMs: minuteMs / 2,
    retryMs: minuteMs,
    backoffMsBase: 5_000,
    backoffMsMax: 5 * minuteMs,
    leaseMs: whole(random, 1, 33) * hourMs,
    renewEveryMs: whole(random, 1, 30) * minuteMs,
    healPaceMs: minuteMs,
    healOverdueMs: 5 * minuteMs,
    rateLimitWindowMs: minuteMs,
    loginsPerRateLimitWindow: 5,
    candidateListMs: 6 * hourMs,
    observeEveryMs: 10 * minuteMs,
    observeForMs: 24 * hourMs,
  };
}

function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

function oneOf<Value>(random: Random, list: readonly [Value, ...Value[]]): Value {
  return list[whole(random, 0, list.length - 1)] ?? list[0];
}
