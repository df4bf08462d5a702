// Observes all cells of a run: how many are signed in, and whether heal is under way where it is
// needed. It is the watchdog that restarts heal where its message was lost.
import { loadNodes, loadSupernodes } from '#adapters/network/cell-reader.ts';
import { claimHealStart } from '#adapters/network/heal-writer.ts';
import { loadCellRows, loadServedStorm } from '#adapters/network/run-table.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { openOutbox } from '#adapters/queues/outbox.ts';
import { beginStep } from '#adapters/queues/trace-context.ts';
import { environmentVariable, type Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import { type ControlEvent, healStepDue, leaseRenewed } from '#domain/events.ts';
import { planHealAgain } from '#domain/heal/call-heal.ts';
import { cellsReadAtOnceMax, queueLimits } from '#domain/limits.ts';
import { isRenewalOverdue } from '#domain/membership/renewal-time.ts';
import { type CellRecord, type SupernodeRecord, signedInCount } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { crowdsOf } from '#domain/storm/crowds.ts';
import { isUnhealthy } from '#domain/storm/health.ts';
import { whereToObserve } from '#domain/storm/observation-budget.ts';
import { type NextMove, observeStorm } from '#domain/storm/observe-storm.ts';
import { isRestartLeft, planStorm } from '#domain/storm/plan-storm.ts';
import { transitionsOfObserving } from '#domain/storm/wave-use.ts';
import { unreachable } from '#domain/unreachable.ts';
import { openCostGuard } from './cost-guard.ts';
import { parseObserveInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { ObservingToKeep, StormProgress } from './storm-progress.ts';

/** The function's code; see `onLambda`. */
export const observe = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const outbox = openOutbox(counter.runtime);
  const guard = openCostGuard(counter, table);
  // The longest batch window is the deployer's choice, and the stack says what follows from it.
  const visibilitySeconds = Number(environmentVariable(runtime, 'MEMBERSHIP_VISIBILITY_SECONDS'));
  const membership = { ...queueLimits.membership, visibilitySeconds };
  return async (progress: StormProgress): Promise<StormProgress | ObservingToKeep> => {
    counter.begin();
    const { runId, waveIndex } = parseObserveInput(progress);
    const settings = await loadServedStorm(table, runId);
    // Somebody ended the run meanwhile: nothing is left to repair.
    if (settings === undefined) return { ...progress, next: 'report', outcome: 'timed-out' };
    const cells = await loadCellRows(table, runId, settings.cells);
    const counts = await observeCells(table, runId, cells, { consistent: false });
    const repairs = counts.flatMap((seen) => repairsOf(runId, seen, settings, runtime.nowMs()));
    const step = beginStep(runtime, runId, settings.startsAtMs, 'observation', runtime.nowMs());
    const sent = await outbox.send(repairs, () => step);
    const refused = sent.filter((isAccepted) => !isAccepted).length;
    if (refused > 0) throw new Error(`${runId}: SQS refused ${refused} repairs`);
    await claimHeals(table, repairs);
    const observation = {
      onlineCount: sum(counts.map(({ onlineCount }) => onlineCount)),
      populationCount: sum(cells.map(({ population }) => population)),
      unhealthyCellCount: counts.filter((seen) => isCellUnhealthy(seen, settings)).length,
    };
    const move = observeStorm(observation, waveIndex, settings, runtime.nowMs(), membership);
    const isEarly = move.kind === 'report' && move.outcome === 'healed' && !move.isSure;
    const isDoubtful = isEarly && !(await isSurelyHealed(table, settings, cells));
    const decided: NextMove = isDoubtful ? { kind: 'observe-again' } : move;
    const next = afterMove({ ...progress, ...observation }, decided);
    await guard.charge(settings, {
      transitions: transitionsOfObserving(progress.next, next.next),
    });
    if (decided.kind === 'report') return next;
    const wave = decided.kind === 'wave' ? planStorm(settings)[decided.waveIndex] : undefined;
    if (!(await guard.stops(settings, observation.populationCount, wave ?? null))) return next;
    return { ...ownProgress(progress), ...observation, next: 'report', outcome: 'stopped' };
  };
};

export const handler = onLambda(observe);

/** One cell as it was seen. */
interface SeenCell {
  readonly cell: CellRecord;
  readonly supernodes: readonly SupernodeRecord[];
  readonly onlineCount: number;
}

async function observeCells(
  table: Table,
  runId: string,
  cells: readonly CellRecord[],
  { consistent }: { consistent: boolean },
): Promise<SeenCell[]> {
  const seen: SeenCell[] = [];
  for (let from = 0; from < cells.length; from += cellsReadAtOnceMax) {
    const slice = cells.slice(from, from + cellsReadAtOnceMax);
    const observations = slice.map(async (cell) => {
      const place = { runId, cell: cell.cell };
      const supernodes = await loadSupernodes(table, place, { consistent });
      const onlineCount = signedInCount(supernodes, table.runtime.nowMs());
      return { cell, supernodes, onlineCount };
    });
    seen.push(...(await Promise.all(observations)));
  }
  return seen;
}

/**
 * Sends again what must have been lost: overdue renewals, and heal where it is needed.
 */
function repairsOf(
  runId: string,
  { cell, supernodes, onlineCount }: SeenCell,
  settings: RunSettings,
  nowMs: number,
): ControlEvent[] {
  const place = { runId, cell: cell.cell };
  const renewals = supernodes
    .filter((one) => isRenewalOverdue(one, settings, nowMs))
    .map(({ nodeId, epoch }) => leaseRenewed(place, nodeId, epoch, nowMs));
  const call = planHealAgain(cell, onlineCount, settings.timings, nowMs);
  return call === null ? renewals : [...renewals, healStepDue(place, call.step, call.atMs)];
}

async function claimHeals(table: Table, repairs: readonly ControlEvent[]): Promise<void> {
  const steps = repairs.filter((event) => event.type === 'HealStepDue');
  const claims = steps.map((event) => {
    return claimHealStart(table, event, { step: event.step, atMs: event.dueAtMs });
  });
  await Promise.all(claims);
}

/**
 * Whether the network is healthy and no restart is still to come. Restarts are counted first: one
 * that comes in between shows in the count of signed-in nodes.
 */
async function isSurelyHealed(
  table: Table,
  settings: RunSettings,
  cells: readonly CellRecord[],
): Promise<boolean> {
  if (await isAnyRestartLeft(table, settings, cells)) return false;
  const seen = await observeCells(table, settings.runId, cells, { consistent: true });
  return !seen.some((one) => isCellUnhealthy(one, settings));
}

/**
 * Whether a restart whose message failed is still to come. This reads every node, so it is asked
 * only before a storm is called healed.
 */
async function isAnyRestartLeft(
  table: Table,
  settings: RunSettings,
  cells: readonly CellRecord[],
): Promise<boolean> {
  const { runId } = settings;
  const waves = planStorm(settings);
  for (const crowd of crowdsOf(cells)) {
    const observations = crowd.map(({ cell }) => loadNodes(table, { runId, cell }));
    const nodes = (await Promise.all(observations)).flat();
    if (nodes.some((node) => isRestartLeft(settings, waves, node))) return true;
  }
  return false;
}

function isCellUnhealthy({ cell, onlineCount }: SeenCell, { target }: RunSettings): boolean {
  return isUnhealthy(onlineCount, cell.population, target);
}

function afterMove(progress: StormProgress, move: NextMove): StormProgress | ObservingToKeep {
  if (move.kind === 'observe-again') return nextObservation(progress);
  const own = ownProgress(progress);
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

/** An execution that only observes goes back to the storm's own. */
function ownProgress({ observationsApart: _apart, ...own }: StormProgress): StormProgress {
  return own;
}

/**
 * In this execution while its history has room for observations, otherwise in one of their own.
 */
function nextObservation(progress: StormProgress): StormProgress | ObservingToKeep {
  const { runId, onlineCount, populationCount, observations = 0, observationsApart } = progress;
  const next = 'observe-again';
  if (whereToObserve(observationsApart ?? observations, observationsApart !== undefined) === 'here')
    return observationsApart === undefined
      ? { ...progress, next, observations: observations + 1 }
      : { ...progress, next, observationsApart: observationsApart + 1 };
  const first = { ...progress, next, observationsApart: 0 } as const;
  const counts = {
    ...(onlineCount !== undefined && { onlineCount }),
    ...(populationCount !== undefined && { populationCount }),
  };
  return { runId, next: 'keep-observing', observing: [first], ...counts };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
