// `rebootstorm cost`: what a storm costs against the number of nodes, and which way to deploy is
// the best.
import { availableParallelism } from 'node:os';
import { plainLine } from '#domain/plain-text.ts';
import { runConfiguration } from '#domain/stack/stack-configuration.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { inspectPolicies } from '#runner/inspect-policies.ts';
import { sha256 } from '#runner/sha256.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { policyFileDigests, runKey } from '#runner/sweep/run-key.ts';
import { runSweep, type SweepTask } from '#runner/sweep/run-sweep.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import type { Retries } from '#runner/twin/twin-order.ts';
import { openChecks } from '../ci/report-checks.ts';
import { exitCodes } from '../exit-codes.ts';
import { reportInputs } from '../run-folder/input-copies.ts';
import { keyedFolder } from '../run-folder/keyed-folder.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { sweepProgress } from '../show/sweep-progress.ts';
import type { SweepEnvironment } from '../sweep/sweep-environment.ts';
import { checkStrangers } from '../thresholds/threshold-option.ts';
import { writeCost } from './cost-files.ts';
import { findingsOf, judgedSamples } from './cost-findings.ts';
import { type CostVariant, lineName } from './cost-grid.ts';
import type { CostHead } from './cost-head.ts';
import type { CostOptions } from './cost-options.ts';
import { type CostLine, runPoint, workedOutPoint } from './cost-points.ts';
import { costTable } from './cost-table.ts';

/** What the command stands on. */
export type CostEnvironment = Omit<SweepEnvironment, 'template' | 'commit'>;

/**
 * Runs what is left, works out the rest, and writes it down.
 * @returns the exit code
 * @throws {FolderInUseError} where another process works in the folder
 */
export async function costCommand(
  options: CostOptions,
  environment: CostEnvironment,
): Promise<number> {
  const { stdout, stderr, program } = environment;
  await inspectPolicies(options.policies, { workerPath: environment.workerPath });
  const policyNames = options.policies.map(({ name }) => name);
  checkStrangers([...options.failIf, ...options.slos], policyNames);
  const keyOf = keyer(options, program);
  const folder = options.out ?? usualFolder(options, program);
  openOutFolder(folder, {
    kind: { kind: 'cost', scenario: options.scenario.name },
    inputs: options.inputs,
  });
  const checks = await openChecks(`rebootstorm cost ${options.scenario.name}`, {}, stderr);
  return withJournal(folder, async (journal) => {
    await runLeft(options, environment, journal, keyOf, folder);
    const lines = linesOf(options, journal, keyOf);
    const findings = findingsOf(lines, options);
    const files = writeCost(folder, headOf(options, environment), lines, findings);
    if (options.json) stdout.write(files.json);
    else {
      stdout.write(`\n${costTable(lines, options.seeds.length)}\n`);
      for (const sentence of findings.sentences) stdout.write(`${plainLine(sentence)}\n`);
      if (findings.chosen !== null) stdout.write(`  ${findings.chosen.deploy}\n`);
    }
    stderr.write(`\nReport: ${plainLine(files.reportPath)}\n`);
    const isChosen = findings.chosen !== null || options.slos.length === 0;
    const exitCode = isChosen ? exitCodes.asExpected : exitCodes.notAsExpected;
    return await checks.report({
      thresholds: options.failIf,
      groups: judgedGroups(lines),
      exitCode,
    });
  });
}

/** One network to run. */
interface CostRun {
  readonly variant: CostVariant;
  readonly source: CostOptions['policies'][number];
  readonly nodes: number;
  readonly seed: number;
}

type KeyOf = (run: CostRun) => string;

async function runLeft(
  options: CostOptions,
  { stderr, workerPath }: CostEnvironment,
  journal: Journal,
  keyOf: KeyOf,
  folder: string,
): Promise<void> {
  // Ways that differ in their bills alone share their runs.
  const runs = new Map([...runsOf(options)].map((run) => [keyOf(run), run]));
  const left = [...runs].filter(([key]) => !journal.has(key));
  stderr.write(
    `${runs.size} runs, ${runs.size - left.length} of them done already, in ${plainLine(folder)}\n`,
  );
  const work = new Map(left.map(([key, { nodes }]) => [key, workOf(nodes)]));
  const whole = [...work.values()].reduce((sum, one) => sum + one, 0);
  const progress = sweepProgress(stderr, left.length, () => performance.now(), whole);
  const cpuBefore = process.cpuUsage();
  await runSweep({
    tasks: left.map(([key, run]) => taskOf(key, run, options)),
    journal,
    workers: options.workers ?? availableParallelism(),
    workerPath,
    onDone: ({ row }, { key }) => progress.done(row.messagesHandled, work.get(key)),
  });
  progress.end();
  if (left.length === 0) return;
  const { user, system } = process.cpuUsage(cpuBefore);
  stderr.write(`Processor time: ${Math.round((user + system) / 1e6)} s.\n`);
}

