// A run's curve at any moment of the record, as users of the real network.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { shareAt } from '#domain/storm/day-profile.ts';
import type { StudyRow } from './study-row.ts';

/** Users at a moment. */
export interface Users {
  readonly online: number;
  readonly wanted: number;
}

/** A run's curve, before its start and after its end as well. */
export interface ComparedCurve {
  at(ms: number): Users;
  /** A step apart from one moment on, and at the other moment. */
  between(fromMs: number, toMs: number): Users[];
  readonly stepMs: number;
}

/**
 * The curve of a run. Before its start everybody who wants to be is signed in; after its end, if it
 * healed, so many as at its last step. A run that never healed ends with its last step.
 */
export function comparedCurve(scenario: Scenario, row: Pick<StudyRow, 'curve'>): ComparedCurve {
  const { startMs, stepMs, online, wanted } = row.curve;
  const pcs = scenario.full?.shape.nodeCount ?? Number.NaN;
  const users = (onlineShare: number, wantedShare: number) => ({
    online: onlineShare * pcs,
    wanted: wantedShare * pcs,
  });
  const last = wanted.length - 1;
  const lastPart = (online[last] ?? 0) / (wanted[last] ?? 1);
  const at = (ms: number) => {
    const index = Math.floor((ms - startMs) / stepMs);
    const [onlineShare, wantedShare] = [online[index], wanted[index]];
    if (onlineShare !== undefined && wantedShare !== undefined)
      return users(onlineShare, wantedShare);
    const demand = demandShare(scenario, ms);
    return users(index < 0 ? demand : demand * lastPart, demand);
  };
  return {
    at,
    stepMs,
    between(fromMs, toMs) {
      const count = Math.ceil((toMs - fromMs) / stepMs);
      const before = Array.from({ length: count }, (_, index) => at(fromMs + index * stepMs));
      return [...before, at(toMs)];
    },
  };
}

/** The share of all nodes that the scenario's day wants to be signed in at a moment. */
export function demandShare(scenario: Scenario, ms: number): number {
  const { storm, full } = scenario;
  const { day, zones } = storm;
  if (day === null) return 1;
  const alwaysOn = full?.shape.eligibleShare ?? 0;
  const ordinary = zones.reduce(
    (sum, { nodeShare, utcOffsetMinutes }) =>
      sum + nodeShare * shareAt(day, ms + utcOffsetMinutes * 60_000),
    0,
  );
  return alwaysOn + (1 - alwaysOn) * ordinary;
}

/** The lowest count, as a part of the highest one before it. */
export function lowestPart(
  curve: ComparedCurve,
  fromMs: number,
  toMs: number,
  of: keyof Users = 'online',
): number {
  let highest = 0;
  let lowest = 1;
  for (const { [of]: count } of curve.between(fromMs, toMs)) {
    highest = Math.max(highest, count);
    if (highest > 0) lowest = Math.min(lowest, count / highest);
  }
  return lowest;
}

/** 0 users are no logarithm; a thousand of millions are none in practice. */
const usersMin = 1_000;

/** A count of users as a logarithm to the base two. */
export function log2Users(users: number): number {
  return Math.log2(Math.max(users, usersMin));
}
