// Measures one run on a deployed stack. From outside only what the table keeps can be seen, and
// later what CloudWatch counted in that time.

import { loadNodes } from '#adapters/network/cell-reader.ts';
import { loadCellRows } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { Span } from '#adapters/stack/stack-metrics.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { cellIds } from '#domain/storm/population.ts';
import { runDeployedStorm } from '../deployed/deployed-storm.ts';
import type { StormOrder } from '../deployed/storm-order.ts';
import type { MeasuredElsewhere, MeasuredEnding } from './measured.ts';

/** Every node's first boot has this number. Each restart adds one. */
const firstEpoch = 1;

/** What a run left in its table, and when it was, on the stack's clock. */
export interface MeasuredStorm {
  readonly measured: MeasuredElsewhere;
  readonly span: Span;
}

/**
 * Runs a storm on a deployed stack, and measures what it left.
 * @param cellCount the number of cells in the same plan
 */
export async function measureDeployed(
  runtime: Runtime,
  outputs: StackOutputs,
  { cellCount, ...order }: StormOrder & { readonly cellCount: number },
): Promise<MeasuredStorm> {
  const { runId } = order;
  const fromMs = runtime.nowMs();
  const ignore = () => {};
  const nobody = { seeding: ignore, starting: ignore, started: ignore, observed: ignore };
  const storm = await runDeployedStorm(runtime, outputs, order, nobody);
  const toMs = runtime.nowMs();
  const table = openTable(runtime);
  const cells = cellIds(cellCount);
  const rows = await loadCellRows(table, runId, cells);
  const scanned = await Promise.all(cells.map((cell) => loadNodes(table, { runId, cell })));
  const measured: MeasuredElsewhere = {
    counts: {
      NodesRestarted: sum(scanned.flat().map(({ epoch }) => epoch - firstEpoch)),
      HealSteps: sum(rows.map(({ healStep }) => healStep)),
    },
    meters: {},
    // Of a storm that failed or was stopped nothing was measured.
    ...(Number.isFinite(storm.worstOfflineShare) && {
      worstOfflineShare: storm.worstOfflineShare,
      healMs: storm.healMs,
      belowTargetMs: storm.belowTargetMs,
    }),
    ending: endingOf(storm.outcome),
    violations: storm.violations,
  };
  return { measured, span: { fromMs, toMs } };
}

function endingOf(outcome: string): MeasuredEnding {
  return outcome === 'healed' || outcome === 'timed-out' ? outcome : 'failed';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
