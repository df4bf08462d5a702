import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { FaultChoice } from '#runner/compare-policies.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { intervalCountMin } from '#runner/median-interval.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import type { Retries, Scale } from '#runner/twin/twin-order.ts';
import { type CiOptions, withCiOptions } from '../ci/ci-options.ts';
import { faultChoice, faultsOption } from '../fault-option.ts';
import { countUpTo, seedMax, workersOption } from '../option-values.ts';
import { decisionLimitOption, policyOption } from '../policy-option.ts';
import { priceChoice, type RawPriceOptions, withPriceOptions } from '../price-options.ts';
import {
  checkedScale,
  inputsAmong,
  nodesComplaint,
  type RawScaleOptions,
  usualPolicies,
  withScaleOptions,
} from '../run/run-options.ts';
import {
  loadScenario,
  type ScenarioSource,
  scenarioNames,
  scenarioSource,
} from '../scenario-argument.ts';
import { type RawSeedOptions, seedRange, seedsOf, withSeedOptions } from '../seed-options.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import { readMeasure, type Threshold } from '../thresholds/read-threshold.ts';
import { failIfOption } from '../thresholds/threshold-option.ts';
import { axesApart, type Grid, openGrid, withSeeds } from './grid.ts';
import { refuseManyRuns, yesOption } from './many-runs.ts';
import { orRefusal } from './refused-field.ts';
import { drawnMeasures } from './report/swept-measures.ts';
import { type VaryWords, varyWords } from './vary-words.ts';

/** The options of the command `sweep`, checked. */
export interface SweepOptions extends CiOptions {
  readonly scenario: Scenario;
  /** The user's own files that go into the sweep, as they were read. */
  readonly inputs: readonly InputFile[];
  readonly cloud: 'local' | 'twin';
  readonly scale: Scale;
  /** How the twin handles attempts that cannot succeed; undefined: by the number of nodes. */
  readonly retries?: Retries;
  readonly grid: Grid;
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number;
  /** Undefined: a folder for this grid below `runs/sweeps`. */
  readonly out?: string;
  readonly prices: PriceChoice;
  readonly failIf: readonly Threshold[];
  /** What the summary shows of each setting. */
  readonly measures: readonly NamedMeasure[];
  /** What the report draws. */
  readonly drawn: readonly NamedMeasure[];
  /** More seeds are run until each interval's half is within this share of its median. */
  readonly untilPrecision?: { readonly share: number; readonly seedsMax: number };
  /** Whether only to say what would be run. */
  readonly dryRun: boolean;
  /** How long one decision of a policy's file may take. */
  readonly decisionLimitMs: number;
  readonly yes: boolean;
  readonly json: boolean;
}

