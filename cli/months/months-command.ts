// `rebootstorm months`: runs every month of every seed under each policy, on every core.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import {
  judgedMonth,
  type MonthRun,
  monthSummaries,
  type PolicyLikelihood,
  policyLikelihoods,
} from '#runner/months/judge-months.ts';
import {
  monthPoints,
  monthPointsInTime,
  monthRunCount,
  monthsDigest,
  monthTask,
  variantsOf,
} from '#runner/months/month-points.ts';
import { isSameVariant } from '#runner/months/month-variant.ts';
import { inputsOf } from '#runner/policy-choice.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { runSweep, type SweepTask } from '#runner/sweep/run-sweep.ts';
import { isSound } from '#runner/sweep/sweep-row.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { writeColumns } from '../columns/columns-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { printFile, writePieces } from '../run-folder/large-file.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { sweepProgress } from '../show/sweep-progress.ts';
import { formatInput, formatLikelihood } from './format-likelihood.ts';
import { monthsCsv, monthsJson, type SpreadSummary } from './month-files.ts';
import type { MonthsOptions } from './months-options.ts';
import { monthsTable } from './months-table.ts';
import { type VariantSummary, variantSummaries, variantTable } from './variant-table.ts';

/** The folder below `--out` for all runs of months. */
const folderName = 'patch-tuesdays';

/** What the command needs. */
export interface MonthsEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  readonly workerPath: string;
  /** The version and the commit of this program. */
  readonly program: string;
}

/**
 * Runs the months that are left and writes their files. Runs that the same program did before are
 * read from the journal. All runs below one `--out` share that journal. Rows stay on disk, so more
 * seeds take no more memory.
 * @returns the exit code
 * @throws {PolicyChoiceError} {SweepTaskError}
 * @throws {OutFolderError} where `--out` cannot be written to
 * @throws {FolderInUseError} where another process runs months below the same `--out`
 */
export async function monthsCommand(
  options: MonthsOptions,
  environment: MonthsEnvironment,
): Promise<number> {
  const { stdout, stderr, program } = environment;
  await inspectPolicies(options.policies, { workerPath: environment.workerPath });
  const home = join(options.out, folderName);
  const below = monthsDigest(options, program).slice(0, 8);
  const folder = join(home, below);
  openOutFolder(home, {
    kind: { kind: 'months' },
    inputs: inputsOf(options.policies),
    below,
  });
  return withJournal(home, async (journal) => {
    await runMissing(journal, options, environment);
    const runs = () => runsOf(options, program, journal);
    const varied = variedOf(options, runs);
    const summaries = options.variants === undefined ? summariesOf(options, runs) : [];
    const likelihoods =
      options.variants === undefined ? inOrderOf(options.spreads, policyLikelihoods(runs())) : [];
    const [csvPath, jsonPath] = [join(folder, 'months.csv'), join(folder, 'months.json')];
    writePieces(csvPath, monthsCsv(runs(), fieldsOf(options)));
    writeColumns(folder, ['months.csv']);
    writePieces(jsonPath, monthsJson(options, program, runs(), { summaries, likelihoods, varied }));
    if (options.json) await printFile(jsonPath, stdout);
    else if (options.variants !== undefined) stdout.write(`\n${variantTable(varied)}`);
    else stdout.write(wordsOf(options, program, summaries, likelihoods));
    stderr.write(`\nEvery run: ${plainLine(csvPath)}\n`);
    return isEvery(runs(), isExpected) ? exitCodes.asExpected : exitCodes.notAsExpected;
  });
}

async function runMissing(
  journal: Journal,
  options: MonthsOptions,
  { stderr, workerPath, program }: MonthsEnvironment,
): Promise<void> {
  const count = monthRunCount(options);
  const done = journal.size === 0 ? 0 : countDone(options, program, journal);
  stderr.write(`${count} runs, ${done} of them done already\n`);
  const progress = sweepProgress(stderr, count - done, () => performance.now());
  await runSweep({
    tasks: tasksOf(options, program),
    journal,
    workers: options.workers ?? availableParallelism(),
    workerPath,
    onDone: ({ row }) => progress.done(row.messagesHandled),
  });
  progress.end();
}

function* tasksOf(options: MonthsOptions, program: string): Generator<SweepTask> {
  for (const point of monthPoints(options, program)) yield monthTask(point, options);
}

function countDone(options: MonthsOptions, program: string, journal: Journal): number {
  const [firstSpread] = options.spreads;
  let count = 0;
  for (const { key, isDrawn, spread } of monthPoints(options, program)) {
    // A month that is not drawn is the same for every spread.
    if ((isDrawn || spread === firstSpread) && journal.has(key)) count += 1;
  }
  return count;
}

function* runsOf(options: MonthsOptions, program: string, journal: Journal): Generator<MonthRun> {
  for (const point of monthPointsInTime(options, program))
    yield judgedMonth(point, journal.read(point.key).row);
}

/** The names of what is varied. */
function fieldsOf(options: MonthsOptions): string[] {
  return Object.keys(variantsOf(options)[0]?.values ?? {});
}

/** The summaries of each variant; none where nothing is varied. */
function variedOf(options: MonthsOptions, runs: () => Iterable<MonthRun>): VariantSummary[] {
  return (options.variants ?? []).flatMap((variant) => {
    const own = () => filtered(runs(), ({ point }) => isSameVariant(point.variant, variant));
    return variantSummaries(own(), policyLikelihoods(own()));
  });
}

/** The summaries of each spread, in the order in which the user named the spreads. */
function summariesOf({ spreads }: MonthsOptions, runs: () => Iterable<MonthRun>): SpreadSummary[] {
  return spreads.map((spread) => ({
    spread,
    months: [...monthSummaries(filtered(runs(), ({ point }) => point.spread === spread))],
  }));
}

function inOrderOf(
  spreads: readonly number[],
  likelihoods: readonly PolicyLikelihood[],
): PolicyLikelihood[] {
  return spreads.flatMap((spread) => likelihoods.filter((one) => one.spread === spread));
}

function wordsOf(
  options: MonthsOptions,
  program: string,
  summaries: readonly SpreadSummary[],
  likelihoods: readonly PolicyLikelihood[],
): string {
  const isOne = summaries.length === 1;
  // The months of several spreads would be hundreds of lines, so only the sums are printed.
  const isSum = !isOne && likelihoods.length > 0;
  const title = (spread: number) => (isOne ? '' : `Spread ${spread}\n`);
  const tables = summaries.map(({ spread, months }) => title(spread) + monthsTable(months));
  const inputs = options.spreads.map((spread) => {
    // The declared inputs of a month are the same for every seed.
    const declared = { ...options, spreads: [spread], seeds: options.seeds.slice(0, 1) };
    return title(spread) + formatInput([...monthPoints(declared, program)]);
  });
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
  return isSound(row) && (expected?.includes(row.verdict) ?? true);
}

function* filtered<Item>(items: Iterable<Item>, isWanted: (item: Item) => boolean) {
  for (const item of items) if (isWanted(item)) yield item;
}

function isEvery<Item>(items: Iterable<Item>, isGood: (item: Item) => boolean): boolean {
  for (const item of items) if (!isGood(item)) return false;
  return true;
}
