// Runs a storm on a deployed stack from outside: seeds it, starts it, observes it, and checks what
// it left.
import { loadNodes, loadSupernodes } from '#adapters/network/cell-reader.ts';
import { loadSpentUsd } from '#adapters/network/run-ledger.ts';
import { loadCellRows } from '#adapters/network/run-table.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { countMessagesLeft, type MessagesLeft } from '#adapters/queues/messages-in-queues.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import type { StormStatus } from '#adapters/stack/storm-status.ts';
import {
  checkNetwork,
  type NetworkCheck,
  type NetworkScan,
} from '#domain/invariants/check-network.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import {
  type CurvePoint,
  type Evidence,
  type Judgement,
  judgeRun,
  onlineShare as onlineShareOf,
} from '#domain/storm/judge-run.ts';
import { lastRestartAtMs, restartsByWave } from '#domain/storm/plan-storm.ts';
import { type ExecutionFailure, executionFailure, stopReasonOf } from '#domain/storm/storm-end.ts';
import { userHoursLost } from '#domain/storm/user-hours-lost.ts';
import type { RunResult } from '../result.ts';
import { deadLetterViolations, type RestartsDone, verdictOnStorm } from '../verdict-on-storm.ts';
import { arrivedSince, readLetters } from './letters-of-runs.ts';
import { withReasonOfRun } from './reason-of-end.ts';
import { planOrder, type StormOrder } from './storm-order.ts';
import { refuseTakenRun, seedFreeRun } from './taken-run.ts';
import { observeEveryMsMin, watchStorm } from './watch-storm.ts';

/** Functions that are called as a storm goes on. */
export interface StormObserver {
  /** The run's name is free, and its network is being stored. */
  seeding(settings: RunSettings): void;
  /** The network is stored, and the state machine is asked to start. */
  starting(): void;
  /** The storm has started, and goes on by itself from now on. */
  started(): void;
  /** Called with each observation. The first is made of the quiet network. */
  observed(observation: StormObservation): void;
}

/** One observation of a storm under way. */
export interface StormObservation {
  /** Time since the command began. */
  readonly elapsedMs: number;
  readonly onlineShare: number;
  /** What was counted, by the stack's clock. */
  readonly point: CurvePoint;
}

/** What a storm did to a deployed stack, and what it left behind. */
export interface DeployedStorm
  extends Pick<RunResult, 'verdict' | 'expected' | 'lastRestartAtMs' | 'endMs' | 'userHoursLost'>,
    Omit<Judgement, 'kind'> {
  readonly runId: string;
  readonly executionArn: string;
  /** Step Functions' status of the execution; `RUNNING` if it was still running at its limit. */
  readonly executionStatus: string;
  /** The outcome as the state machine reports it, or why there is no report. */
  readonly outcome: string;
  /** Why the execution failed, and which quota of AWS it met. Null if it did not fail. */
  readonly failure: ExecutionFailure | null;
  /** Those who want to be signed in at the end, and those of them who are, by a full scan. */
  readonly populationCount: number;
  readonly onlineCount: number;
  /** The number of restarts that the plan has for this population, and of nodes that restarted. */
  readonly plannedRestartCount: number;
  readonly restartedCount: number;
  /** What a full scan finds violated, and dead-lettered messages, in words. */
  readonly violations: readonly string[];
  /** Messages that came into each dead-letter queue during the storm, without other runs'. */
  readonly deadLetters: MessagesLeft;
  /** Messages that were quarantined during the storm, without other runs'. */
  readonly quarantinedCount: number;
  /** What a run with a cap spent, in US dollars, as it was written down. Null without a cap. */
  readonly spentUsd: number | null;
  /** The cap in US dollars. Null without one. */
  readonly maxCostUsd: number | null;
  readonly seconds: number;
}

/**
 * Runs a storm on a deployed stack, and judges it as one on the local cloud is judged.
 * @param runtime the operator's, on the stack's clock
 * @throws {TakenRunError}
 */
