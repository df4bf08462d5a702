// The hard stop: before each wave, and at each observation, a run with a cost cap is held against
// it. The state machine's functions charge what they use themselves.
import { type CappedRun, loadSpentUsd, openRunLedger } from '#adapters/network/run-ledger.ts';
import { stopRun } from '#adapters/network/run-table.ts';
import type { Table } from '#adapters/network/table.ts';
import type { UseCounter } from '#adapters/use-counter.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { wouldPassCap } from '#domain/storm/cost-cap.ts';
import type { Wave } from '#domain/storm/plan-storm.ts';
import { addUse, nothingUsed, type Use } from '#domain/storm/use.ts';

/** Guards the caps of runs. A run without one costs no call. */
export interface CostGuard {
  /** Charges what the invocation used so far, and what it stands for beside its own calls. */
  charge(settings: CappableSettings, beside: Partial<Use>): Promise<void>;
  /**
   * Stops a run that would pass its cap.
   * @param nextWave what would come next; null: no wave is due
   * @returns whether it was stopped
   */
  stops(settings: RunSettings, populationCount: number, nextWave: Wave | null): Promise<boolean>;
  /** What a run with a cap cost so far, and the cap, in US dollars; undefined without one. */
  standing(settings: CappableSettings): Promise<CostStanding | undefined>;
}

/** What a run cost, beside what it may cost, in US dollars. */
export interface CostStanding {
  readonly spentUsd: number;
  readonly maxUsd: number;
}

type CappableSettings = Pick<RunSettings, 'runId' | 'startsAtMs' | 'costCap'>;

/** Opens the guard of one environment. @param table opened with the counter's runtime */
export function openCostGuard(counter: UseCounter, table: Table): CostGuard {
  const ledger = openRunLedger(table);
  return {
    async charge(settings, beside) {
      if (!isCapped(settings)) return;
      const use = addUse(counter.used(), { ...nothingUsed, ...beside });
      await ledger.charge(settings, use, 'last');
    },
    async stops(settings, populationCount, nextWave) {
      if (!isCapped(settings)) return false;
      const spentUsd = await loadSpentUsd(table, settings);
      const spending = { spentUsd, populationCount, nextWave };
      if (!wouldPassCap(settings.costCap, settings, spending)) return false;
      const { runId } = settings;
      const { maxUsd } = settings.costCap;
      await stopRun(table, runId, 'cost');
      table.runtime.log({ level: 'warn', message: 'run stopped: cost', runId, spentUsd, maxUsd });
      return true;
    },
    async standing(settings) {
      if (!isCapped(settings)) return undefined;
      return { spentUsd: await loadSpentUsd(table, settings), maxUsd: settings.costCap.maxUsd };
    },
  };
}

function isCapped<Settings extends CappableSettings>(
  settings: Settings,
): settings is Settings & CappedRun {
  return settings.costCap !== undefined;
}
