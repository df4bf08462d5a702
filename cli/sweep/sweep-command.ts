// `rebootstorm sweep`: runs every point of a grid on every core, and no run twice.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { plainLine } from '#domain/plain-text.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import { billRun, type PriceChoice } from '#runner/pricing/bill-run.ts';
import { sha256 } from '#runner/sha256.ts';
import { holdFolder } from '#runner/sweep/hold-folder.ts';
import { type Journal, openJournal } from '#runner/sweep/journal.ts';
import { policyFileDigests, runKey } from '#runner/sweep/run-key.ts';
import { runSweep, type SweepTask } from '#runner/sweep/run-sweep.ts';
import { summarizeGroups } from '#runner/sweep/summarize-groups.ts';
import { usualRetries } from '#runner/twin/twin-order.ts';
import { exitCodes } from '../exit-codes.ts';
import { reportInputs } from '../run-folder/input-copies.ts';
import { printFile } from '../run-folder/large-file.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { refuseNonsense } from '../scenario-file/read-scenario.ts';
import { sweepProgress } from '../show/sweep-progress.ts';
import type { JudgedGroup } from '../thresholds/judge-thresholds.ts';
import { judgedRow } from '../thresholds/judged-run.ts';
import { checkStrangers, reportThresholds } from '../thresholds/threshold-option.ts';
import { type Grid, pointsOf, pointsToRun, type SweepPoint, variantsOf } from './grid.ts';
import { type SweepHead, writeSweep } from './sweep-files.ts';
import type { SweepOptions } from './sweep-options.ts';
import { isSameSetting, type SweptPoint } from './sweep-table.ts';

/** What a sweep needs. */
export interface SweepEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  /** Called only by a sweep on the local cloud. */
  readonly template: () => Record<string, unknown>;
  readonly workerPath: string;
  /**
   * The version and the commit of this program. Runs of another program do not count for this
   * sweep.
   */
  readonly program: string;
  readonly argv: readonly string[];
}

interface KeyedPoint extends SweepPoint {
  readonly key: string;
}

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
  const { stdout, stderr, program } = environment;
  const { grid } = options;
  const check = checkVariants(grid);
  await check.first();
  const { workerPath } = environment;
  const { decisionLimitMs } = options;
  await inspectPolicies(grid.policies, { workerPath, decisionLimitMs });
  checkStrangers(
    options.failIf,
    grid.policies.map(({ name }) => name),
  );
  const keyed = keyer(options, program);
  const folder = options.out ?? usualFolder(options, program);
  openOutFolder(folder, options.inputs);
  const release = await holdFolder(folder);
  const journal = openJournal(join(folder, 'journal.ndjson'));
  try {
    const done = journal.size === 0 ? 0 : countDone(keyed(pointsOf(grid)), journal);
    stderr.write(
      `${grid.pointCount} runs, ${done} of them done already, in ${plainLine(folder)}\n`,
    );
    const progress = sweepProgress(stderr, grid.pointCount - done, () => performance.now());
    await runSweep({
      tasks: tasksOf(keyed(pointsToRun(grid)), options, environment),
      journal,
      workers: options.workers ?? availableParallelism(),
      workerPath,
      decisionLimitMs,
      onDone: ({ row }) => progress.done(row.messagesHandled),
      meanwhile: check.others,
    });
    progress.end();
    const files = writeSweep(folder, headOf(options, environment), grid, () =>
      sweptPoints(keyed(pointsOf(grid)), journal),
    );
    if (options.json) await printFile(files.jsonPath, stdout);
    else stdout.write(`\n${files.table}`);
    stderr.write(`\nEvery run: ${plainLine(files.csvPath)}\n`);
    const exitCode = files.isSound ? exitCodes.asExpected : exitCodes.notAsExpected;
    const judged = judgedGroups(sweptPoints(keyed(pointsOf(grid)), journal), options.prices);
    return reportThresholds(options.failIf, judged, exitCode, stderr);
  } finally {
    journal.close();
    release();
  }
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

/**
 * A run's key contains all that the run depends on. So a larger grid reuses the runs of a smaller
 * one.
 */
function keyer({ grid, cloud, scale, retries }: SweepOptions, program: string) {
  const files = policyFileDigests(grid.policies);
  return function* keyed(points: Iterable<SweepPoint>): Generator<KeyedPoint> {
    for (const point of points) {
      const { scenarioHash, policy, nodes, seed } = point;
      const file = files.get(policy) ?? null;
      const all = [program, cloud, scale, retries, scenarioHash, policy, file, nodes, seed];
      yield { ...point, key: runKey(all) };
    }
  };
}

/** The same sweep has the same folder, so it is continued even if the user names none. */
function usualFolder({ grid, cloud, scale, retries }: SweepOptions, program: string): string {
  const { scenario, policies, axes, nodeCounts, seeds } = grid;
  const files = [...policyFileDigests(policies)];
  const names = policies.map(({ name }) => name);
  const all = [program, cloud, scale, retries, scenario, names, files, axes, nodeCounts, seeds];
  return join('runs', 'sweeps', `${scenario.name}-${sha256(JSON.stringify(all)).slice(0, 8)}`);
}

function countDone(points: Iterable<KeyedPoint>, journal: Journal): number {
  let count = 0;
  for (const { key } of points) if (journal.has(key)) count += 1;
  return count;
}

function* sweptPoints(points: Iterable<KeyedPoint>, journal: Journal): Generator<SweptPoint> {
  for (const { key, ...point } of points) yield { point, ...journal.read(key) };
}

/** The runs of each setting, billed, one setting at a time. */
function judgedGroups(swept: Iterable<SweptPoint>, prices: PriceChoice): Generator<JudgedGroup> {
  return summarizeGroups(swept, isSameSetting, (group) => {
    const { policy, nodes, values } = group[0].point;
    const words = [policy, `${nodes} nodes`, formatSetting(values)];
    return {
      policy,
      words: words.filter((word) => word !== '').join(', '),
      runs: group.map(({ row }) => judgedRow(row, billRun(row, nodes, prices))),
    };
  });
}

function* tasksOf(
  points: Iterable<KeyedPoint>,
  { cloud, scale, retries }: SweepOptions,
  { template }: SweepEnvironment,
): Generator<SweepTask> {
  const local = cloud === 'local' ? template() : {};
  for (const { key, scenario, policy, source, nodes, seed, values } of points)
    yield {
      key,
      words: [formatSetting(values), policy, `${nodes} nodes`, `seed ${seed}`]
        .filter((word) => word !== '')
        .join(', '),
      order: orderOf(
        {
          scenario,
          seed,
          nodeCount: nodes,
          cloud:
            cloud === 'local'
              ? { kind: 'local', faults: { name: 'none', plan: FAULTS_NONE }, template: local }
              : { kind: 'twin', scale, retries: retries ?? usualRetries(nodes) },
        },
        source,
      ),
    };
}

function headOf(
  { scenario, inputs, cloud, scale, grid }: SweepOptions,
  { program, argv }: SweepEnvironment,
): SweepHead {
  const fields = grid.axes.map(({ name }) => name);
  return {
    schemaVersion: 1,
    scenario: scenario.name,
    cloud,
    scale,
    program,
    argv,
    inputs: reportInputs(inputs),
    fields,
  };
}

function formatSetting(values: SweepPoint['values']): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ');
}
