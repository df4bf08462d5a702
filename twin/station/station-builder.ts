// A station for tests: nothing special about it, and each test changes what it is about.
import type { Station, StationClients } from './station.ts';

/** One server of 100 ms, five requests a second at equal distances, for ten seconds. */
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

/** Clients that wait for ever and ask once, but for what is different about them. */
export function clientsWith(different: Partial<StationClients>): StationClients {
  return {
    timeoutMs: 'none',
    retries: 0,
    backoff: { law: 'none' },
    abandonsQueue: false,
    ...different,
  };
}

/** So many requests at the first millisecond and nobody after. */
export function burstOf(count: number): Station['load'] {
  return {
    law: 'deterministic',
    phases: [
      { fromMs: 0, ratePerSecond: 1e6 * count },
      { fromMs: 0.001, ratePerSecond: 0 },
    ],
  };
}
