import { cellsMax } from '#domain/limits.ts';
import type { Policy } from '#domain/policies.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario, ScenarioScale } from '#domain/scenario/scenario.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import { cellIds, type PopulationShape } from '#domain/storm/population.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';

/** What a scenario leaves open. */
export interface RunChoices {
  readonly runId: string;
  readonly seed: number;
  readonly policy: Policy;
  readonly nodeCount: number;
  /** The latest time at which somebody may start it by hand; absent: it is started at once. */
  readonly startByMs?: number;
  /** Added to the scenario's times: zero on virtual time; on a real clock, now less its start. */
  readonly shiftMs: number;
  /** At which of its scales the scenario is run; `embedded` when absent. */
  readonly scale?: 'embedded' | 'full';
  /** The most that the run may cost; absent: it may cost what it costs. */
  readonly costCap?: CostCap | undefined;
}

/** A run that can be stored, and the population to store with it. */
export interface PlannedRun {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
}

/**
 * Fits a scenario to a number of nodes: at least two cells, rates in proportion to a cell's nodes.
 */
export function planRun(scenario: Scenario, choices: RunChoices): PlannedRun {
  const { nodeCount, scale = 'embedded', costCap, ...rest } = choices;
  const { shape, sizes, timings: own } = scaleOf(scenario, scale);
  const timings = { ...scenario.timings, ...own };
  const cellCount = Math.max(2, Math.ceil(nodeCount / shape.cellNodes));
  if (cellCount > cellsMax)
    throw new Error(`${nodeCount} nodes need ${cellCount} cells; a run has at most ${cellsMax}`);
  const cellShare = nodeCount / cellCount / shape.cellNodes;
  const loginsPerRateLimitWindow = Math.max(
    1,
    Math.round(timings.loginsPerRateLimitWindow * cellShare),
  );
  return {
    settings: {
      ...rest,
      cells: cellIds(cellCount),
      startsAtMs: scenario.startMs + choices.shiftMs,
      endsAtMs: endsAtMs({ ...scenario, timings }, choices.shiftMs),
      timings: { ...timings, loginsPerRateLimitWindow },
      sizes,
      storm: scenario.storm,
      target: scenario.target,
      ...(costCap !== undefined && { costCap }),
    },
    shape: { ...shape, nodeCount, cellCount, zones: scenario.storm.zones },
  };
}

function scaleOf(scenario: Scenario, scale: 'embedded' | 'full'): ScenarioScale {
  const found = scenario[scale];
  if (found === undefined) throw new Error(`${scenario.name} has no ${scale} scale`);
  return found;
}

/** The state machine gives up before; an hour is left for its last steps to be tried again. */
function endsAtMs(
  { storm, timings }: Pick<Scenario, 'storm' | 'timings'>,
  shiftMs: number,
): number {
  return observedUntilMs({ storm, shiftMs, timings }) + 3_600_000;
}
