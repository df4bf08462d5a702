// `rebootstorm run` and `demo`: run a scenario under its policies, and write the folder of the run.

import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import type { Comparison } from '#runner/compare-policies.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { isStopped } from '#runner/stopped-run.ts';
import { openChecks } from '../ci/report-checks.ts';
import { exitCodes } from '../exit-codes.ts';
import { withoutLive } from '../live/live-option.ts';
import { type LiveRun, liveRun, noViewers, openLive } from '../live/live-run.ts';
import { resultJson } from '../run-folder/result-json.ts';
import { formatVerdict } from '../show/comparison-rows.ts';
import { comparisonTable } from '../show/comparison-table.ts';
import { createProgress } from '../show/progress.ts';
import type { JudgedGroup } from '../thresholds/judge-thresholds.ts';
import { judgedRun } from '../thresholds/judged-run.ts';
import { checkStrangers } from '../thresholds/threshold-option.ts';
import { choicesOf, compareInThreads } from './compare-in-threads.ts';
import { asExpected } from './expect-option.ts';
import { manifestOf, openKeeper } from './keep-run.ts';
import { longRunNote } from './long-run-note.ts';
import type { RunEnvironment } from './run-environment.ts';
import { exitCodeOf, outcomeOf } from './run-exit-code.ts';
import type { RunOptions } from './run-options.ts';

/** Runs a scenario and writes its folder. @returns the exit code */
export async function runCommand(asked: RunOptions, around: RunEnvironment): Promise<number> {
  const environment = { ...around, argv: withoutLive(around.argv) };
  const { stderr, stdout } = environment;
  const createdAt = new Date();
  const { workerPath } = environment;
  const { decisionLimitMs, quiet } = asked;
  const policies = await inspectPolicies(asked.policies, { workerPath, decisionLimitMs });
  const ids = policies.map(({ id }) => id);
  checkStrangers([...asked.failIf, ...asked.expect], ids);
  const options = { ...asked, scenario: asExpected(asked.scenario, asked.expect, ids) };
  const checks = await openChecks(`rebootstorm run ${options.scenario.name}`, options, stderr);
  // Before the run, so that a place that cannot be written to is reported at once.
  const keeper = openKeeper(options, environment, createdAt, ids);
  const live = await viewersOf(options, environment, createdAt, ids);
  if (!quiet) stderr.write(longRunNote(options, ids));
  const progress = live.shown(progressOf(options, environment, ids));
  try {
    const choices = choicesOf(options, environment.template);
    environment.stop?.begin();
    const workerData = { stop: environment.stop?.shared };
    const threads = { workerPath, decisionLimitMs, workerData };
    const whole = await compareInThreads(choices, threads, progress, (soFar) => {
      keeper.keepSoFar(soFar);
      live.tellResult(soFar);
    });
    live.tellResult(whole);
    const stoppedWith = environment.stop?.exitCode();
    if (stoppedWith !== undefined && !isWhole(whole, ids)) {
      if (whole.result.runs.length > 0) keeper.keepSoFar(whole);
      else stderr.write('There is no result so far.\n');
      environment.stop?.end();
      await live.end('The run was stopped, with its result so far.');
      return stoppedWith;
    }
    // What was found is said even if it cannot be kept.
    const { path, isWhereAsked } = keeper.keep(whole);
    const { result } = whole;
    stdout.write(
      options.json
        ? resultJson(result)
        : `\n${comparisonTable(result, terminalOf(options, environment))}`,
    );
    if (!quiet) stderr.write(whereToLook(path));
    const exitCode = await checks.report({
      thresholds: options.failIf,
      groups: judgedGroups(result),
      exitCode: exitCodeOf(result),
    });
    environment.stop?.end();
    await live.end('The run is over.');
    return isWhereAsked ? exitCode : exitCodes.outputLost;
  } catch (error) {
    // Of a network of several shards nothing is left.
    const stoppedWith = environment.stop?.exitCode();
    if (stoppedWith === undefined || !isStoppedError(error)) throw error;
    stderr.write(noPartOfShards);
    return stoppedWith;
  } finally {
    keeper.close();
    await live.close();
  }
}

/** Those who see the run in a browser; nobody where `--live` is not given. */
async function viewersOf(
  options: RunOptions,
  environment: RunEnvironment,
  createdAt: Date,
  policies: readonly string[],
): Promise<LiveRun> {
  if (options.live === undefined || environment.page === undefined) return noViewers;
  const { page, stderr, argv } = environment;
  const server = await openLive(options.live, { page, stderr });
  const manifest = (soFar: Comparison) =>
    manifestOf(options, environment, createdAt, soFar, policies);
  return liveRun(server, { options, policies, argv, manifest });
}

function progressOf(
  { quiet }: RunOptions,
  { stderr, env }: RunEnvironment,
  policies: readonly string[],
): ReturnType<typeof createProgress> {
  return createProgress({
    stream: quiet ? { write: () => true } : stderr,
    isTty: !quiet && stderr.isTTY === true && env.TERM !== 'dumb',
    policies,
    nowMs: () => performance.now(),
  });
}

const noPartOfShards =
  'A network of several shards has a result only at its end: they were stopped at other moments.\n';

/** Whether all policies came to their end. */
function isWhole({ result: { runs } }: Comparison, policies: readonly string[]): boolean {
  return runs.length === policies.length && !runs.some(isStopped);
}

/** An error of a thread is a copy, without its class. */
function isStoppedError(error: unknown): boolean {
  return error instanceof Error && error.name === 'StoppedError';
}

function whereToLook(path: string): string {
  const bill = `\nHow the bill comes about: rebootstorm explain bill ${plainLine(path)}\n`;
  return `${bill}Report: ${plainLine(join(path, 'report.html'))}\n`;
}

function judgedGroups({ runs, cloud }: ComparisonResult): JudgedGroup[] {
  return runs.map((run) => judgedGroup(run, cloud));
}

function judgedGroup(run: BilledRun, cloud: ComparisonResult['cloud']): JudgedGroup {
  const { policy, verdict, wallMs } = run;
  return {
    policy,
    words: policy,
    runs: [judgedRun(run, cloud)],
    verdict: {
      outcome: outcomeOf(run),
      sentence: `${policy}: ${formatVerdict(run)}; ${verdict.sentence}`,
      wallMs,
    },
  };
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
