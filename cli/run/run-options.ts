// The options of `run` and `demo`, the commands that run a scenario, and their limits.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { cellsMax, concurrencyMin, nodesMin } from '#domain/limits.ts';
import { lambdaQuotas } from '#domain/quotas/lambda-quotas.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import type { FaultChoice } from '#runner/compare-policies.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { inputsOf, type PolicySource, policySource } from '#runner/policy-choice.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { type Retries, type Scale, usualRetries, usualScale } from '#runner/twin/twin-order.ts';
import { type CiOptions, withCiOptions } from '../ci/ci-options.ts';
import { faultChoice, faultsOption } from '../fault-option.ts';
import { liveOption } from '../live/live-option.ts';
import { costCapOf, maxCostOption } from '../max-cost-option.ts';
import { type Amount, amount, amountOf, oneOf, quietOption, seedNumber } from '../option-values.ts';
import { decisionLimitOption, policyOption } from '../policy-option.ts';
import {
  type NamedPrices,
  priceChoice,
  type RawPriceOptions,
  withPriceOptions,
} from '../price-options.ts';
import {
  loadScenario,
  type ScenarioSource,
  scenarioNames,
  scenarioSource,
  shippedScenario,
} from '../scenario-argument.ts';
import type { FieldSetting } from '../scenario-file/set-fields.ts';
import type { Threshold } from '../thresholds/read-threshold.ts';
import { failIfOption } from '../thresholds/threshold-option.ts';
import { type Expectation, expectOption } from './expect-option.ts';
import { setOption, withSetOption } from './set-option.ts';

/** The options, checked. */
export interface RunOptions extends CiOptions {
  readonly scenario: Scenario;
  readonly cloud: 'local' | 'twin';
  readonly scale: Scale;
  readonly nodes: number;
  /** How the twin handles attempts that cannot succeed. */
  readonly retries: Retries;
  readonly policies: readonly PolicySource[];
  readonly seed: number;
  /** How many invocations the account allows at a time. */
  readonly accountConcurrency: number;
  /** For the local cloud. On the twin no fault strikes. */
  readonly faults: FaultChoice;
  readonly prices: PriceChoice;
  /** The most that each run may cost, on the local cloud; absent: it costs what it costs. */
  readonly costCap?: CostCap | undefined;
  readonly failIf: readonly Threshold[];
  /** What is expected of verdicts, in place of what the scenario expects. */
  readonly expect: readonly Expectation[];
  /** How long one decision of a policy's file may take. */
  readonly decisionLimitMs: number;
  /** The port where browsers see it while it goes on; 0: any free one; undefined: none. */
  readonly live?: number | undefined;
  /** Whether only results and what is wrong are printed. */
  readonly quiet: boolean;
  readonly json: boolean;
  readonly out: string;
  readonly color: boolean;
  /** The user's own files that go into the run, as they were read. */
  readonly inputs: readonly InputFile[];
}

/** The options as commander returns them. */
interface RawRunOptions extends RawScaleOptions, RawPriceOptions, CiOptions {
  readonly policy?: readonly PolicySource[];
  readonly set: readonly FieldSetting[];
  readonly seed: number;
  readonly faults: FaultChoice;
  readonly accountConcurrency: number;
  readonly maxCost?: number;
  readonly failIf: readonly Threshold[];
  readonly expect: readonly Expectation[];
  readonly decisionLimit: number;
  readonly live?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly out: string;
  readonly color: boolean;
}

/** The options that decide how large a run is, and where. */
export interface RawScaleOptions {
  readonly cloud: 'local' | 'twin';
  readonly nodes?: Amount;
  readonly scale?: Scale;
  readonly retries?: Retries;
}

