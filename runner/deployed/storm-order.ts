// Which storm is run on a deployed stack, and when its first wave comes.
import type { Policy } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import { type PlannedRun, planRun } from '#scenarios/plan-run.ts';

/** Which storm to run. */
export interface StormOrder {
  /** The run's name. No other run in the table may have it. */
  readonly runId: string;
  readonly scenario: Scenario;
  readonly policy: Policy;
  readonly seed: number;
  readonly nodes: number;
  /** The most that the run may cost; absent: it may cost what it costs. */
  readonly costCap?: CostCap | undefined;
  /** How many seconds pass at the stack each second. Absent: one. */
  readonly clockSpeed?: number | undefined;
  /** For a run that somebody starts by hand: a later start is refused. */
  readonly startByMs?: number;
}

/** Fits the storm to a stack. @param fromMs when it begins at the earliest, on the stack's clock */
export function planOrder(
  { scenario, nodes, clockSpeed, ...choices }: StormOrder,
  fromMs: number,
): PlannedRun {
  const shiftMs = fromMs - scenario.startMs + headStartMsOf(nodes, clockSpeed);
  return planRun(scenario, { ...choices, nodeCount: nodes, shiftMs });
}

/**
 * The time from seeding to the scenario's start, on the stack's clock. In it the slowest engine can
 * store the network and start the execution, which takes as long on a clock that goes faster.
 */
export function headStartMsOf(nodes: number, clockSpeed = 1): number {
  return (8_000 + nodes * 5) * Math.max(1, clockSpeed);
}

/** From the scenario's start until its storm is watched no more, on the stack's clock. */
export function stormLastsMs({ storm, timings, embedded, startMs }: Scenario): number {
  const ownTimings = { ...timings, ...embedded.timings };
  return observedUntilMs({ storm, timings: ownTimings, shiftMs: 0 }) - startMs;
}
