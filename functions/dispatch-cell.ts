// Brings one wave to one cell: restarts for the nodes that it hits, or an hour's joins and leaves.
// Run again after a failure it sends only what is still missing: nodes that this wave has
// restarted, or that have the state they want, are left alone.
import { loadNodes, UnknownCellError } from '#adapters/network/cell-reader.ts';
import { loadServedStorm } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { openOutbox } from '#adapters/queues/outbox.ts';
import { beginStep } from '#adapters/queues/trace-context.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import {
  type MembershipEvent,
  nodeJoined,
  nodeLeft,
  nodeRestarted,
  type Place,
} from '#domain/events.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import {
  planStorm,
  type RestartWave,
  restartDelayMs,
  type Wave,
} from '#domain/storm/plan-storm.ts';
import { type Turn, turnover } from '#domain/storm/turnover.ts';
import { transitionsOfCell } from '#domain/storm/wave-use.ts';
import { unreachable } from '#domain/unreachable.ts';
import { openCostGuard } from './cost-guard.ts';
import { parseDispatchInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** How many messages a wave sent for a cell, for the execution's history. */
export interface DispatchedCell {
  readonly eventCount: number;
}

/** A wave that the run's storm does not have. */
export class UnknownWaveError extends Error {
  override readonly name = 'UnknownWaveError';

  constructor(runId: string, waveIndex: number) {
    super(`run ${runId}: expected a wave ${waveIndex}`);
  }
}

/** The function's code; see `onLambda`. */
export const dispatchCell = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const outbox = openOutbox(counter.runtime);
  const guard = openCostGuard(counter, table);
  return async (input: unknown): Promise<DispatchedCell> => {
    counter.begin();
    const { runId, cell, waveIndex } = parseDispatchInput(input);
    const settings = await loadServedStorm(table, runId);
    if (settings === undefined) return { eventCount: 0 };
    const wave = planStorm(settings)[waveIndex];
    if (wave === undefined) throw new UnknownWaveError(runId, waveIndex);
    if (!settings.cells.includes(cell)) throw new UnknownCellError({ runId, cell });
    const place = { runId, cell };
    const events = eventsOf(settings, wave, place, await loadNodes(table, place));
    const step = beginStep(runtime, runId, settings.startsAtMs, cell, 'wave', waveIndex);
    const sent = await outbox.send(events, () => step);
    const refused = sent.filter((isAccepted) => !isAccepted).length;
    if (refused > 0)
      throw new Error(`${runId}/${cell}: SQS refused ${refused} events of wave ${waveIndex}`);
    await guard.charge(settings, { transitions: transitionsOfCell });
    return { eventCount: events.length };
  };
};

export const handler = onLambda(dispatchCell);

function eventsOf(
  settings: RunSettings,
  wave: Wave,
  place: Place,
  nodes: readonly NodeRecord[],
): MembershipEvent[] {
  switch (wave.kind) {
    case 'restart':
      return nodes.flatMap((node) => restartOf(settings, wave, place, node));
    case 'turnover':
      return turnover(settings, wave, place.cell, nodes).map((turn) => turnEvent(place, turn));
    default:
      return unreachable(wave);
  }
}

function restartOf(
  settings: RunSettings,
  wave: RestartWave,
  place: Place,
  node: NodeRecord,
): MembershipEvent[] {
  const { nodeId, epoch, waveIndex } = node;
  const delayMs = waveIndex < wave.index ? restartDelayMs(settings, wave, node) : null;
  if (delayMs === null) return [];
  const boot = { epoch: epoch + 1, waveIndex: wave.index, cause: 'update' } as const;
  return [nodeRestarted(place, { nodeId, ...boot, dueAtMs: wave.atMs + delayMs })];
}

function turnEvent(place: Place, turn: Turn): MembershipEvent {
  switch (turn.kind) {
    case 'joins':
      return nodeJoined(place, turn);
    case 'leaves':
      return nodeLeft(place, turn.nodeId, turn.epoch, turn.dueAtMs);
    default:
      return unreachable(turn);
  }
}
