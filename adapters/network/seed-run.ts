import { leaseRenewed, type Place } from '#domain/events.ts';
import { nextRenewalAtMs } from '#domain/membership/renewal-time.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { wantsOnline } from '#domain/storm/day-profile.ts';
import { type CellPopulation, type PopulationShape, quietDay } from '#domain/storm/population.ts';
import { openOutbox } from '../queues/outbox.ts';
import type { Runtime } from '../runtime.ts';
import { saveCell, saveRun } from './run-table.ts';
import { openTable } from './table.ts';

/**
 * Stores a run and its network as it is on a quiet day. The nodes that want to be online at the
 * start are signed in. Then sends the first renewal of every supernode.
 * @returns what was stored, cell by cell
 */
export async function seedRun(
  runtime: Runtime,
  { settings, shape }: { settings: RunSettings; shape: PopulationShape },
): Promise<CellPopulation[]> {
  const table = openTable(runtime);
  const outbox = openOutbox(runtime);
  const nowMs = runtime.nowMs();
  const leaseUntilMs = nowMs + settings.timings.leaseMs;
  const populations = [
    ...quietDay(shape, settings.seed, leaseUntilMs, (node) =>
      wantsOnline(node, settings, settings.startsAtMs),
    ),
  ];
  await saveRun(table, settings);
  for (const population of populations) {
    await saveCell(table, settings.runId, population);
    const accepted = await outbox.send(firstRenewals(settings, population, nowMs));
    if (accepted.includes(false)) throw new Error('expected SQS to accept the first renewals');
  }
  return populations;
}

/** The first renewal of every supernode. Each renewal schedules the next. */
function firstRenewals(settings: RunSettings, { cell, supernodes }: CellPopulation, nowMs: number) {
  const place: Place = { runId: settings.runId, cell: cell.cell };
  return supernodes.map(({ nodeId, epoch }) =>
    leaseRenewed(place, nodeId, epoch, nextRenewalAtMs(cell.cell, nodeId, settings, nowMs)),
  );
}