export async function runDeployedStorm(
  runtime: Runtime,
  outputs: StackOutputs,
  order: StormOrder,
  watcher: StormObserver,
): Promise<DeployedStorm> {
  const { runId, scenario, policy, costCap } = order;
  const table = openTable(runtime);
  await refuseTakenRun(table, runId);
  const startedMs = runtime.nowMs();
  const planned = planOrder(order, startedMs);
  const { settings } = planned;
  watcher.seeding(settings);
  const leftBefore = await countMessagesLeft(runtime, outputs);
  const populations = await seedFreeRun(runtime, planned);
  watcher.starting();
  const executionArn = await startStorm(runtime, runId);
  watcher.started();
  const everybody = populations.flatMap((cell) => cell.nodes);
  const { curve, end: lastStatus } = await watchStorm(table, settings, executionArn, (point) =>
    watcher.observed({
      elapsedMs: point.atMs - startedMs,
      onlineShare: onlineShareOf(point),
      point,
    }),
  );
  const end = await withReasonOfRun(table, runId, lastStatus);
  const { network, check } = await readAtRest(table, settings);
  const letters = await readLetters(runtime, outputs);
  const { deadLetters, quarantinedCount } = arrivedSince(leftBefore, letters, runId);
  const restarts = {
    planned: countPlanned(settings, everybody),
    done: network.nodes.filter(({ waveIndex }) => waveIndex >= 0).length,
  };
  const failure = executionFailure(end);
  const violations = [...check.violations, ...deadLetterViolations(byQueue(deadLetters))];
  const evidence = {
    curve,
    lastRestartAtMs: lastRestartAtMs(settings.storm, settings.shiftMs),
    target: settings.target,
    violations,
    failure,
    stopped: stopReasonOf(end) ?? undefined,
  };
  return {
    runId,
    ...judgedBy(evidence, restarts),
    expected: [...(scenario.expected[policy.id] ?? [])],
    executionArn,
    executionStatus: end.status,
    outcome: outcomeOf(end),
    failure,
    ...check,
    violations,
    plannedRestartCount: restarts.planned,
    restartedCount: restarts.done,
    deadLetters,
    quarantinedCount,
    spentUsd: costCap === undefined ? null : await loadSpentUsd(table, { ...settings, costCap }),
    maxCostUsd: costCap?.maxUsd ?? null,
    seconds: (runtime.nowMs() - startedMs) / 1000,
  };
}

function judgedBy(evidence: Evidence, restarts: RestartsDone) {
  const { kind, ...judgement } = judgeRun(evidence);
  const { curve, lastRestartAtMs: lastMs, failure, stopped } = evidence;
  const isMeasured = failure === null && stopped === undefined;
  return {
    verdict: verdictOnStorm(kind, judgement, evidence, restarts),
    ...judgement,
    userHoursLost: isMeasured ? userHoursLost(curve) : Number.NaN,
    lastRestartAtMs: lastMs,
    endMs: curve.at(-1)?.atMs ?? Number.NaN,
  };
}

/** By the queues' own names: `heal` for `HealDeadLetters`. */
function byQueue(deadLetters: MessagesLeft): Record<string, number> {
  const named = Object.entries(deadLetters).map(
    ([output, count]) => [output.replace(/DeadLetters$/, '').toLowerCase(), count] as const,
  );
  return Object.fromEntries(named);
}

function countPlanned(settings: RunSettings, nodes: readonly NodeRecord[]): number {
  return restartsByWave(settings, nodes).reduce((sum, { restarts }) => sum + restarts, 0);
}

/**
 * For up to a minute after a run's end, functions may act on what they read before (cell-reader).
 */
export const scansMax = 30;

/**
 * Scans everybody until a scan finds no violation. A scan may fall between the writes of a function
 * that is still at work. A lasting violation shows in every scan.
 */
async function readAtRest(
  table: Table,
  { runId, cells }: RunSettings,
): Promise<{ network: NetworkScan; check: NetworkCheck }> {
  for (let scans = 1; ; scans += 1) {
    const scanned = await Promise.all(
      cells.map(async (cell) => ({
        nodes: await loadNodes(table, { runId, cell }),
        supernodes: await loadSupernodes(table, { runId, cell }, { consistent: true }),
      })),
    );
    const network = {
      cells: await loadCellRows(table, runId, cells),
      nodes: scanned.flatMap(({ nodes }) => nodes),
      supernodes: scanned.flatMap(({ supernodes }) => supernodes),
    };
    const check = checkNetwork(network, table.runtime.nowMs());
    if (check.violations.length === 0 || scans === scansMax) return { network, check };
    await table.runtime.sleep(observeEveryMsMin);
  }
}

function outcomeOf(end: StormStatus): string {
  const { status, report } = end;
  if (status === 'RUNNING') return 'still running at its limit';
  if (typeof report?.outcome === 'string') return report.outcome;
  const stopped = stopReasonOf(end);
  if (stopped !== null) return `stopped: ${stopped}`;
  // An execution without a failure of its own was observed to its end, and the storm did not heal.
  return executionFailure(end) === null ? 'timed-out' : 'failed';
}
