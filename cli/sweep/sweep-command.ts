// `rebootstorm sweep`: runs every point of a grid on every core, and no run twice.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { plainLine } from '#domain/plain-text.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import { summarizeGroups } from '#runner/sweep/summarize-groups.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { openChecks } from '../ci/report-checks.ts';
import { exitCodes } from '../exit-codes.ts';
import { reportInputs } from '../run-folder/input-copies.ts';
import { type OutKind, refuseForeignFolder } from '../run-folder/kinds/out-kind.ts';
import { printFile } from '../run-folder/large-file.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { refuseNonsense } from '../scenario-file/read-scenario.ts';
import type { JudgedGroup } from '../thresholds/judge-thresholds.ts';
import { checkStrangers } from '../thresholds/threshold-option.ts';
import { type Grid, pointsOf, variantsOf, withSeeds } from './grid.ts';
import { dryRunText } from './plan/dry-run.ts';
import { sweepHeader } from './plan/sweep-header.ts';
import { type Survey, surveyed } from './running/outlook.ts';
import { runUntilPrecise } from './running/until-precise.ts';
import type { SweepEnvironment } from './sweep-environment.ts';
import { writeSweep } from './sweep-files.ts';
import type { SweepHead } from './sweep-head.ts';
import type { SweepOptions } from './sweep-options.ts';
import { formatPoint, formatSetting, keyer, sweptPoints, usualFolder } from './sweep-points.ts';
import { isSameSetting, judgedPoint, type SweptPoint } from './sweep-table.ts';

/**
 * Runs what is left of a sweep and writes its tables. Points are made when they are needed and rows
 * stay on disk, so more points take no more memory.
 * @returns the exit code
 * @throws {ScenarioFileError} where a combination of values makes no sense
 * @throws {FolderInUseError} where another process works in the sweep's folder
 */
export async function sweepCommand(
  options: SweepOptions,
  environment: SweepEnvironment,
): Promise<number> {
  const { stdout, stderr, program, commit, workerPath } = environment;
  const { decisionLimitMs } = options;
  const check = checkVariants(options.grid);
  await check.first();
  const policies = await inspectPolicies(options.grid.policies, { workerPath, decisionLimitMs });
  const named: Grid = { ...options.grid, policyNames: policies.map(({ id }) => id) };
  checkStrangers(options.failIf, named.policyNames);
  const keyed = keyer(options, program);
  const folder = options.out ?? usualFolder(options, program);
  if (options.dryRun) {
    refuseForeignFolder(folder, kind);
    stderr.write(sweepHeader({ ...options, grid: named, commit }));
    const { seedsMax } = options.untilPrecision ?? {};
    const most = seedsMax === undefined ? named : withSeeds(named, seedsMax);
    stdout.write(dryRunText(options, most, await surveyOf(folder, most, keyed)));
    return exitCodes.asExpected;
  }
  openOutFolder(folder, { kind, inputs: options.inputs });
  const checks = await openChecks(`rebootstorm sweep ${named.scenario.name}`, options, stderr);
  return withJournal(folder, async (journal) => {
    stderr.write(sweepHeader({ ...options, grid: named, commit }));
    const open = { options, environment, grid: named, keyed, folder, journal };
    const grid = await runUntilPrecise({ ...open, meanwhile: check.others });
    const swept = () => sweptPoints(keyed(pointsOf(grid)), journal, { ...options, commit });
    const files = writeSweep(folder, headOf(options, environment), grid, swept, options);
    if (options.json) await printFile(files.jsonPath, stdout);
    else stdout.write(`\n${files.table}`);
    stderr.write(`\nEvery run: ${plainLine(files.csvPath)}\n`);
    stderr.write(`Report: ${plainLine(files.reportPath)}\n`);
    const exitCode = files.isSound ? exitCodes.asExpected : exitCodes.notAsExpected;
    const groups = judgedGroups(swept(), options.prices);
    return await checks.report({ thresholds: options.failIf, groups, exitCode });
  });
}

const kind: OutKind = { kind: 'sweep' };

/** What is done in a folder that may not be there. Nothing is left in it. */
async function surveyOf(
  folder: string,
  grid: Grid,
  keyed: ReturnType<typeof keyer>,
): Promise<Survey> {
  const path = join(folder, 'journal.ndjson');
  if (!existsSync(path)) return surveyed(grid, [], null);
  return withJournal(folder, async (journal) => surveyed(grid, keyed(pointsOf(grid)), journal));
}

/** To check this many combinations takes well below a second. */
const variantsCheckedFirst = 1_000;

/** After this time, events of the threads are handled. */
const checkSliceMs = 20;

/**
 * Checks every combination of values: the first ones before any run, the others during the runs.
 */
function checkVariants(grid: Grid) {
  const variants = variantsOf(grid);
  const checkFor = async (countMax: number) => {
    let heardAtMs = performance.now();
    for (let count = 0; count < countMax; count += 1) {
      const { value } = variants.next();
      if (value === undefined) return;
      refuseNonsense(formatSetting(value.values) || grid.scenario.name, value.scenario);
      if (performance.now() - heardAtMs < checkSliceMs) continue;
      await setImmediate();
      heardAtMs = performance.now();
    }
  };
  return {
    first: () => checkFor(variantsCheckedFirst),
    others: () => checkFor(Number.POSITIVE_INFINITY),
  };
}

/** The runs of each setting, billed, one setting at a time. */
function judgedGroups(swept: Iterable<SweptPoint>, prices: PriceChoice): Generator<JudgedGroup> {
  return summarizeGroups(swept, isSameSetting, (group) => {
    const { point } = group[0];
    return {
      policy: point.policy,
      words: formatPoint(point),
      runs: group.map((one) => judgedPoint(one, prices)),
    };
  });
}

function headOf(
  { scenario, inputs, cloud, scale, grid }: SweepOptions,
  { program, commit, argv }: SweepEnvironment,
): SweepHead {
  const fields = grid.axes.map(({ name }) => name);
  return {
    schemaVersion: 1,
    scenario: scenario.name,
    cloud,
    scale,
    program,
    commit,
    argv,
    inputs: reportInputs(inputs),
    fields,
  };
}
