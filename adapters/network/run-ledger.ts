// What a run with a cost cap used so far. Each environment adds up what it used, and writes it down
// once it is worth a write, so that the ledger itself costs little.
import { publishedBy } from '#domain/stack/published-metrics.ts';
import {
  heldBackShare,
  nearCapMetric,
  nearCapShare,
  priceOfUse,
  spentUsd,
  writeDownEveryMs,
  writeDownShare,
} from '#domain/storm/cost-cap.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import { addUse, nothingUsed, type Use, useNames } from '#domain/storm/use.ts';
import { type Item, toItem, usedKey } from './items.ts';
import { stopRun } from './run-table.ts';
import { getItems, type Table } from './table.ts';
import { update } from './transaction.ts';

/** A run that has a cap. */
export interface CappedRun {
  readonly runId: string;
  readonly startsAtMs: number;
  readonly costCap: CostCap;
}

/** What one environment wrote down, and did not yet. */
export interface RunLedger {
  /**
   * Charges a run with what was used for it. The run is stopped where that makes it pass its cap.
   */
  charge(run: CappedRun, use: Use, isLast?: 'last'): Promise<void>;
}

/** Opens the ledger of one environment. */
export function openRunLedger(table: Table): RunLedger {
  const unwritten = new Map<string, { use: Use; writtenAtMs: number }>();
  return {
    async charge(run, use, isLast) {
      const { runId, costCap } = run;
      const nowMs = table.runtime.nowMs();
      const before = unwritten.get(runId) ?? { use: nothingUsed, writtenAtMs: nowMs };
      const now = { ...before, use: addUse(before.use, use) };
      unwritten.set(runId, now);
      const isWorthAWrite = priceOfUse(now.use, costCap.rates) >= writeDownShare * costCap.maxUsd;
      const isDue = nowMs - now.writtenAtMs >= writeDownEveryMs;
      if (!isWorthAWrite && !isDue && isLast === undefined) return;
      const used = await writeDown(table, runId, now.use);
      unwritten.set(runId, { use: nothingUsed, writtenAtMs: nowMs });
      const spent = spentOf(table, run, used);
      if (spent >= nearCapShare * costCap.maxUsd) table.runtime.count(nearCapMetric, 1);
      if (spent < (1 - heldBackShare) * costCap.maxUsd) return;
      await stopRun(table, runId, 'cost');
      // What was read of it before says that it goes on.
      table.runs.delete(runId);
    },
  };
}

/** What a run cost so far, in US dollars, as far as it is written down. */
export async function loadSpentUsd(table: Table, run: CappedRun): Promise<number> {
  const [item] = await getItems(table, [usedKey(run.runId)]);
  return spentOf(table, run, item === undefined ? nothingUsed : toUse(item));
}

/** What a run cost so far by what it used, in US dollars. */
function spentOf(table: Table, { costCap, startsAtMs }: CappedRun, used: Use): number {
  const { env, nowMs } = table.runtime;
  const metricCount = publishedBy(env).size;
  return spentUsd(costCap, used, { startsAtMs, nowMs: nowMs(), metricCount });
}

/** Adds to what is written down. @returns what it comes to */
async function writeDown(table: Table, runId: string, use: Use): Promise<Use> {
  const withThisWrite = addUse(use, { ...nothingUsed, writeUnits: 1 });
  const outcome = await update(table, {
    Key: usedKey(runId),
    UpdateExpression: `ADD ${useNames.map((name) => `${name} :${name}`).join(', ')}`,
    ExpressionAttributeValues: toItem(
      Object.fromEntries(useNames.map((name) => [`:${name}`, withThisWrite[name]])),
    ),
    ReturnValues: 'ALL_NEW',
  });
  if (outcome.kind !== 'written' || outcome.attributes === undefined)
    throw new Error(`run ${runId}: expected what it used to be written down`);
  return toUse(outcome.attributes);
}

function toUse(item: Item): Use {
  const counts = useNames.map((name) => [name, Number(item[name]?.N ?? 0)]);
  return Object.fromEntries(counts) as unknown as Use;
}
