// `rebootstorm sweep`: every point of a grid, on every core, and never a run twice.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { checkNames, choosePolicy } from '#runner/policy-choice.ts';
import { stableJson } from '#runner/stable-json.ts';
import { openJournal } from '#runner/sweep/journal.ts';
import { runSweep, type SweepTask } from '#runner/sweep/run-sweep.ts';
import { sweepRow } from '#runner/sweep/sweep-row.ts';
import { usualRetries } from '#runner/twin/twin-order.ts';
import { exitCodes } from '../exit-codes.ts';
import { OutFolderError } from '../run/run-command.ts';
import { refuseNonsense } from '../scenario-file/read-scenario.ts';
import { sweepProgress } from '../show/sweep-progress.ts';
import { pointsOf, type SweepPoint, variantsOf } from './grid.ts';
import type { SweepOptions } from './sweep-options.ts';
import { summaryTable } from './sweep-summary.ts';
import { type SweptPoint, summaryOf, sweepCsv } from './sweep-table.ts';

/** What a sweep stands on. */
export interface SweepEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  /** Asked for by a sweep on the local cloud alone. */
  readonly template: () => Record<string, unknown>;
  readonly workerPath: string;
  /** The version and the commit that run: what another program ran is not this sweep's. */
  readonly program: string;
  readonly argv: readonly string[];
}

interface KeyedPoint extends SweepPoint {
  readonly key: string;
}

/**
 * Runs what is left of a sweep and writes its tables.
 * @returns the exit code
 * @throws {ScenarioFileError} where a combination of values makes no sense
 */
export async function sweepCommand(
  options: SweepOptions,
  environment: SweepEnvironment,
): Promise<number> {
  const { stdout, stderr } = environment;
  for (const { values, scenario } of variantsOf(options.grid))
    refuseNonsense(formatSetting(values) || scenario.name, scenario);
  const policies = await Promise.all(options.grid.policies.map(choosePolicy));
  checkNames(policies);
  const points = keyedPoints(options, environment.program);
  const folder = options.out ?? usualFolder(options, points);
  makeFolder(folder);
  const journal = openJournal(join(folder, 'journal.ndjson'));
  const missing = points.filter(({ key }) => !journal.entries.has(key));
  const left = [...new Map(missing.map((point) => [point.key, point])).values()];
  const done = points.length - missing.length;
  stderr.write(`${points.length} runs, ${done} of them done already, in ${plainLine(folder)}\n`);
  const progress = sweepProgress(stderr, left.length, () => performance.now());
  await runSweep({
    tasks: tasksOf(left, options, environment),
    workers: options.workers ?? availableParallelism(),
    workerPath: environment.workerPath,
    onDone({ key }, run) {
      journal.note(key, { row: sweepRow(run), wallMs: run.wallMs });
      progress.done(run.messagesHandled);
    },
  });
  const swept = points.map(({ key, ...point }): SweptPoint => {
    const entry = journal.entries.get(key);
    if (entry === undefined) throw new Error(`expected run ${key} to be done`);
    return { point, ...entry };
  });
  const json = writeTables(folder, options, environment, swept);
  stdout.write(options.json ? json : `\n${summaryTable(fieldsOf(options), summaryOf(swept))}`);
  stderr.write(`\nEvery run: ${plainLine(join(folder, 'points.csv'))}\n`);
  const isSound = swept.every(({ row }) => row.violationCount === 0);
  return isSound ? exitCodes.asExpected : exitCodes.notAsExpected;
}

function fieldsOf({ grid }: SweepOptions): string[] {
  return grid.axes.map(({ name }) => name);
}

/** A run's key is all that it depends on, so a larger grid takes over what a smaller one did. */
function keyedPoints(options: SweepOptions, program: string): KeyedPoint[] {
  const { grid, cloud, scale, retries = null } = options;
  const files = new Map(
    grid.policies
      .filter(({ kind }) => kind === 'file')
      .map(({ name }) => [name, digest(readFileSync(name, 'utf8'))]),
  );
  return Array.from(pointsOf(grid), (point) => {
    const { scenarioHash, policy, nodes, seed } = point;
    const file = files.get(policy) ?? null;
    const all = { program, cloud, scale, retries, scenarioHash, policy, file, nodes, seed };
    return { ...point, key: digest(stableJson(all)).slice(0, 32) };
  });
}

/** The same sweep has the same folder, so that it is gone on with without being reported where. */
function usualFolder({ scenario }: SweepOptions, points: readonly KeyedPoint[]): string {
  const name = digest(points.map(({ key }) => key).join()).slice(0, 8);
  return join('runs', 'sweeps', `${scenario.name}-${name}`);
}

function tasksOf(
  points: readonly KeyedPoint[],
  { cloud, scale, retries }: SweepOptions,
  { template }: SweepEnvironment,
): SweepTask[] {
  const local = cloud === 'local' ? template() : {};
  return points.map(({ key, scenario, policy, source, nodes, seed, values }) => ({
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
  }));
}

function writeTables(
  folder: string,
  options: SweepOptions,
  { program, argv }: SweepEnvironment,
  swept: readonly SweptPoint[],
): string {
  const { scenario, cloud, scale } = options;
  const reported = {
    schemaVersion: 1,
    scenario: scenario.name,
    cloud,
    scale,
    program,
    argv,
    fields: fieldsOf(options),
    summary: summaryOf(swept),
    points: swept.map(({ point: { values, policy, nodes, seed }, row, wallMs }) => ({
      values,
      policy,
      nodes,
      seed,
      wallMs,
      ...row,
    })),
  };
  const json = stableJson(reported);
  writeFileSync(join(folder, 'points.csv'), sweepCsv(reported.fields, swept));
  writeFileSync(join(folder, 'points.json'), json);
  return json;
}

function formatSetting(values: SweepPoint['values']): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @throws {OutFolderError} before anything is run */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OutFolderError(`--out ${folder} cannot be written to: ${reason}`);
  }
}
