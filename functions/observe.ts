// Looks at all cells of a run: how many are signed in, and whether somebody looks after each cell
// that is not healthy. It is the watchdog that restarts heal where its message was lost.
import { loadNodes, loadSupernodes } from '#adapters/network/cell-reader.ts';
import { claimHealStart } from '#adapters/network/heal-writer.ts';
import { loadCellRows, loadServedStorm } from '#adapters/network/run-table.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { openOutbox } from '#adapters/queues/outbox.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { type ControlEvent, healStepDue, supernodeReported } from '#domain/events.ts';
import { isHealIdle } from '#domain/heal/heal-standing.ts';
import { cellsReadAtOnceMax } from '#domain/limits.ts';
import { isReportOverdue } from '#domain/membership/report-time.ts';
import { type CellRecord, type SupernodeRecord, signedInCount } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { crowdsOf } from '#domain/storm/crowds.ts';
import { isUnhealthy } from '#domain/storm/health.ts';
import { type NextMove, observeStorm } from '#domain/storm/observe-storm.ts';
import { isRestartLeft, planStorm } from '#domain/storm/plan-storm.ts';
import { whereToLook } from '#domain/storm/watch-budget.ts';
import { unreachable } from '#domain/unreachable.ts';
import { parseObserveInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { StormProgress, WatchToKeep } from './storm-progress.ts';

/** The function's code; see `onLambda`. */
export const observe = (runtime: Runtime) => {
  const table = openTable(runtime);
  const outbox = openOutbox(runtime);
  return async (progress: StormProgress): Promise<StormProgress | WatchToKeep> => {
    const { runId, waveIndex } = parseObserveInput(progress);
    const settings = await loadServedStorm(table, runId);
    // Somebody ended it meanwhile: there is nothing left to look after.
    if (settings === undefined) return { ...progress, next: 'report', outcome: 'timed-out' };
    const cells = await loadCellRows(table, runId, settings.cells);
    const counts = await lookAtCells(table, runId, cells, { consistent: false });
    const repairs = counts.flatMap((seen) => repairsOf(runId, seen, settings, runtime.nowMs()));
    const refused = (await outbox.send(repairs)).filter((isAccepted) => !isAccepted).length;
    if (refused > 0) throw new Error(`${runId}: SQS refused ${refused} repairs`);
    await claimHeals(table, repairs);
    const observation = {
      onlineCount: sum(counts.map(({ onlineCount }) => onlineCount)),
      populationCount: sum(cells.map(({ population }) => population)),
      sickCellCount: counts.filter((seen) => isSick(seen, settings)).length,
    };
    const move = observeStorm(observation, waveIndex, settings, runtime.nowMs());
    const isEarly = move.kind === 'report' && move.outcome === 'healed' && !move.isSure;
    const isDoubtful = isEarly && !(await isSurelyHealed(table, settings, cells));
    return afterMove({ ...progress, ...observation }, isDoubtful ? { kind: 'look-again' } : move);
  };
};

export const handler = onLambda(observe);

/** One cell as it was seen. */
interface SeenCell {
  readonly cell: CellRecord;
  readonly supernodes: readonly SupernodeRecord[];
  readonly onlineCount: number;
}

async function lookAtCells(
  table: Table,
  runId: string,
  cells: readonly CellRecord[],
  { consistent }: { consistent: boolean },
): Promise<SeenCell[]> {
  const seen: SeenCell[] = [];
  for (let from = 0; from < cells.length; from += cellsReadAtOnceMax) {
    const slice = cells.slice(from, from + cellsReadAtOnceMax);
    const looks = slice.map(async (cell) => {
      const place = { runId, cell: cell.cell };
      const supernodes = await loadSupernodes(table, place, { consistent });
      const onlineCount = signedInCount(supernodes, table.runtime.nowMs());
      return { cell, supernodes, onlineCount };
    });
    seen.push(...(await Promise.all(looks)));
  }
  return seen;
}

/**
 * What must have been lost is sent again: reports that are overdue, and heal where it is needed.
 */
function repairsOf(
  runId: string,
  { cell, supernodes, onlineCount }: SeenCell,
  settings: RunSettings,
  nowMs: number,
): ControlEvent[] {
  const place = { runId, cell: cell.cell };
  const reports = supernodes
    .filter((one) => isReportOverdue(one, settings, nowMs))
    .map(({ nodeId, epoch }) => supernodeReported(place, nodeId, epoch, nowMs));
  const isLeft = onlineCount < cell.population && isHealIdle(cell, settings.timings, nowMs);
  return isLeft ? [...reports, healStepDue(place, cell.healStep, nowMs)] : reports;
}

async function claimHeals(table: Table, repairs: readonly ControlEvent[]): Promise<void> {
  const steps = repairs.filter((event) => event.type === 'HealStepDue');
  await Promise.all(steps.map((event) => claimHealStart(table, event, event.step, event.dueAtMs)));
}

/**
 * Whether the network is well and no restart is still to come. Those who are signed in are counted
 * after the restarts: one that came in between would be in neither count.
 */
async function isSurelyHealed(
  table: Table,
  settings: RunSettings,
  cells: readonly CellRecord[],
): Promise<boolean> {
  if (await isAnyRestartLeft(table, settings, cells)) return false;
  const seen = await lookAtCells(table, settings.runId, cells, { consistent: true });
  return !seen.some((one) => isSick(one, settings));
}

/**
 * Whether a restart whose message failed is still to come. Asked only before a storm is called
 * healed, since it reads everybody.
 */
async function isAnyRestartLeft(
  table: Table,
  settings: RunSettings,
  cells: readonly CellRecord[],
): Promise<boolean> {
  const { runId } = settings;
  const waves = planStorm(settings);
  for (const crowd of crowdsOf(cells)) {
    const looks = crowd.map(({ cell }) => loadNodes(table, { runId, cell }));
    const nodes = (await Promise.all(looks)).flat();
    if (nodes.some((node) => isRestartLeft(settings, waves, node))) return true;
  }
  return false;
}

function isSick({ cell, onlineCount }: SeenCell, { target }: RunSettings): boolean {
  return isUnhealthy(onlineCount, cell.population, target);
}

function afterMove(progress: StormProgress, move: NextMove): StormProgress | WatchToKeep {
  if (move.kind === 'look-again') return nextLook(progress);
  // Whoever has looked apart goes back to the storm's own execution.
  const { looksApart: _looksApart, ...own } = progress;
  switch (move.kind) {
    case 'wave': {
      const waveAt = new Date(move.atMs).toISOString();
      return { ...own, next: 'wave', waveIndex: move.waveIndex, waveAt };
    }
    case 'report':
      return { ...own, next: 'report', outcome: move.outcome };
    default:
      return unreachable(move);
  }
}

/** Here, while the history of this execution has room for looks, or else in one of its own. */
function nextLook(progress: StormProgress): StormProgress | WatchToKeep {
  const { runId, onlineCount, populationCount, looks = 0, looksApart } = progress;
  const next = 'look-again';
  if (whereToLook(looksApart ?? looks, looksApart !== undefined) === 'here')
    return looksApart === undefined
      ? { ...progress, next, looks: looks + 1 }
      : { ...progress, next, looksApart: looksApart + 1 };
  const watch = { ...progress, next, looksApart: 0 } as const;
  const counts = {
    ...(onlineCount !== undefined && { onlineCount }),
    ...(populationCount !== undefined && { populationCount }),
  };
  return { runId, next: 'keep-watch', watches: [watch], ...counts };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
