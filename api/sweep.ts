import { availableParallelism } from 'node:os';
import { refuseNonsense } from '#cli/scenario-file/read-scenario.ts';
import { pointsOf, pointsToRun, variantsOf } from '#cli/sweep/grid.ts';
import { reportedPoints } from '#cli/sweep/sweep-files.ts';
import {
  addSweepCommand,
  type SweepOptions as ReadSweepOptions,
} from '#cli/sweep/sweep-options.ts';
import { formatSetting, keyer, sweptPoints, tasksOf } from '#cli/sweep/sweep-points.ts';
import { type HowRun, type SettingSummary, summariesOf } from '#cli/sweep/sweep-table.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import type { Journal, JournalEntry } from '#runner/sweep/journal.ts';
import { runSweep } from '#runner/sweep/run-sweep.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { ownCommit, template, workerPath } from './place.ts';
import {
  flag,
  listed,
  type OptionWords,
  readOptions,
  refusing,
  textOf,
  valued,
} from './read-options.ts';
import type { RunOptions } from './run.ts';

/** What is swept. Each option is that of `rebootstorm sweep`. */
export interface SweepOptions
  extends Pick<
    RunOptions,
    'scenario' | 'policies' | 'nodes' | 'scale' | 'retries' | 'decisionLimitMs'
  > {
  /**
   * The values of each varied field, such as `{ 'timings.leaseMs': ['1h', '24h'] }`; of `policy`,
   * `nodes` and `seed`, too. A text may be a range or a factor, as on the command line.
   */
  readonly vary?: Readonly<Record<string, string | readonly (string | number | null)[]>>;
  /** `twin`. */
  readonly cloud?: 'local' | 'twin';
  /** The first seed. 2007. */
  readonly seed?: number;
  /** How many seeds. 1. */
  readonly seeds?: number;
  /** How many threads. As many as there are cores. */
  readonly workers?: number;
  /** Confirms more than 100,000 runs. False. */
  readonly yes?: boolean;
}

/** One run of a sweep. */
export type SweepPoint = HowRun &
  SweepRow & {
    /** The value of each varied field. */
    readonly values: Readonly<Record<string, string | number>>;
    readonly policy: string;
    readonly nodes: number;
    readonly seed: number;
    /** Real time that the run took. */
    readonly wallMs: number;
  };

/** What `points.json` has of the runs. */
export interface SweepOutcome {
  /** Every run, in the grid's order. */
  readonly points: readonly SweepPoint[];
  /** Medians and bands over the seeds of each setting. */
  readonly summary: readonly SettingSummary[];
}

const optionWords: OptionWords = {
  vary: { option: '--vary', isFlag: false, wordsFor: varyWords },
  policies: listed('--policy'),
  cloud: valued('--cloud'),
  nodes: valued('--nodes'),
  scale: valued('--scale'),
  retries: valued('--retries'),
  seed: valued('--seed'),
  seeds: valued('--seeds'),
  workers: valued('--workers'),
  decisionLimitMs: valued('--decision-limit', 'ms'),
  yes: flag('--yes'),
};

function varyWords(vary: unknown): string[] {
  if (typeof vary !== 'object' || vary === null || Array.isArray(vary))
    throw new WrongInputError('vary: expected an object of fields and their values.');
  return Object.entries(vary).map(([field, values]: [string, unknown]) => {
    const all = [values].flat().map((one) => (one === null ? 'null' : textOf(field, one)));
    return `--vary=${field}=${all.join(',')}`;
  });
}

/**
 * Runs a scenario with every combination of the varied values, on every core. It prints nothing,
 * writes no files, and keeps all rows in memory.
 * @throws {WrongInputError} for options or combinations that cannot be
 */
export async function sweep(options: SweepOptions): Promise<SweepOutcome> {
  const read = await readOptions<ReadSweepOptions>(
    'sweep',
    addSweepCommand,
    options.scenario,
    options,
    optionWords,
  );
  const { workers = availableParallelism(), decisionLimitMs } = read;
  const commit = ownCommit();
  const journal = journalInMemory();
  return refusing(async () => {
    for (const { values, scenario } of variantsOf(read.grid))
      refuseNonsense(formatSetting(values) || scenario.name, scenario);
    const policies = await inspectPolicies(read.grid.policies, { workerPath, decisionLimitMs });
    const grid = { ...read.grid, policyNames: policies.map(({ id }) => id) };
    const keyed = keyer(read, commit);
    await runSweep({
      tasks: tasksOf(keyed(pointsToRun(grid)), read, template),
      journal,
      workers,
      workerPath,
      decisionLimitMs,
      onDone: () => {},
    });
    const swept = () => sweptPoints(keyed(pointsOf(grid)), journal, { ...read, commit });
    return { points: [...reportedPoints(swept())], summary: [...summariesOf(swept(), read)] };
  });
}

function journalInMemory(): Journal {
  const entries = new Map<string, JournalEntry>();
  return {
    get size() {
      return entries.size;
    },
    has: (key) => entries.has(key),
    read(key) {
      const entry = entries.get(key);
      if (entry === undefined) throw new Error(`expected run ${key} to be done`);
      return entry;
    },
    note: (key, entry) => void entries.set(key, entry),
    close: () => {},
  };
}
