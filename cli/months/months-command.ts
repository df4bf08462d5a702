// `rebootstorm months`: every month of every seed under each policy, on every core.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import {
  judgedMonth,
  type MonthRun,
  monthSummaries,
  type PolicyLikelihood,
  policyLikelihoods,
} from '#runner/months/judge-months.ts';
import { type MonthPoint, monthPoints, monthTask } from '#runner/months/month-points.ts';
import { checkNames, choosePolicy } from '#runner/policy-choice.ts';
import { type Journal, openJournal } from '#runner/sweep/journal.ts';
import { runSweep } from '#runner/sweep/run-sweep.ts';
import { sweepRow } from '#runner/sweep/sweep-row.ts';
import { exitCodes } from '../exit-codes.ts';
import { sweepProgress } from '../show/sweep-progress.ts';
import { formatInput, formatLikelihood } from './format-likelihood.ts';
import { monthsCsv, monthsJson } from './month-files.ts';
import type { MonthsOptions } from './months-options.ts';
import { monthsTable } from './months-table.ts';

/** The folder below `--out` that all runs of months share. */
const folderName = 'patch-tuesdays';

/** What the months stand on. */
export interface MonthsEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  readonly workerPath: string;
  /** The version and the commit that run. */
  readonly program: string;
}

/**
 * Runs the months that are left and writes their files. What was run before by the same program is
 * taken from the journal, which all runs below one `--out` share.
 * @returns the exit code
 * @throws {PolicyChoiceError} {SweepTaskError}
 */
export async function monthsCommand(
  options: MonthsOptions,
  environment: MonthsEnvironment,
): Promise<number> {
  const { stdout, stderr, program } = environment;
  checkNames(await Promise.all(options.policies.map(choosePolicy)));
  const points = monthPoints(options, program);
  const home = join(options.out, folderName);
  const folder = join(home, nameOf(points));
  mkdirSync(folder, { recursive: true });
  const journal = openJournal(join(home, 'journal.ndjson'));
  await runMissing(points, journal, options, environment);
  const runs = points.map((point) => runOf(point, journal));
  const likelihoods = policyLikelihoods(runs);
  const json = monthsJson(options, program, runs, likelihoods);
  writeFileSync(join(folder, 'months.csv'), monthsCsv(runs));
  writeFileSync(join(folder, 'months.json'), json);
  stdout.write(options.json ? json : wordsOf(runs, likelihoods));
  stderr.write(`\nEvery run: ${plainLine(join(folder, 'months.csv'))}\n`);
  return runs.every(isExpected) ? exitCodes.asExpected : exitCodes.notAsExpected;
}

async function runMissing(
  points: readonly MonthPoint[],
  journal: Journal,
  options: MonthsOptions,
  { stderr, workerPath }: MonthsEnvironment,
): Promise<void> {
  // August 2007 is the same whatever the others' spread.
  const different = [...new Map(points.map((point) => [point.key, point])).values()];
  const left = different.filter(({ key }) => !journal.entries.has(key));
  const done = different.length - left.length;
  stderr.write(`${different.length} runs, ${done} of them done already\n`);
  const progress = sweepProgress(stderr, left.length, () => performance.now());
  await runSweep({
    tasks: left.map((point) => monthTask(point, options)),
    workers: options.workers ?? availableParallelism(),
    workerPath,
    onDone({ key }, run) {
      journal.note(key, { row: sweepRow(run), wallMs: run.wallMs });
      progress.done(run.messagesHandled);
    },
  });
}

function runOf(point: MonthPoint, { entries }: Journal): MonthRun {
  const entry = entries.get(point.key);
  if (entry === undefined) throw new Error(`expected ${point.label} to be done`);
  return judgedMonth(point, entry.row);
}

/** The same runs have the same folder. */
function nameOf(points: readonly MonthPoint[]): string {
  const keys = points.map(({ key }) => key).join();
  return createHash('sha256').update(keys).digest('hex').slice(0, 8);
}

function wordsOf(runs: readonly MonthRun[], likelihoods: readonly PolicyLikelihood[]): string {
  const spreads = [...new Set(runs.map(({ point }) => point.spread))];
  // The months of several spreads would be hundreds of lines; their sums are what is asked for.
  const isSum = spreads.length > 1 && likelihoods.length > 0;
  const title = (spread: number) => (spreads.length > 1 ? `Spread ${spread}\n` : '');
  const ofSpread = (spread: number) => runs.filter(({ point }) => point.spread === spread);
  const tables = spreads.map(
    (spread) => title(spread) + monthsTable(monthSummaries(ofSpread(spread))),
  );
  const inputs = spreads.map(
    (spread) => title(spread) + formatInput(ofSpread(spread).map(({ point }) => point)),
  );
  return [
    ...(isSum ? [] : tables),
    ...inputs,
    ...(likelihoods.length === 0 ? [] : [formatLikelihood(likelihoods)]),
  ]
    .map((part) => `\n${part}`)
    .join('');
}

function isExpected({ point, row }: MonthRun): boolean {
  const expected = point.scenario.expected[point.policy];
  return row.violationCount === 0 && (expected?.includes(row.verdict) ?? true);
}
