// A station with nothing special about it, for the rows to change what they are about.
import type { Station } from '#twin/station/station.ts';

/** One exponential server, mean 1 ms, clients that wait for ever. */
export function plainStation(
  ratePerMs: number,
  { requests, warmUpMs }: { readonly requests: number; readonly warmUpMs: number },
  different: Partial<Station> = {},
): Station {
  const durationMs = warmUpMs + requests / ratePerMs;
  return {
    kind: 'station',
    schemaVersion: 1,
    title: 'a known result',
    servers: 1,
    service: { law: 'exponential', meanMs: 1 },
    queue: { discipline: 'fifo', limit: 'none' },
    clients: {
      timeoutMs: 'none',
      retries: 0,
      backoff: { law: 'none' },
      abandonsQueue: false,
    },
    load: { law: 'poisson', phases: [{ fromMs: 0, ratePerSecond: 1000 * ratePerMs }] },
    events: [],
    durationMs,
    warmUpMs,
    intervalMs: durationMs,
    seed: 0,
    ...different,
  };
}
