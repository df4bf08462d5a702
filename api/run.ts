import { choicesOf, compareInThreads } from '#cli/run/compare-in-threads.ts';
import { addRunCommands, type RunOptions as ReadRunOptions } from '#cli/run/run-options.ts';
import { resultJson } from '#cli/run-folder/result-json.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { template, workerPath } from './place.ts';
import { flag, listed, type OptionWords, readOptions, refusing, valued } from './read-options.ts';
import type { Scenario } from './scenario.ts';

/** What is run. Each option is that of `rebootstorm run`. */
export interface RunOptions {
  /** The name of a scenario that ships, the path of a file, or what such a file would export. */
  readonly scenario: string | Scenario;
  /** Names, such as `resilient` or `ghost-slots+herd`, or paths of files. The scenario's own. */
  readonly policies?: readonly string[];
  /** `local` runs every handler; `twin` the decisions on a model of the stack. `local`. */
  readonly cloud?: 'local' | 'twin';
  /** How many nodes. As many as the scenario has. */
  readonly nodes?: number;
  /** For the twin: `full`, where the scenario has it. */
  readonly scale?: 'embedded' | 'full';
  /** For the twin: whether each failing attempt is executed, or only counted. By nodes. */
  readonly retries?: 'executed' | 'aggregated';
  /** The same seed gives the same result. 2007. */
  readonly seed?: number;
  /** Faults of the local cloud, such as `none` or `default,crash=0.01`. `default`. */
  readonly faults?: string;
  /** How many invocations the account allows at a time. 1,000. */
  readonly accountConcurrency?: number;
  /** A region with a price book, or the path of a book. `us-east-1`. */
  readonly prices?: string;
  /** Whether the bill leaves out what AWS gives for nothing each month. False. */
  readonly freeTier?: boolean;
  /** How long one decision of a policy's file may take, in real time. 10,000. */
  readonly decisionLimitMs?: number;
}

/** What `result.json` has. */
export type RunOutcome = Omit<ComparisonResult, 'runs'> & {
  readonly runs: readonly Omit<BilledRun, 'samples' | 'wallMs'>[];
};

const optionWords: OptionWords = {
  policies: listed('--policy'),
  cloud: valued('--cloud'),
  nodes: valued('--nodes'),
  scale: valued('--scale'),
  retries: valued('--retries'),
  seed: valued('--seed'),
  faults: valued('--faults'),
  accountConcurrency: valued('--account-concurrency'),
  prices: valued('--prices'),
  freeTier: flag('--free-tier'),
  decisionLimitMs: valued('--decision-limit', 'ms'),
};

/**
 * Runs a scenario under its policies. It prints nothing and writes no files.
 * @returns what `rebootstorm run --json` prints
 * @throws {WrongInputError} for options that cannot be, and for a policy's file that fails
 */
export async function run(options: RunOptions): Promise<RunOutcome> {
  const read = await readOptions<ReadRunOptions>(
    'run',
    addRunCommands,
    options.scenario,
    options,
    optionWords,
  );
  const threads = { workerPath, decisionLimitMs: read.decisionLimitMs };
  const progress = { update: () => {}, done: () => {} };
  const { result } = await refusing(async () => {
    await inspectPolicies(read.policies, threads);
    return compareInThreads(choicesOf(read, template), threads, progress, () => {});
  });
  return JSON.parse(resultJson(result));
}
