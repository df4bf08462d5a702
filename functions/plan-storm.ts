// First state of a storm: when its waves come, and which cells they hit.
import { loadStorm } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { observeSeconds } from '#domain/storm/observation-budget.ts';
import { planStorm as wavesOf } from '#domain/storm/plan-storm.ts';
import { parseRunInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { StormProgress } from './storm-progress.ts';

/** The function's code; see `onLambda`. */
export const planStorm = (runtime: Runtime) => {
  const table = openTable(runtime);
  return async (input: unknown): Promise<StormProgress> => {
    const { runId } = parseRunInput(input);
    const settings = await loadStorm(table, runId);
    const first = wavesOf(settings)[0];
    if (first === undefined) throw new Error(`run ${runId}: expected a storm of at least one wave`);
    return {
      runId,
      cells: settings.cells,
      waveIndex: first.index,
      waveAt: new Date(first.atMs).toISOString(),
      observeSeconds: observeSeconds(settings.timings.observeEveryMs),
      next: 'wave',
    };
  };
};

export const handler = onLambda(planStorm);
