// Formulas of queueing theory that any textbook has. Time is counted in mean service times, so the
// arrival rate `load` is also the work that comes for each unit of time.

/** Mean wait in the queue of one server with any service law (Pollaczek and Khinchine). */
export function meanWait(load: number, variation: number): number {
  return (load * (1 + variation ** 2)) / (2 * (1 - load));
}

/** The mean square of the wait at one exponential server; last come, first served is the larger. */
export function meanSquareWait(load: number, discipline: 'fifo' | 'lifo'): number {
  const fifo = (2 * load) / (1 - load) ** 2;
  return discipline === 'fifo' ? fifo : fifo / (1 - load);
}

/** The share of requests that find all servers busy where nobody waits (Erlang B). */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++)
    blocked = (load * blocked) / (server + load * blocked);
  return blocked;
}

/** The share of requests that have to wait (Erlang C). */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load);
  return (servers * blocked) / (servers - load * (1 - blocked));
}

/** The chance of each number in a system of one exponential server that holds `room` at most. */
export function numbersInSystem(load: number, room: number): number[] {
  const weights = Array.from({ length: room + 1 }, (_, number) => load ** number);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The share that leaves the queue of one exponential server because it waited for `patience`.
 * From the density of the work that an arrival finds: it grows like exp(-(1 - load) x) as far as
 * anybody joins, and falls like exp(-x) beyond.
 */
export function abandonedShare(load: number, patience: number): number {
  const decay = 1 - load;
  const edge = Math.exp(-decay * patience);
  const busy = (load * (1 - edge)) / decay;
  return (load * edge) / (1 + busy + load * edge);
}

/** Attempts for each request, where an attempt fails with one chance (facts 3.14). */
export function attemptsPerRequest(failureShare: number, retries: number): number {
  return Array.from({ length: retries + 1 }, (_, retry) => failureShare ** retry).reduce(
    (sum, share) => sum + share,
  );
}

/** Mean time in the supermarket model with infinitely many queues (facts 3.24). */
export function supermarketTime(load: number, choices: number): number {
  if (choices === 1) return 1 / (1 - load);
  let sum = 0;
  for (let length = 1; length < 64; length++)
    sum += load ** ((choices ** length - choices) / (choices - 1));
  return sum;
}

/** Periods until one of `members` first probes a dead one, each probing one other in a period. */
export function firstDetectionPeriods(members: number): number {
  const others = members - 1;
  return 1 / (1 - (1 - 1 / others) ** others);
}
