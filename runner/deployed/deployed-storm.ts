// Runs a storm on a deployed stack from outside: seeds it, starts it, observes it, and checks what
// it left.
import { loadNodes, loadSupernodes } from '#adapters/network/cell-reader.ts';
import { loadSpentUsd } from '#adapters/network/run-ledger.ts';
import { loadCellRows } from '#adapters/network/run-table.ts';
import { seedRun } from '#adapters/network/seed-run.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { countMessagesLeft, type MessagesLeft } from '#adapters/queues/messages-in-queues.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { openStormStatus, type StormStatus } from '#adapters/stack/storm-status.ts';
import {
  checkNetwork,
  type NetworkCheck,
  type NetworkScan,
} from '#domain/invariants/check-network.ts';
import { type NodeRecord, signedInCount } from '#domain/network.ts';
import type { Policy } from '#domain/policies.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { onlineShare as onlineShareOf } from '#domain/storm/judge-run.ts';
import { observedUntilMs, restartsByWave } from '#domain/storm/plan-storm.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import { type ExecutionFailure, executionFailure, stopReasonOf } from '#domain/storm/storm-end.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { withReasonOfRun } from './reason-of-end.ts';

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
}

/** Functions that are called as a storm goes on. */
export interface StormObserver {
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
}

/** What a storm did to a deployed stack, and what it left behind. */
export interface DeployedStorm {
  readonly runId: string;
  readonly executionArn: string;
  /** Step Functions' status of the execution; `RUNNING` if it was still running at its limit. */
  readonly executionStatus: string;
  /** The outcome as the state machine reports it, or why there is no report. */
  readonly outcome: string;
  /** Why the execution failed, and which quota of AWS it met. Null if it did not fail. */
  readonly failure: ExecutionFailure | null;
  readonly populationCount: number;
  readonly onlineCount: number;
  /** The number of restarts that the plan has for this population, and of nodes that restarted. */
  readonly plannedRestartCount: number;
  readonly restartedCount: number;
  readonly lowestOnlineShare: number;
  readonly violations: readonly string[];
  /** Messages that came into each dead-letter queue during the storm. */
  readonly deadLetters: MessagesLeft;
  /** Messages that were quarantined during the storm. */
  readonly quarantinedCount: number;
  /** What a run with a cap spent, in US dollars, as it was written down. Null without a cap. */
  readonly spentUsd: number | null;
  /** The cap in US dollars. Null without one. */
  readonly maxCostUsd: number | null;
  readonly seconds: number;
  /**
   * The storm healed, everybody is signed in, every invariant holds, and no message was
   * dead-lettered.
   */
  readonly isHealed: boolean;
}

/** How often the storm is observed. */
export const observeEveryMs = 2_000;

/**
 * The time from seeding to the first wave, on the stack's clock. In it the slowest engine can store
 * the network and start the execution, which takes as long on a clock that goes faster.
 */
export function headStartMsOf(nodes: number, clockSpeed = 1): number {
  return (8_000 + nodes * 5) * Math.max(1, clockSpeed);
}

/**
 * At this time after its end, the state machine has given up by itself. The time includes minutes
 * for its own retries.
 */
export const graceMs = 180_000;

/**
 * Runs a storm on a deployed stack.
 * @param runtime the operator's, on the stack's clock
 */
export async function runDeployedStorm(
  runtime: Runtime,
  outputs: StackOutputs,
  { runId, scenario, policy, seed, nodes, costCap, clockSpeed }: StormOrder,
  watcher: StormObserver,
): Promise<DeployedStorm> {
  const startedMs = runtime.nowMs();
  const { settings, shape } = planRun(scenario, {
    runId,
    seed,
    policy,
    nodeCount: nodes,
    costCap,
    shiftMs: startedMs - scenario.startMs + headStartMsOf(nodes, clockSpeed),
  });
  const leftBefore = await countMessagesLeft(runtime, outputs);
  const populations = await seedRun(runtime, { settings, shape });
  const executionArn = await startStorm(runtime, runId);
  watcher.started();
  const table = openTable(runtime);
  const everybody = populations.flatMap((cell) => cell.nodes);
  let lowestOnlineShare = 1;
  const lastStatus = await watch(runtime, settings, executionArn, async () => {
    const onlineShare = await shareOnline(table, settings);
    lowestOnlineShare = Math.min(lowestOnlineShare, onlineShare);
    watcher.observed({ elapsedMs: runtime.nowMs() - startedMs, onlineShare });
  });
  const end = await withReasonOfRun(table, runId, lastStatus);
  const { network, check } = await readAtRest(table, settings);
  const arrived = arrivals(leftBefore, await countMessagesLeft(runtime, outputs));
  const { Quarantine: quarantinedCount = 0, ...deadLetters } = arrived;
  const outcome = outcomeOf(end);
  return {
    runId,
    executionArn,
    executionStatus: end.status,
    outcome,
    failure: executionFailure(end),
    ...check,
    plannedRestartCount: countPlanned(settings, everybody),
    restartedCount: network.nodes.filter(({ waveIndex }) => waveIndex >= 0).length,
    lowestOnlineShare,
    deadLetters,
    quarantinedCount,
    spentUsd: costCap === undefined ? null : await loadSpentUsd(table, { ...settings, costCap }),
    maxCostUsd: costCap?.maxUsd ?? null,
    seconds: (runtime.nowMs() - startedMs) / 1000,
    isHealed: outcome === 'healed' && isSound(check) && !hasAny(deadLetters),
  };
}

function countPlanned(settings: RunSettings, nodes: readonly NodeRecord[]): number {
  return restartsByWave(settings, nodes).reduce((sum, { restarts }) => sum + restarts, 0);
}

async function watch(
  runtime: Runtime,
  settings: RunSettings,
  executionArn: string,
  observe: () => Promise<void>,
): Promise<StormStatus> {
  const endMs = observedUntilMs(settings) + graceMs;
  const readStatus = openStormStatus(runtime, executionArn);
  for (;;) {
    await observe();
    const now = await readStatus();
    if (now.status !== 'RUNNING' || runtime.nowMs() > endMs) return now;
    await runtime.sleep(observeEveryMs);
  }
}

/**
 * The share of the wanted nodes that are signed in. It reads registrations and the cells' rows,
 * which hold both numbers. This costs a fraction of a full scan.
 */
async function shareOnline(table: Table, { runId, cells }: RunSettings): Promise<number> {
  const rows = await loadCellRows(table, runId, cells);
  const registrations = await Promise.all(
    cells.map((cell) => loadSupernodes(table, { runId, cell }, { consistent: false })),
  );
  const onlineCount = signedInCount(registrations.flat(), table.runtime.nowMs());
  const wantedCount = rows.reduce((sum, { population }) => sum + population, 0);
  return onlineShareOf({ onlineCount, wantedCount });
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
    await table.runtime.sleep(observeEveryMs);
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

function arrivals(before: MessagesLeft, after: MessagesLeft): MessagesLeft {
  const counts = Object.entries(after);
  return Object.fromEntries(
    counts.map(([name, count]) => [name, Math.max(0, count - (before[name] ?? 0))]),
  );
}

function isSound({ violations, onlineCount, populationCount }: NetworkCheck): boolean {
  return violations.length === 0 && populationCount > 0 && onlineCount === populationCount;
}

function hasAny(counts: MessagesLeft): boolean {
  return Object.values(counts).some((count) => count > 0);
}