interface RawSweepOptions extends RawScaleOptions, RawSeedOptions, RawPriceOptions, CiOptions {
  readonly measure?: readonly NamedMeasure[];
  readonly untilPrecision?: number;
  readonly seedsMax?: number;
  readonly dryRun: boolean;
  readonly failIf: readonly Threshold[];
  readonly decisionLimit: number;
  readonly vary: readonly VaryWords[];
  readonly policy?: readonly PolicySource[];
  readonly faults: FaultChoice;
  readonly workers?: number;
  readonly out?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** More seeds than this need several machines. */
const seedDefaults = { first: 2007, count: 1, countMax: 10_000 };

/** Adds the command `sweep`, which calls `onSweep` with checked options. */
export function addSweepCommand(
  program: Command,
  onSweep: (options: SweepOptions) => Promise<void>,
  parseScenario: (text: string) => ScenarioSource = scenarioSource,
): void {
  const sweep = program
    .command('sweep')
    .description('a scenario with every combination of the varied values')
    .argument('<scenario>', `one of: ${scenarioNames}; or a file`, parseScenario)
    .addOption(
      new Option(
        '--vary <field=values>',
        'a field of the scenario, policy, nodes, seed, faults or faults.<kind>',
      )
        .argParser((text, before: VaryWords[]) => [...before, varyWords(text)])
        .default([], 'nothing'),
    )
    .addOption(policyOption())
    .addOption(faultsOption(faultChoice('none')))
    .addOption(decisionLimitOption());
  withSeedOptions(sweep, seedDefaults)
    .addOption(workersOption())
    .option('--out <folder>', 'where it is kept and continued (default: by its grid)')
    .addOption(failIfOption())
    .addOption(measureOption())
    .option(
      '--until-precision <share>',
      "more seeds until half of each median's interval is within this share of it, such as 5%",
      precision,
    )
    .option(
      '--seeds-max <count>',
      `at most so many seeds for it (default: ${usualSeedsMax})`,
      countUpTo(seedDefaults.countMax, 'seeds'),
    )
    .option('--dry-run', 'say which points there are and what they take; run nothing', false)
    .addOption(yesOption())
    .option('--json', 'print every run and the summary as JSON on standard output', false)
    .addHelpText('after', help);
  withCiOptions(withPriceOptions(withScaleOptions(sweep, 'twin'))).action(
    async (source: ScenarioSource, raw: RawSweepOptions, command: Command) =>
      onSweep(await checked(source, raw, command)),
  );
}

/** Seeds that `--until-precision` takes where nobody says how many. */
const usualSeedsMax = 100;

/** A share above 0, with % or without. @throws {InvalidArgumentError} */
function precision(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const share = Number(digits) * (unit === '%' ? 0.01 : 1);
  if (digits !== '' && share > 0 && share <= 1) return share;
  throw new InvalidArgumentError('It takes a share above 0 and up to 1, such as 5% or 0.05.');
}

/** @throws {CommanderError} where the options contradict each other */
function untilPrecisionOf(
  { untilPrecision: share, seedsMax, vary }: RawSweepOptions,
  { seeds }: Grid,
  command: Command,
): Pick<SweepOptions, 'untilPrecision'> {
  if (share === undefined) {
    if (seedsMax !== undefined) command.error('error: --seeds-max needs --until-precision.');
    return {};
  }
  if (vary.some(({ fields }) => fields.join() === 'seed'))
    command.error('error: --until-precision and --vary seed exclude each other.');
  const most = seedsMax ?? Math.max(usualSeedsMax, seeds.length);
  if (most < seeds.length)
    command.error(`error: --seeds-max ${most} is below the ${seeds.length} of --seeds.`);
  if (most < intervalCountMin)
    command.error(
      `error: --seeds-max ${most} is below ${intervalCountMin}, the seeds that an interval takes.`,
    );
  if ((seeds[0] ?? 0) + most - 1 > seedMax)
    command.error(`error: with ${most} seeds the last one would be above ${seedMax}.`);
  return { untilPrecision: { share, seedsMax: most } };
}

/** The measures of a summary where none is named. */
const usualMeasures = ['heal', 'worstOffline', 'loginAttempts'];

/** `--measure`, several between commas or one after the other. */
function measureOption(): Option {
  return new Option(
    '--measure <names>',
    `what is shown and drawn, by the words of --fail-if (default: ${usualMeasures.join(', ')}; ` +
      'drawn: belowTarget too)',
  ).argParser((text, before: readonly NamedMeasure[] | undefined) => {
    const named = text.split(',').map((name) => readMeasure(name.trim()));
    return [...new Map([...(before ?? []), ...named].map((one) => [one.name, one])).values()];
  });
}

const help = `
Values are numbers, times with a unit (ms, s, min, h, d), factors of what the scenario has (x0.5),
or ranges: from:to:steps, or from:to:steps:log. A * stands for every member of a list or table;
several fields before the = take the same value. Faults strike on the local cloud alone; the parts
of one plan are joined by +.

  --vary timings.leaseMs=1h,24h,33h         --vary 'storm.nights.*.restartShare.*=x0.6,x1'
  --vary policy=legacy-2007,resilient       --vary sizes.headroom=1:2:11
  --vary nodes=80k,800k                     --vary seed=1:100:100
  --vary faults=none,light,default+crash=0.01
                                            --vary faults.throttle=0:0.2:5

  --until-precision 5% --measure heal       --dry-run

The same sweep again goes on where it was. One process at a time works in a folder. points.csv has
a row for each run, in one order whatever the number of threads; points.json has the real times and
the summary too.

Exit codes: 0 every run is done, 1 one failed or violated an invariant, or a threshold was
  crossed, 64 usage, 70 an internal error, 75 another process works in the folder`;

async function checked(
  source: ScenarioSource,
  raw: RawSweepOptions,
  command: Command,
): Promise<SweepOptions> {
  const { scenario, input } = await loadScenario(source, command);
  const { scale, nodes } = checkedScale(scenario, raw, command);
  refuseTwice(raw, command);
  refuseFaults(raw, command);
  const { vary } = raw;
  const seeds = seedsOf(seedRange(raw, command));
  const policies = raw.policy ?? usualPolicies(scenario);
  const grid = orRefusal(command, () =>
    openGrid({
      scenario,
      scale,
      vary,
      policies,
      nodes,
      seeds,
      faults: raw.cloud === 'local' ? raw.faults.plan : null,
    }),
  );
  const until = untilPrecisionOf(raw, grid, command);
  const most = withSeeds(grid, until.untilPrecision?.seedsMax ?? grid.seeds.length);
  refuseGrid(grid, raw, scenario[scale]?.shape.cellNodes ?? 0, command);
  refuseMany(most.pointCount, grid.pointCount, raw, command);
  const { cloud, retries, workers, out, yes, json, failIf, junit, github } = raw;
  return {
    scenario,
    inputs: inputsAmong(input, grid.policies, raw.prices),
    cloud,
    scale,
    grid,
    prices: priceChoice(raw),
    failIf,
    junit,
    github,
    measures: raw.measure ?? usualMeasures.map(readMeasure),
    drawn: drawnMeasures(raw.measure),
    dryRun: raw.dryRun,
    ...until,
    decisionLimitMs: raw.decisionLimit,
    yes,
    json,
    ...(retries && { retries }),
    ...(workers && { workers }),
    ...(out && { out }),
  };
}

function refuseTwice({ vary }: RawSweepOptions, command: Command): void {
  const names = vary.flatMap(({ fields }) => fields);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) command.error(`error: ${double} is varied twice.`);
  const given = (option: string) => command.getOptionValueSource(option) === 'cli';
  const both = [
    ...(names.includes('policy') && given('policy') ? ['--policy'] : []),
    ...(names.includes('nodes') && given('nodes') ? ['--nodes'] : []),
    ...(names.includes('faults') && given('faults') ? ['--faults'] : []),
    ...(names.includes('seed') && given('seed') ? ['--seed'] : []),
    ...(names.includes('seed') && given('seeds') ? ['--seeds'] : []),
  ];
  if (both.length > 0)
    command.error(`error: ${both[0]} and a --vary of the same exclude each other.`);
  const mixed = vary.find(
    ({ fields }) => fields.length > 1 && fields.some((field) => axesApart.includes(field)),
  );
  if (mixed !== undefined)
    command.error(`error: ${mixed.fields.join(',')}: ${axesApart.join(', ')} are varied alone.`);
}

