// First state of a storm: whether it may start, when its waves come, and which cells they hit.
import { loadCellRows, loadWholeRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { observeSeconds } from '#domain/storm/observation-budget.ts';
import { type Wave, planStorm as wavesOf } from '#domain/storm/plan-storm.ts';
import { startRefusal } from '#domain/storm/start-refusal.ts';
import { seedUse } from '#domain/storm/wave-use.ts';
import { openCostGuard } from './cost-guard.ts';
import { parsePlanInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { StormProgress } from './storm-progress.ts';

/** The run is over, or not for this execution, or it is too late; the message says which. */
export class StartRefusedError extends Error {
  override readonly name = 'StartRefusedError';
}

/** The function's code; see `onLambda`. */
export const planStorm = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const guard = openCostGuard(counter, table);
  /** Whether the first wave would cost too much already. */
  const isTooDear = async (settings: RunSettings, first: Wave): Promise<boolean> => {
    if (settings.costCap === undefined) return false;
    const rows = await loadCellRows(table, settings.runId, settings.cells);
    const populationCount = rows.reduce((sum, { population }) => sum + population, 0);
    await guard.charge(settings, seedUse(populationCount));
    return guard.stops(settings, populationCount, first);
  };
  return async (input: unknown): Promise<StormProgress> => {
    counter.begin();
    const {
      execution,
      input: { runId },
    } = parsePlanInput(input);
    const run = await loadWholeRun(table, runId);
    const refusal = startRefusal(run, execution, runtime.nowMs());
    if (refusal !== null) throw new StartRefusedError(refusal);
    const { settings } = run;
    const first = wavesOf(settings)[0];
    if (first === undefined) throw new Error(`run ${runId}: expected a storm of at least one wave`);
    // A run that is stopped here has one wave, at once, that moves nobody, and is reported then.
    const isOver = await isTooDear(settings, first);
    return {
      runId,
      cells: isOver ? settings.cells.slice(0, 1) : settings.cells,
      waveIndex: first.index,
      waveAt: new Date(isOver ? runtime.nowMs() : first.atMs).toISOString(),
      observeSeconds: observeSeconds(settings.timings.observeEveryMs),
      next: 'wave',
    };
  };
};

export const handler = onLambda(planStorm);
