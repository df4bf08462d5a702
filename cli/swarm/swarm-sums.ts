import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { SwarmOutcome } from './swarm-outcome.ts';

type VerdictCounts = Readonly<Record<InvariantVerdict['verdict'], number>>;

/** What a swarm comes to, in the same order however its threads raced. */
export interface SwarmSums {
  readonly seeds: number;
  /** In rising order. */
  readonly failedSeeds: readonly number[];
  readonly messagesHandled: number;
  readonly entriesChecked: number;
  readonly invariants: Readonly<Record<string, VerdictCounts>>;
  readonly faults: Readonly<Record<string, number>>;
}

/** Adds outcomes up. */
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
  const countOf = (id: keyof SwarmOutcome['verdicts'], kind: InvariantVerdict['verdict']) =>
    outcomes.filter(({ verdicts }) => verdicts[id] === kind).length;
  return Object.fromEntries(
    ids.map((id) => [
      id,
      {
        holds: countOf(id, 'holds'),
        broken: countOf(id, 'broken'),
        unknown: countOf(id, 'unknown'),
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
