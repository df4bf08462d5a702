// `rebootstorm check`: checks every invariant on a deployed stack.
import { listRuns } from '#adapters/network/read-network.ts';
import { UnknownRunError } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { RunVerdict } from '#domain/storm/run-verdict.ts';
import { executionFailure, formatFailure } from '#domain/storm/storm-end.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import {
  type CheckedRun,
  checkStack,
  notWhole,
  type RunEnd,
} from '#runner/deployed/check-stack.ts';
import { boundOfRequests } from '#runner/deployed/cost-bound.ts';
import type { LettersOfRun } from '#runner/deployed/letters-of-runs.ts';
import { formatInvariant, invariantLines } from '#runner/sentences/format-invariant.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { counted, formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { destinationOf } from '../stack/target-options.ts';
import type { CheckOptions } from './check-options.ts';

/**
 * Checks the runs of a deployed stack, and prints which invariants hold.
 * @returns the exit code
 */
export function checkCommand(
  options: CheckOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const { run, stack, json, prices } = options;
  const { stdout, stderr } = environment;
  const runs = run === undefined ? 'every run' : `run ${run}`;
  const bound = (book: PriceBook) => boundOfRequests(requestsMax, book);
  const errand = { what: `check ${runs}`, stack, confirmedBy: 'account', prices, bound } as const;
  const destination = destinationOf(options, errand);
  return operateStack(stack, destination, environment, async ({ runtime, outputs, place }) => {
    const what = plainLine(`${runs}, stack ${stack} at ${place}`);
    stderr.write(`checking: ${what}; scans cost read units\n`);
    try {
      const checked = await checkStack(runtime, outputs, run);
      const report = { schemaVersion: 1, stack, runs: checked };
      stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatCheck(checked));
      return exitCodeOf(checked);
    } catch (error) {
      if (!(error instanceof UnknownRunError) || run === undefined) throw error;
      const words = await unknownRunWords(runtime, run);
      stderr.write(`error: ${plainLine(words)}\n`);
      return exitCodes.usage;
    }
  });
}

/** Two scans of some two million rows; on AWS it asks no more. */
const requestsMax = { DynamoDB: 10_000, SQS: 5_000 };

/** `formatUnknownRun`, with the runs that the table has. */
export async function unknownRunWords(runtime: Runtime, runId: string): Promise<string> {
  return formatUnknownRun(runId, await listRuns(openTable(runtime)));
}

/** Why a named run cannot be checked, and which runs the table has. */
export function formatUnknownRun(runId: string, known: readonly string[]): string {
  if (known.includes(runId)) return `run ${runId} cannot be checked: ${notWhole}`;
  const others = known.length === 0 ? `; ${noRunWords}` : `. ${didYouMean(runId, known)}`;
  return `no run is called '${runId}'${others}`;
}

const noRunWords = 'no run is stored in the table';

/** For each run how it ended, and a table of what stands now. */
export function formatCheck(runs: readonly CheckedRun[]): string {
  if (runs.length === 0) return `${noRunWords}\n`;
  const tables = runs.map((run) => {
    const { runId, uncheckedBecause, end, nodeCount, readUnits, letters, verdicts } = run;
    if (uncheckedBecause !== null) return `${plainLine(runId)}: unknown\n    ${uncheckedBecause}`;
    const cost = readUnits > 0 ? `, ${formatCount(readUnits)} read units` : '';
    const read = `${formatCount(nodeCount)} nodes${cost}`;
    const ended = end === null ? [] : endLines(end);
    return [
      `${plainLine(runId)}: ${[stateOf(run), ...(end === null ? [read] : [])].join(', ')}`,
      ...[...ended, executionWords(run)].map((line) => `    ${line}`),
      ...(end === null ? [] : [`now: ${read}`]),
      ...(letters === null ? [] : letterLines(letters).map((line) => `    ${line}`)),
      ...invariantLines(verdicts),
      formatInvariant(verdicts),
    ].join('\n');
  });
  return `${tables.join('\n\n')}\n`;
}

