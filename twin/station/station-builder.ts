// A plain station for tests. Each test changes the fields that it is about.
import type { Station, StationClients } from './station.ts';

/**
 * One server with a service time of 100 ms. Five requests a second come at equal distances, for ten
 * seconds.
 */
export function aStation(different: Partial<Station> = {}): Station {
  return {
    kind: 'station',
    schemaVersion: 1,
    title: 'a test',
    servers: 1,
    service: { law: 'deterministic', meanMs: 100 },
    queue: { discipline: 'fifo', limit: 'none' },
    clients: clientsWith({}),
    load: { law: 'deterministic', phases: [{ fromMs: 0, ratePerSecond: 5 }] },
    events: [],
    durationMs: 10_000,
    warmUpMs: 0,
    intervalMs: 1000,
    seed: 1,
    ...different,
  };
}

/** Clients that wait for ever and make one attempt, with the given changes. */
export function clientsWith(different: Partial<StationClients>): StationClients {
  return {
    timeoutMs: 'none',
    retries: 0,
    backoff: { law: 'none' },
    abandonsQueue: false,
    ...different,
  };
}

/** A burst of `count` requests in the first millisecond, and none after. */
export function burstOf(count: number): Station['load'] {
  return {
    law: 'deterministic',
    phases: [
      { fromMs: 0, ratePerSecond: 1e6 * count },
      { fromMs: 0.001, ratePerSecond: 0 },
    ],
  };
}
