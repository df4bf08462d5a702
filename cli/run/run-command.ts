// `rebootstorm run` and `demo`: run a scenario under its policies, and write the folder of the run.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { type ComparisonChoices, compare } from '#runner/compare-policies.ts';
import { runOrder, runOrdersIn } from '#runner/order-runner.ts';
import { checkNames, choosePolicy } from '#runner/policy-choice.ts';
import type { Progress } from '#runner/progress.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { withWorkerPool } from '#runner/threads/worker-pool.ts';

import type { RunManifest } from '../run-folder/manifest.ts';
import { createRunFolder, type RunFolder } from '../run-folder/run-folder.ts';
import { writeRun } from '../run-folder/write-run.ts';
import { comparisonTable } from '../show/comparison-table.ts';
import { createProgress } from '../show/progress.ts';
import { judgedRun } from '../thresholds/judged-run.ts';
import { checkStrangers, reportThresholds } from '../thresholds/threshold-option.ts';
import { exitCodeOf } from './run-exit-code.ts';
import type { RunOptions } from './run-options.ts';

/** The folder for the results, which the user named, cannot be written to. */
export class OutFolderError extends Error {
  override readonly name = 'OutFolderError';

  constructor(message: string) {
    super(plainLine(message));
  }
}

/** What a run stands on. */
export interface RunEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'> {
  /** Called only by a run on the local cloud. */
  readonly template: () => Record<string, unknown>;
  /** The code of the threads for policies. */
  readonly workerPath: string;
  readonly versions: Record<string, string>;
  readonly commit: string | null;
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
}

/** Runs a scenario and writes its folder. @returns the exit code */
export async function runCommand(
  options: RunOptions,
  environment: RunEnvironment,
): Promise<number> {
  const { stderr, stdout } = environment;
  const createdAt = new Date();
  // Before the run, so that a place that cannot be written to is reported at once.
  const folder = openRunFolder(options, createdAt);
  const policies = await Promise.all(options.policies.map(choosePolicy));
  const ids = policies.map(({ policy }) => policy.id);
  checkNames(policies);
  checkStrangers(options.failIf, ids);
  const progress = createProgress({
    stream: stderr,
    isTty: stderr.isTTY === true && environment.env.TERM !== 'dumb',
    policies: ids,
    nowMs: () => performance.now(),
  });
  const choices = choicesOf(options, environment);
  const { result, events } = await compareInThreads(choices, environment, progress);
  const manifest = manifestOf(options, environment, createdAt, result);
  const { path, json } = writeRun(folder, {
    manifest,
    result,
    prices: options.prices.book,
    events,
  });
  stdout.write(
    options.json ? json : `\n${comparisonTable(result, terminalOf(options, environment))}`,
  );
  stderr.write(`\nReport: ${plainLine(join(path, 'report.html'))}\n`);
  stderr.write(`How the bill comes about: rebootstorm explain bill ${plainLine(path)}\n`);
  const judged = result.runs.map((run) => {
    return { policy: run.policy, words: run.policy, runs: [judgedRun(run)] };
  });
  return reportThresholds(options.failIf, judged, exitCodeOf(result), stderr);
}

async function compareInThreads(
  choices: ComparisonChoices,
  { workerPath }: RunEnvironment,
  progress: Progress,
) {
  const { cloud, policies } = choices;
  // A single run stays in this thread, where a debugger finds its handlers.
  if (cloud.kind === 'local' && policies.length === 1) return compare(choices, runOrder, progress);
  // Policies on the local cloud run side by side, even on one core: they are few.
  const threadsMax = cloud.kind === 'twin' ? availableParallelism() : policies.length;
  return withWorkerPool({ workerPath, threadsMax }, (pool) =>
    compare(choices, runOrdersIn(pool), progress),
  );
}

function choicesOf(options: RunOptions, { template }: RunEnvironment): ComparisonChoices {
  const { scenario, policies, seed, nodes, faults, scale, retries, accountConcurrency, prices } =
    options;
  return {
    scenario,
    policies,
    seed,
    nodeCount: nodes,
    accountConcurrency,
    prices,
    cloud:
      options.cloud === 'twin'
        ? { kind: 'twin', scale, retries }
        : { kind: 'local', faults, template: template() },
  };
}

/** The run's folder, which stays hidden and is cleared away later if the run does not end. */
function openRunFolder({ out, scenario, seed }: RunOptions, createdAt: Date): RunFolder {
  try {
    const stamp = stampOf(createdAt);
    return createRunFolder({ root: out, scenario: scenario.name, stamp, seed });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OutFolderError(`--out ${out} cannot be written to: ${reason}`);
  }
}

function terminalOf(
  { color }: RunOptions,
  { env, stdout }: RunEnvironment,
): { width: number; colour: boolean } {
  return {
    width: stdout.columns ?? 80,
    colour: color && stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  };
}

/** A moment as a folder's name: `20261123-130000`. */
function stampOf(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}

function manifestOf(
  { seed, scenario, scale, files }: RunOptions,
  { argv, commit, versions }: RunEnvironment,
  createdAt: Date,
  { runs }: ComparisonResult,
): RunManifest {
  const { startMs, storm, timings, target } = scenario;
  return {
    argv: [...argv],
    seed,
    commit,
    versions,
    inputs: Object.fromEntries(files.map((path) => [path, inputDigest(path)])),
    settings: { startMs, storm, timings, target, scale: scenario[scale] ?? scenario.embedded },
    createdAt: createdAt.toISOString(),
    wallMs: Object.fromEntries(runs.map(({ policy, wallMs }) => [policy, wallMs])),
  };
}

/** The digest by which a user's own file is known again. */
export function inputDigest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
