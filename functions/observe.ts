// Looks at all cells of a run: how many are signed in, and whether somebody looks after each cell that
// is not healthy. It is the watchdog that restarts heal where its message was lost.
import { loadSupernodes } from '#adapters/cell-reader.ts';
import { claimHealStart } from '#adapters/membership-writer.ts';
import { openOutbox } from '#adapters/outbox.ts';
import { loadCellRows, loadRun } from '#adapters/run-table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openTable, type Table } from '#adapters/table.ts';
import { healStepDue, type Place } from '#domain/events.ts';
import { type CellRecord, signedInCount } from '#domain/network.ts';
import { type NextMove, observeStorm } from '#domain/observe-storm.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { unreachable } from '#domain/unreachable.ts';
import { parseRunInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { StormProgress } from './storm-progress.ts';

/** The function's code; see `onLambda`. */
export const observe = (runtime: Runtime) => {
  const table = openTable(runtime);
  const outbox = openOutbox(runtime);
  return async (progress: StormProgress): Promise<StormProgress> => {
    const { runId } = parseRunInput(progress);
    const { settings } = await loadRun(table, runId);
    const cells = await loadCellRows(table, runId, settings.cells);
    const counts = await countCells(table, runId, cells);
    const unhealthy = counts.filter(({ cell, onlineCount }) => onlineCount < cell.population);
    await outbox.send(
      await watch(
        table,
        runId,
        unhealthy.map(({ cell }) => cell),
        settings,
      ),
    );
    const observation = {
      onlineCount: sum(counts.map(({ onlineCount }) => onlineCount)),
      populationCount: sum(cells.map(({ population }) => population)),
    };
    const move = observeStorm(observation, progress.waveIndex, settings, runtime.nowMs());
    return { ...progress, ...observation, ...afterMove(move) };
  };
};

export const handler = onLambda(observe);

interface CellCount {
  readonly cell: CellRecord;
  readonly onlineCount: number;
}

/** How many cells are read at once: enough to be quick, few enough for one function's sockets. */
const readsAtOnceMax = 50;

async function countCells(
  table: Table,
  runId: string,
  cells: readonly CellRecord[],
): Promise<CellCount[]> {
  const counts: CellCount[] = [];
  for (let from = 0; from < cells.length; from += readsAtOnceMax) {
    const slice = cells.slice(from, from + readsAtOnceMax);
    const counted = slice.map(async (cell) => {
      const supernodes = await loadSupernodes(
        table,
        { runId, cell: cell.cell },
        { consistent: false },
      );
      return { cell, onlineCount: signedInCount(supernodes, table.runtime.nowMs()) };
    });
    counts.push(...(await Promise.all(counted)));
  }
  return counts;
}

async function watch(
  table: Table,
  runId: string,
  cells: readonly CellRecord[],
  { timings }: RunSettings,
) {
  const nowMs = table.runtime.nowMs();
  const started = cells.map(async ({ cell }) => {
    const place: Place = { runId, cell };
    const step = await claimHealStart(table, place, nowMs, timings.healOverdueMs);
    return step === null ? [] : [healStepDue(place, step, nowMs)];
  });
  return (await Promise.all(started)).flat();
}

function afterMove(move: NextMove): Partial<StormProgress> & Pick<StormProgress, 'next'> {
  switch (move.kind) {
    case 'wave': {
      const waveAt = new Date(move.atMs).toISOString();
      return { next: 'wave', waveIndex: move.waveIndex, waveAt };
    }
    case 'look-again':
      return { next: 'look-again' };
    case 'report':
      return { next: 'report', outcome: move.outcome };
    default:
      return unreachable(move);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
