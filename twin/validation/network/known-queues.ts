// What queueing theory and mean-field limits say about the parts of the network.

/** A poller that gathers a batch, on a clock of slots. */
export interface BatchWindow {
  /** A slot has a message for this poller with this chance, whatever the other slots have. */
  readonly chance: number;
  /** The window is open for so many slots after the one of its first message. */
  readonly slots: number;
  /** A batch of this many messages goes at once. */
  readonly sizeMax: number;
}

/**
 * A batch of such a poller, by conditioning on the messages so far, slot by slot (exact).
 * @returns its mean size, and the mean time from a message to the end of its batch, in slots
 */
export function batchWindow({ chance, slots, sizeMax }: BatchWindow) {
  let sizes = pointMass(sizeMax, 1);
  let waitedSum = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    // Whoever is in a batch that is not full waits for the next slot.
    for (let size = 1; size < sizeMax; size += 1) waitedSum += size * at(sizes, size);
    const before = sizes;
    sizes = before.map((share, size) => {
      const stays = size === sizeMax || size === 0 ? 1 : 1 - chance;
      const comes = size < 2 ? 0 : chance * at(before, size - 1);
      return share * stays + comes;
    });
  }
  const meanSize = meanOf(sizes);
  return { meanSize, meanWaitSlots: waitedSum / meanSize };
}

/**
 * M/D/c: Poisson arrivals, a service that always takes as long, c servers (Crommelin, 1932). Who is
 * in it is counted once each service time, when all who were served have left and all who came are
 * there: Q' = max(Q - c, 0) + arrivals.
 * @param load arrivals in a service time; less than `servers`
 * @returns the mean number that waits for a server
 */
export function waitingAtMdc(servers: number, load: number): number {
  const sizeMax = 60 * servers;
  const arrivals = poisson(load, sizeMax).filter((share) => share > 1e-18);
  let sizes = pointMass(sizeMax, 0);
  for (let serviceTime = 0; serviceTime < 200; serviceTime += 1) {
    const next = new Array<number>(sizeMax + 1).fill(0);
    for (const [size, share] of sizes.entries()) {
      const left = Math.max(size - servers, 0);
      for (const [came, chance] of arrivals.entries()) {
        const reached = Math.min(left + came, sizeMax);
        next[reached] = at(next, reached) + share * chance;
      }
    }
    sizes = next;
  }
  return meanOf(sizes.slice(servers));
}

/**
 * Groups of clients are placed on ever more of infinitely many supernodes that were empty: the
 * mean-field limit, integrated by Runge and Kutta's rule. A group goes to one supernode.
 * @param choices how many supernodes are drawn, of which the emptiest is taken
 * @param clients for each supernode
 * @param groups shares of the groups that have 1, 2, 3 ... clients
 * @returns the share of supernodes that have at least 0, 1, 2 ... clients
 */
export function supernodeLoads(
  choices: number,
  clients: number,
  groups: readonly number[],
): number[] {
  const levels = 24;
  const groupMean = groups.reduce((sum, share, index) => sum + share * (index + 1), 0);
  const steps = 400;
  const step = clients / groupMean / steps;
  const atLeast = groups.map((_, index) => groups.slice(index).reduce((sum, one) => sum + one, 0));
  /** Level i grows by the groups that go to a supernode below i and reach it. */
  const slope = (tails: readonly number[]) =>
    tails.map((_, level) => {
      let rate = 0;
      for (let size = 1; size <= Math.min(level, groups.length); size += 1) {
        const below = level - size;
        rate +=
          (at(tails, below) ** choices - at(tails, below + 1) ** choices) * at(atLeast, size - 1);
      }
      return rate;
    });
  const plus = (tails: readonly number[], by: readonly number[], factor: number) =>
    tails.map((tail, level) => tail + factor * at(by, level));
  let tails = pointMass(levels, 0);
  for (let done = 0; done < steps; done += 1) {
    const first = slope(tails);
    const second = slope(plus(tails, first, step / 2));
    const third = slope(plus(tails, second, step / 2));
    const fourth = slope(plus(tails, third, step));
    tails = tails.map(
      (tail, level) =>
        tail +
        (step / 6) *
          (at(first, level) + 2 * at(second, level) + 2 * at(third, level) + at(fourth, level)),
    );
  }
  return tails;
}

/** The chances of 0, 1, 2 ... up to `max` events of a Poisson law. */
export function poisson(mean: number, max: number): number[] {
  const chances = [Math.exp(-mean)];
  for (let count = 1; count <= max; count += 1)
    chances.push((at(chances, count - 1) * mean) / count);
  return chances;
}

function pointMass(max: number, where: number): number[] {
  return Array.from({ length: max + 1 }, (_, index) => (index === where ? 1 : 0));
}

function meanOf(shares: readonly number[]): number {
  return shares.reduce((sum, share, count) => sum + share * count, 0);
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
