// Restarts the nodes of one cell that a wave hits. Run again after a failure it sends only what is
// still missing: a node that this wave has restarted already is left alone.
import { loadNodes } from '#adapters/cell-reader.ts';
import { openOutbox } from '#adapters/outbox.ts';
import { loadStorm } from '#adapters/run-table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openTable } from '#adapters/table.ts';
import { nodeRestarted } from '#domain/events.ts';
import { planStorm, restartDelayMs } from '#domain/plan-storm.ts';
import { parseRestartInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const restartCell = (runtime: Runtime) => {
  const table = openTable(runtime);
  const outbox = openOutbox(runtime);
  return async (input: unknown): Promise<{ restarts: number }> => {
    const { runId, cell, waveIndex } = parseRestartInput(input);
    const settings = await loadStorm(table, runId);
    const wave = planStorm(settings.storm, settings.shiftMs)[waveIndex];
    if (wave === undefined) throw new Error(`run ${runId}: expected a wave ${waveIndex}`);
    const place = { runId, cell };
    const restarts = (await loadNodes(table, place)).flatMap((node) => {
      const delayMs = node.waveIndex < waveIndex ? restartDelayMs(settings, wave, node) : null;
      if (delayMs === null) return [];
      const { nodeId, epoch } = node;
      const dueAtMs = wave.atMs + delayMs;
      return [nodeRestarted(place, { nodeId, epoch: epoch + 1, waveIndex, dueAtMs })];
    });
    const accepted = await outbox.send(restarts);
    const refused = accepted.filter((one) => !one).length;
    if (refused > 0) throw new Error(`${runId}/${cell}: SQS refused ${refused} restarts`);
    return { restarts: restarts.length };
  };
};

export const handler = onLambda(restartCell);