/**
 * How much work a run is beside others, for the time that is left: measured from 1,000 to 100,000
 * nodes, August 2007, both policies.
 */
function workOf(nodes: number): number {
  return nodes ** 0.65;
}

/** The largest networks first, so that at the end no thread waits for a long run. */
function* runsOf({ variants, policies, runNodes, seeds }: CostOptions): Generator<CostRun> {
  for (const nodes of runNodes.toReversed())
    for (const source of policies)
      for (const variant of variants)
        for (const seed of seeds) yield { variant, source, nodes, seed };
}

/**
 * From so many nodes on attempts in vain are counted. Below, a run that executes each takes
 * seconds; above, counting them costs a tenth of the units of a flood (docs/costs.md).
 */
const aggregatedFromNodes = 5_000;

function retriesOf({ retries }: CostOptions, nodes: number): Retries {
  return retries ?? (nodes < aggregatedFromNodes ? 'executed' : 'aggregated');
}

function taskOf(key: string, { variant, source, nodes, seed }: CostRun, options: CostOptions) {
  const { scenario, label, configuration } = variant;
  const { scale } = options;
  const retries = retriesOf(options, nodes);
  const order = orderOf(
    { scenario, seed, nodeCount: nodes, cloud: { kind: 'twin', scale, retries } },
    source,
  );
  return {
    key,
    words: [source.name, label, `${nodes} nodes`, `seed ${seed}`].join(', '),
    order: { ...order, configuration: runConfiguration(configuration) },
  } satisfies SweepTask;
}

function keyer(options: CostOptions, program: string): KeyOf {
  const files = policyFileDigests(options.policies);
  const scenarios = new Map(
    options.variants.map(({ scenario }) => [scenario, sha256(JSON.stringify(scenario))]),
  );
  return ({ variant, source, nodes, seed }) => {
    const file = files.get(source.name) ?? null;
    const retries = retriesOf(options, nodes);
    const configuration = runConfiguration(variant.configuration);
    const network = [scenarios.get(variant.scenario), options.scale, retries, nodes, seed];
    return runKey([program, 'cost', ...network, source.name, file, configuration]);
  };
}

/** The same question has the same folder, so that it is gone on with. */
function usualFolder(options: CostOptions, program: string): string {
  const { scenario, scale, variants, policies, runNodes, largerNodes, seeds, retries } = options;
  const ways = variants.map((variant) => [variant.label, variant.configuration]);
  const files = [...policyFileDigests(policies)];
  const sizes = [runNodes, largerNodes, seeds, retries];
  const all = [program, scenario, scale, ways, policies, files, sizes];
  return keyedFolder('cost', scenario.name, all);
}

function linesOf(options: CostOptions, journal: Journal, keyOf: KeyOf): CostLine[] {
  const { policies, variants, runNodes, largerNodes, seeds, prices } = options;
  return policies.flatMap((source) =>
    variants.map((variant) => {
      const name = lineName(source.name, variant, policies.length);
      const rowsAt = (nodes: number) =>
        seeds.map((seed) => {
          const { row } = journal.read(keyOf({ variant, source, nodes, seed }));
          return { seed, row };
        });
      const run = runNodes.map((nodes) => runPoint(nodes, rowsAt(nodes), variant, prices));
      const [small, large] = runNodes.slice(-2);
      if (small === undefined || large === undefined || largerNodes.length === 0)
        return { name, policy: source.name, variant, points: run };
      const [smaller, larger] = [rowsAt(small), rowsAt(large)];
      const pairs = smaller.flatMap(({ seed, row }, index) => {
        const other = larger[index]?.row;
        if (other === undefined) return [];
        return [{ seed, small: { nodes: small, run: row }, large: { nodes: large, run: other } }];
      });
      const beyond = largerNodes.map((nodes) => workedOutPoint(nodes, pairs, variant, prices));
      return { name, policy: source.name, variant, points: [...run, ...beyond] };
    }),
  );
}

/** The points that were run: what was not run is held to nothing. */
function* judgedGroups(lines: readonly CostLine[]) {
  for (const line of lines)
    for (const point of line.points)
      if (point.kind === 'run')
        yield {
          policy: line.policy,
          words: `${line.name}, ${point.nodes} nodes`,
          runs: judgedSamples(point),
        };
}

function headOf(
  { scenario, scale, seeds, prices, inputs }: CostOptions,
  { program, argv }: CostEnvironment,
): CostHead {
  const { region, asOf } = prices.book;
  const { name, title } = scenario;
  return {
    schemaVersion: 1,
    scenario: name,
    title,
    scale,
    program,
    argv,
    inputs: reportInputs(inputs),
    seeds,
    prices: { region, asOf },
  };
}
