// Measures one run on a deployed stack. From outside only what the table keeps can be seen. An
// engine does not report what it bills, and its clock is real.
import { loadNodes } from '#adapters/network/cell-reader.ts';
import { loadCellRows } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { cellIds } from '#domain/storm/population.ts';
import { runDeployedStorm } from '../deployed/deployed-storm.ts';
import type { StormOrder } from '../deployed/storm-order.ts';
import type { MeasuredElsewhere, MeasuredEnding } from './measured.ts';

/** Every node's first boot has this number. Each restart adds one. */
const firstEpoch = 1;

/**
 * Runs a storm on a deployed stack, and measures what it left.
 * @param cellCount the number of cells in the same plan
 */
export async function measureDeployed(
  runtime: Runtime,
  outputs: StackOutputs,
  { cellCount, ...order }: StormOrder & { readonly cellCount: number },
): Promise<MeasuredElsewhere> {
  const { runId } = order;
  const nobody = { starting: () => {}, started: () => {}, observed: () => {} };
  const storm = await runDeployedStorm(runtime, outputs, order, nobody);
  const table = openTable(runtime);
  const cells = cellIds(cellCount);
  const rows = await loadCellRows(table, runId, cells);
  const scanned = await Promise.all(cells.map((cell) => loadNodes(table, { runId, cell })));
  return {
    counts: {
      NodesRestarted: sum(scanned.flat().map(({ epoch }) => epoch - firstEpoch)),
      HealSteps: sum(rows.map(({ healStep }) => healStep)),
    },
    meters: {},
    // Of a storm that failed or was stopped nothing was measured.
    ...(Number.isFinite(storm.worstOfflineShare) && {
      worstOfflineShare: storm.worstOfflineShare,
    }),
    ending: endingOf(storm.outcome),
    violations: storm.violations,
  };
}

function endingOf(outcome: string): MeasuredEnding {
  return outcome === 'healed' || outcome === 'timed-out' ? outcome : 'failed';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
