import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { SwarmOutcome } from './swarm-outcome.ts';

/**
 * How many seeds had each verdict. `excused` are violations in seeds that did not fail, since no
 * control plane could have kept the invariant there (`judge-swarm-case.ts`).
 */
type VerdictCounts = Readonly<Record<InvariantVerdict['verdict'] | 'excused', number>>;

/** The sums of a swarm. Their order does not depend on the threads. */
export interface SwarmSums {
  readonly seeds: number;
  /** In rising order. */
  readonly failedSeeds: readonly number[];
  readonly messagesHandled: number;
  readonly entriesChecked: number;
  readonly invariants: Readonly<Record<string, VerdictCounts>>;
  readonly faults: Readonly<Record<string, number>>;
}

/** Adds up the outcomes. */
export function sumUp(outcomes: readonly SwarmOutcome[]): SwarmSums {
  const sorted = [...outcomes].sort((a, b) => a.seed - b.seed);
  const failed = sorted.filter(({ failures }) => failures.length > 0);
  return {
    seeds: sorted.length,
    failedSeeds: failed.map(({ seed }) => seed),
    messagesHandled: sum(sorted.map(({ messagesHandled }) => messagesHandled)),
    entriesChecked: sum(sorted.map(({ entriesChecked }) => entriesChecked)),
    invariants: verdictsOf(sorted),
    faults: faultsOf(sorted),
  };
}

function verdictsOf(outcomes: readonly SwarmOutcome[]): Record<string, VerdictCounts> {
  const ids = Object.keys(outcomes[0]?.verdicts ?? {}) as (keyof SwarmOutcome['verdicts'])[];
  const failed = outcomes.filter(({ failures }) => failures.length > 0);
  const sound = outcomes.filter(({ failures }) => failures.length === 0);
  const countOf = (
    id: keyof SwarmOutcome['verdicts'],
    kind: InvariantVerdict['verdict'],
    among = outcomes,
  ) => among.filter(({ verdicts }) => verdicts[id] === kind).length;
  return Object.fromEntries(
    ids.map((id) => [
      id,
      {
        holds: countOf(id, 'holds'),
        violated: countOf(id, 'violated', failed),
        unknown: countOf(id, 'unknown'),
        excused: countOf(id, 'violated', sound),
      },
    ]),
  );
}

function faultsOf(outcomes: readonly SwarmOutcome[]): Record<string, number> {
  const kinds = new Set(outcomes.flatMap(({ faults }) => Object.keys(faults)));
  const entries = [...kinds].sort().map((kind): [string, number] => {
    return [kind, sum(outcomes.map(({ faults }) => faults[kind] ?? 0))];
  });
  return Object.fromEntries(entries);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