/** Adds the commands `demo` and `run`, which call `onRun` with checked options. */
export function addRunCommands(
  program: Command,
  onRun: (options: RunOptions) => Promise<void>,
  parseScenario: (text: string) => ScenarioSource = scenarioSource,
): void {
  const demo = program
    .command('demo', { isDefault: true })
    .description('the main demo: August 2007 under the 2007 policy and a resilient one');
  // Text that is not a command arrives here, since this command runs when none is named.
  withRunOptions(demo.allowExcessArguments()).action(async (raw: RawRunOptions) => {
    refuseUnknownCommand(program, demo.args[0]);
    const august: ScenarioSource = { kind: 'shipped', scenario: shippedScenario('august-2007') };
    return onRun(await checkedRun(august, raw, demo));
  });
  const run = program
    .command('run')
    .description('any scenario, on the local cloud or on the twin')
    .argument(
      '<scenario>',
      `one of: ${scenarioNames}; or a file, such as ./mine.json`,
      parseScenario,
    );
  withRunOptions(run).action(async (source: ScenarioSource, raw: RawRunOptions) =>
    onRun(await checkedRun(source, raw, run)),
  );
}

/** Adds the options of a command that runs a scenario. */
function withRunOptions(command: Command): Command {
  return withCiOptions(withPriceOptions(withScaleOptions(command, 'local')))
    .addOption(policyOption())
    .addOption(decisionLimitOption())
    .addOption(setOption())
    .option('--seed <number>', 'the same seed gives the same run', seedNumber, 2007)
    .addOption(faultsOption(faultChoice('default')))
    .addOption(concurrencyOption())
    .addOption(maxCostOption('end a run on the local cloud before it costs more'))
    .addOption(expectOption())
    .addOption(failIfOption())
    .addOption(liveOption())
    .addOption(quietOption())
    .option('--json', 'print the result as JSON on standard output')
    .option('--out <folder>', 'where the run folder goes', 'runs')
    .option('--no-color', 'plain text');
}

/** Adds the options for the cloud and the size. */
export function withScaleOptions(command: Command, cloud: 'local' | 'twin'): Command {
  return command
    .addOption(
      new Option('--cloud <name>', 'local: every handler runs; twin: the decisions on a model')
        .argParser((text) => oneOf('cloud', text, ['local', 'twin'] as const))
        .default(cloud),
    )
    .option('--nodes <count>', 'how many nodes, such as 2000, 80k or 8M', amount)
    .addOption(
      new Option(
        '--scale <name>',
        'embedded or full, on the twin (default: full, if there is one)',
      ).argParser((text) => oneOf('scale', text, ['embedded', 'full'] as const)),
    )
    .addOption(retriesOption());
}

/** `--retries`, for every command that runs the twin. */
export function retriesOption(): Option {
  return new Option(
    '--retries <way>',
    'executed or aggregated, on the twin (default: by nodes)',
  ).argParser((text) => oneOf('way', text, ['executed', 'aggregated'] as const));
}

/** Checks options that depend on each other. @throws {CommanderError} */
async function checkedRun(
  source: ScenarioSource,
  raw: RawRunOptions,
  command: Command,
): Promise<RunOptions> {
  const { scenario: loaded, input } = await loadScenario(source, command);
  const scenario = withSetOption(loaded, scaleOf(loaded, raw), raw.set, command);
  if (raw.cloud === 'twin' && command.getOptionValueSource('faults') === 'cli')
    command.error('error: --faults is for the local cloud; what the twin models does not fail.');
  if (raw.cloud === 'twin' && raw.maxCost !== undefined)
    command.error('error: --max-cost is for --cloud local: the twin has nothing that would stop.');
  const { policy, prices, freeTier, maxCost, set: _set, ...rest } = raw;
  const { decisionLimit: decisionLimitMs, ...others } = rest;
  const policies = policy ?? usualPolicies(scenario);
  const scale = checkedScale(scenario, raw, command);
  const isLimited = command.getOptionValueSource('accountConcurrency') === 'cli';
  if (isLimited && raw.cloud === 'twin' && scale.retries === 'aggregated')
    command.error(
      'error: --account-concurrency needs --retries executed: aggregated ones take no invocation.',
    );
  return {
    ...others,
    ...scale,
    scenario,
    policies,
    decisionLimitMs,
    prices: priceChoice({ prices, freeTier }),
    costCap: costCapOf({ maxCost, prices }),
    quiet: raw.quiet ?? false,
    json: raw.json ?? false,
    inputs: inputsAmong(input, policies, prices),
  };
}