/** What the twin models does not fail. @throws {CommanderError} */
function refuseFaults({ vary, cloud, faults }: RawSweepOptions, command: Command): void {
  if (cloud === 'local') return;
  const isGiven = command.getOptionValueSource('faults') === 'cli' && faults.name !== 'none';
  const varied = vary.flatMap(({ fields }) => fields).find((name) => /^faults(\.|$)/.test(name));
  const what = isGiven ? '--faults' : varied;
  if (what !== undefined)
    command.error(`error: ${what} needs --cloud local; what the twin models does not fail.`);
}

function refuseGrid(
  grid: Grid,
  { cloud }: RawSweepOptions,
  cellNodes: number,
  command: Command,
): void {
  for (const nodes of grid.nodeCounts) {
    const complaint = nodesComplaint(nodes, cloud, cellNodes);
    if (complaint !== undefined) command.error(`error: ${nodes} nodes: ${complaint}`);
  }
  const wrong = grid.seeds.find((seed) => seed < 0 || seed > seedMax);
  if (wrong !== undefined) command.error(`error: ${wrong} is no seed: 0 to ${seedMax}.`);
}

/** @param most with all seeds that a precision may take */
function refuseMany(
  most: number,
  first: number,
  { yes, dryRun, json }: RawSweepOptions,
  command: Command,
): void {
  if (dryRun && json)
    command.error('error: --dry-run and --json exclude each other: a dry run says text.');
  refuseManyRuns(most, { yes, upTo: most > first }, command);
}
