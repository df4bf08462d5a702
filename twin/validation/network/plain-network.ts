// The smallest network that a row can be about: nobody is on at first, clients come one by one over
// a day, supernodes never fail, and every number of the model that a row is not about is so large
// or so small that it does not matter.
import { reportBeatMs } from '#domain/limits.ts';
import type { Policy } from '#domain/policies.ts';
import type { RunSettings, Timings } from '#domain/run-settings.ts';
import { cellIds, type PopulationShape } from '#domain/storm/population.ts';
import type { NetworkRun, NetworkRunOptions } from '#twin/network/network-run.ts';
import type { TwinParts } from '../twin-parts.ts';

export const secondMs = 1_000;
export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** 5 January 1970, a Monday, at 00:00. */
const mondayMs = 4 * dayMs;

/** How such a network is set. */
export interface PlainNetworkOptions {
  readonly policy: Policy;
  readonly seed: number;
  readonly clientCount: number;
  readonly supernodeCount: number;
  /** At each supernode; none if absent. */
  readonly slots?: number;
  /** Share of the clients that want to be on at each full hour, from midnight; linear between. */
  readonly hourlyShares?: readonly number[];
  /** The run begins so long after midnight. */
  readonly startsAfterMs?: number;
  readonly timings?: Partial<Timings>;
}

/** A network as `runNetwork` is asked for it. */
export interface PlainNetwork {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
}

/** The clients come evenly in the course of the day, from 01:00 to 21:00, and stay. */
export const allDayLong: readonly number[] = Array.from({ length: 24 }, (_, hour) =>
  Math.min(1, Math.max(0, (hour - 1) / 20)),
);

/** All clients come between midnight and 01:00. */
export const withinAnHour: readonly number[] = [0, ...Array.from({ length: 23 }, () => 1)];

/** Builds such a network, of one cell. */
export function plainNetwork(options: PlainNetworkOptions): PlainNetwork {
  const { policy, seed, clientCount, supernodeCount, slots = 0 } = options;
  const startsAtMs = mondayMs + (options.startsAfterMs ?? 0);
  const workdayShares = options.hourlyShares ?? allDayLong;
  const zones = [{ label: 'UTC', utcOffsetMinutes: 0, nodeShare: 1, supernodeShare: 1 }];
  const noWave = { label: 'never', threeAmUtcMs: startsAtMs + 20 * dayMs, restartShare: 1e-9 };
  return {
    settings: {
      runId: 'known-answer',
      seed,
      policy,
      cells: cellIds(1),
      startsAtMs,
      endsAtMs: startsAtMs + 24 * dayMs,
      shiftMs: 0,
      timings: { ...longTimings, ...options.timings },
      sizes: {
        slotsPerSupernode: slots,
        headroom: 0,
        promotionsPerStep: 0,
        eligibleShare: 0,
        attemptsPerMinuteMax: null,
      },
      storm: {
        zones,
        nights: [noWave],
        spreadMs: 0,
        day: { workdayShares, weekendFactor: 1 },
        growthPerDay: 0,
      },
      target: { onlineShare: 1, healWithinMs: dayMs },
    },
    shape: {
      nodeCount: clientCount + supernodeCount,
      cellCount: 1,
      clientsPerSupernode: clientCount / supernodeCount,
      slotsPerSupernode: slots,
      operatorSlots: 0,
      eligibleShare: 0,
      zones,
    },
  };
}

/** How a run of such a network is set. */
export interface PlainRunOptions extends PlainNetworkOptions {
  /** The run ends so long after midnight. */
  readonly untilMs: number;
  readonly sampleEveryMs: number;
  readonly onEnd?: NonNullable<NetworkRunOptions['onEnd']>;
}

/** Runs such a network, every message of it executed. */
export function runPlainNetwork(
  { runNetwork }: Pick<TwinParts, 'runNetwork'>,
  options: PlainRunOptions,
): NetworkRun {
  const { untilMs, sampleEveryMs, startsAfterMs = 0, onEnd } = options;
  const network = plainNetwork(options);
  const { startsAtMs } = network.settings;
  const run = {
    sampleEveryMs,
    retries: 'executed',
    untilMs: startsAtMs - startsAfterMs + untilMs,
  } as const;
  return runNetwork({ ...network, ...run, ...(onEnd !== undefined && { onEnd }) });
}

/**
 * Nothing ends, nobody loses patience, and the log-in service is never busy. Nodes report that they
 * came at a beat of their cell: booting takes up to one beat, so that their log-ins come one by
 * one.
 */
const longTimings: Timings = {
  bootMsMin: 0,
  bootMsMax: reportBeatMs,
  orphanNoticeMsMax: 0,
  clientTimeoutMs: 20 * dayMs,
  retryMs: secondMs,
  backoffMsBase: secondMs,
  backoffMsMax: secondMs,
  leaseMs: 24 * dayMs,
  renewEveryMs: 20 * dayMs,
  healPaceMs: hourMs,
  healOverdueMs: dayMs,
  rateLimitWindowMs: hourMs,
  loginsPerRateLimitWindow: 1e6,
  candidateListMs: dayMs,
  observeEveryMs: 30 * 60_000,
  observeForMs: dayMs,
};