/** The user's own files among what a command runs. */
export function inputsAmong(
  scenario: InputFile | undefined,
  policies: readonly PolicySource[],
  prices: NamedPrices | undefined,
): InputFile[] {
  const others = [scenario, prices?.input].filter((input) => input !== undefined);
  return [...others, ...inputsOf(policies)];
}

/** The policies that a scenario compares. @throws {PolicyChoiceError} */
export function usualPolicies({ expected }: Scenario): PolicySource[] {
  const named = Object.keys(expected);
  return (named.length > 0 ? named : ['legacy-2007', 'resilient']).map(policySource);
}

/** The scale, the number of nodes and the treatment of retries. @throws {CommanderError} */
export function checkedScale(
  scenario: Scenario,
  raw: RawScaleOptions,
  command: Command,
): Pick<RunOptions, 'scale' | 'nodes' | 'retries'> {
  if (raw.cloud === 'local')
    for (const word of ['scale', 'retries'] as const)
      if (raw[word] !== undefined) command.error(`error: --${word} is for --cloud twin alone.`);
  const scale = scaleOf(scenario, raw);
  const { shape } = scenario[scale] ?? command.error(`error: ${scenario.name} has no full scale.`);
  const nodes = raw.nodes?.count ?? shape.nodeCount;
  const complaint = nodesComplaint(nodes, raw.cloud, shape.cellNodes);
  if (complaint !== undefined && raw.nodes !== undefined)
    command.error(
      `error: option '--nodes <count>' argument '${raw.nodes.text}' is invalid. ${complaint}`,
    );
  return { scale, nodes, retries: raw.retries ?? usualRetries(nodes) };
}

function scaleOf(scenario: Scenario, { scale, cloud }: RawScaleOptions): Scale {
  return scale ?? (cloud === 'twin' ? usualScale(scenario) : 'embedded');
}

/** More nodes take one process minutes. They are for the twin. */
const localNodesMax = 50_000;

/** Why a cloud does not accept this number of nodes; undefined where it does. */
export function nodesComplaint(
  nodes: number,
  cloud: 'local' | 'twin',
  cellNodes: number,
): string | undefined {
  const nodesMax = cloud === 'local' ? localNodesMax : cellsMax * cellNodes;
  if (nodes >= nodesMin && nodes <= nodesMax) return undefined;
  const range = `${nodesMin} to ${nodesMax.toLocaleString('en-US')} nodes`;
  if (cloud === 'twin') return `The twin takes ${range} at this scale.`;
  return `The local cloud takes ${range}; for more: --cloud twin.`;
}

/** `--account-concurrency`, for every command that runs a network or opens the lab at one. */
export function concurrencyOption(): Option {
  return new Option(
    '--account-concurrency <count>',
    'invocations at a time that the account allows: 10 in a new one',
  )
    .argParser(concurrency)
    .default(lambdaQuotas.accountConcurrency.value);
}

function concurrency(text: string): number {
  const count = amountOf(text);
  if (count >= concurrencyMin) return count;
  throw new InvalidArgumentError(
    `A storm needs at least ${concurrencyMin}: one for each queue, and one for the state machine.`,
  );
}

/** Refuses text that is not a command. @throws {CommanderError} */
export function refuseUnknownCommand(program: Command, word: string | undefined): void {
  if (word === undefined) return;
  const known = program.commands.map((command) => command.name());
  program.error(`error: no command is called '${word}'. ${didYouMean(word, known)}`);
}
