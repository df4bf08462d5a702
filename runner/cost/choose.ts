// Which of several ways to deploy is the best, by cost and by the time that healing takes.

/** A way to deploy, with what it came to at one size of the network. */
export interface Candidate {
  readonly costUsd: number;
  /** Infinite: it never healed. */
  readonly healMs: number;
}

/** What a deployer wants most. */
export type Strategy = 'cheapest' | 'fastest' | 'balanced';

/** Every strategy. */
export const strategies = ['cheapest', 'fastest', 'balanced'] as const satisfies Strategy[];

/**
 * Those of which no other one is as cheap and as fast, and better in one of both; cheapest first.
 */
export function paretoFront<One extends Candidate>(candidates: readonly One[]): One[] {
  return candidates
    .filter((one) => !candidates.some((other) => isBetter(other, one)))
    .toSorted((a, b) => a.costUsd - b.costUsd);
}

/**
 * The best by a strategy; undefined of none. `balanced` takes the least product of cost and time: a
 * way that costs twice as much has to heal in less than half the time.
 */
export function bestBy<One extends Candidate>(
  strategy: Strategy,
  candidates: readonly One[],
): One | undefined {
  const rank: Record<Strategy, (one: One) => readonly [number, number]> = {
    cheapest: ({ costUsd, healMs }) => [costUsd, healMs],
    fastest: ({ costUsd, healMs }) => [healMs, costUsd],
    balanced: ({ costUsd, healMs }) => [costUsd * Math.max(healMs, healMsMin), costUsd],
  };
  return candidates.toSorted((a, b) => {
    const [[first, second], [otherFirst, otherSecond]] = [rank[strategy](a), rank[strategy](b)];
    return first === otherFirst ? second - otherSecond : first - otherFirst;
  })[0];
}

/** What healed at once would be worth any cost: below a second nobody counts. */
const healMsMin = 1_000;

function isBetter(a: Candidate, b: Candidate): boolean {
  const isNoWorse = a.costUsd <= b.costUsd && a.healMs <= b.healMs;
  return isNoWorse && (a.costUsd < b.costUsd || a.healMs < b.healMs);
}