function stateOf({ isOver, end }: CheckedRun): string {
  if (end === null) return isOver ? 'over, its time was up' : 'going on';
  const { atMs, verdict, stopped } = end;
  const how = stopped === null ? outcomeWords[verdict?.outcome ?? 'over'] : `stopped: ${stopped}`;
  return atMs === null ? how : `${how}, ended ${formatDate(atMs)}`;
}

const outcomeWords: Readonly<Record<RunVerdict['outcome'] | 'over', string>> = {
  healed: 'healed',
  'timed-out': 'not healed',
  failed: 'failed',
  stopped: 'stopped',
  over: 'over, and how its storm ended was not written down',
};

/** To the second: `2026-11-30 23:10:05 UTC`. */
function formatDate(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What was written down when the run ended. */
function endLines({ verdict }: RunEnd): string[] {
  if (verdict === null) return ['nobody observed its storm to the end'];
  const { onlineCount, populationCount, sinceLastRestartMs, failure, spentUsd, maxUsd } = verdict;
  const when =
    sinceLastRestartMs < 0
      ? `${formatDuration(-sinceLastRestartMs)} before the last restart`
      : `${formatDuration(sinceLastRestartMs)} after the last restart`;
  return [
    `${formatCount(onlineCount)} of ${formatCount(populationCount)} online at its end, ${when}`,
    ...(failure === undefined ? [] : [plainLine(failure)]),
    ...(spentUsd === undefined || maxUsd === undefined
      ? []
      : [`by its own counts it spent ${formatUsd(spentUsd)} of at most ${formatUsd(maxUsd)}`]),
  ];
}

/** How many of its messages nobody will handle any more; nothing where there is none. */
function letterLines({ deadLetters, quarantinedCount }: LettersOfRun): string[] {
  const dead = Object.values(deadLetters).reduce((sum, count) => sum + count, 0);
  if (dead + quarantinedCount === 0) return [];
  return [
    `${counted(dead, 'message')} of it dead-lettered, ` +
      `${formatCount(quarantinedCount)} in quarantine`,
  ];
}

/** Who conducts the run, or how its execution ended. */
function executionWords({ isOver, execution }: CheckedRun): string {
  const nobody = isOver ? '' : 'nobody conducts it: ';
  if (execution === null) return `${nobody}Step Functions knows no execution of its name`;
  const failure = executionFailure(execution);
  if (failure !== null) return `${nobody}${formatFailure(failure)}`;
  if (execution.status === 'RUNNING') return 'its execution goes on';
  return `${nobody}its execution ended: ${execution.error ?? 'Healed'}`;
}

/**
 * The exit code for the worst of all runs. One that ended is as it was judged then, unless
 * something is violated now. A run that was not checked counts as unknown, and so does a table
 * without runs.
 */
export function exitCodeOf(runs: readonly CheckedRun[]): number {
  const codes = runs.map(exitCodeOfRun);
  if (codes.includes(exitCodes.notAsExpected)) return exitCodes.notAsExpected;
  const isKnown = codes.length > 0 && !codes.includes(exitCodes.unknown);
  return isKnown ? exitCodes.asExpected : exitCodes.unknown;
}

function exitCodeOfRun({ uncheckedBecause, end, verdicts }: CheckedRun): number {
  const has = (kind: InvariantVerdict['verdict']) =>
    verdicts.some(({ verdict }) => verdict === kind);
  if (has('violated')) return exitCodes.notAsExpected;
  if (end?.stopped) return exitCodes.notAsExpected;
  if (end?.verdict)
    return end.verdict.outcome === 'healed' ? exitCodes.asExpected : exitCodes.notAsExpected;
  const isKnown = uncheckedBecause === null && verdicts.length > 0 && !has('unknown');
  return isKnown ? exitCodes.asExpected : exitCodes.unknown;
}
