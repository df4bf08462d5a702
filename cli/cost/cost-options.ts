// The words of the command `cost`, checked.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { nodesMin } from '#domain/limits.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { SettingWords } from '#domain/stack/stack-configuration.ts';
import { type Strategy, strategies } from '#runner/cost/choose.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import { type Retries, type Scale, usualScale } from '#runner/twin/twin-order.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import { amountOf, oneOf, workersOption } from '../option-values.ts';
import { policyOption } from '../policy-option.ts';
import { priceChoice, type RawPriceOptions, withPriceOptions } from '../price-options.ts';
import { inputsAmong, retriesOption, usualPolicies } from '../run/run-options.ts';
import { augustArgument, loadScenario, type ScenarioSource } from '../scenario-argument.ts';
import { type RawSeedOptions, seedRange, seedsOf, withSeedOptions } from '../seed-options.ts';
import { settingOption } from '../setting-option.ts';
import { orRefusal } from '../sweep/refused-field.ts';
import { amountsOf, type VaryWords, varyWords } from '../sweep/vary-words.ts';
import { readThreshold, type Threshold } from '../thresholds/read-threshold.ts';
import { failIfOption } from '../thresholds/threshold-option.ts';
import { type CostVariant, variantsOf } from './cost-grid.ts';

/** The words of the command `cost`, checked. */
export interface CostOptions {
  readonly scenario: Scenario;
  readonly scale: Scale;
  readonly variants: readonly CostVariant[];
  readonly policies: readonly PolicySource[];
  /** From the smallest up: those that are run, and those that are worked out from them. */
  readonly runNodes: readonly number[];
  readonly largerNodes: readonly number[];
  readonly seeds: readonly number[];
  /** How attempts in vain are treated; undefined: by the number of nodes. */
  readonly retries?: Retries;
  readonly prices: PriceChoice;
  /** The user's own files that go into it, as they were read. */
  readonly inputs: readonly InputFile[];
  readonly strategy: Strategy;
  readonly slos: readonly Threshold[];
  readonly failIf: readonly Threshold[];
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

interface RawCostOptions extends RawSeedOptions, RawPriceOptions {
  readonly vary: readonly VaryWords[];
  readonly setting: SettingWords;
  readonly policy?: readonly PolicySource[];
  readonly nodes: readonly number[];
  readonly runUpTo: number;
  readonly retries?: Retries;
  readonly strategy: Strategy;
  readonly slo: readonly Threshold[];
  readonly failIf: readonly Threshold[];
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

/**
 * Two sizes to a decade where they are run, and the decades above. The two largest that are run
 * have full cells in August 2007, of 20,000 nodes: larger networks have more cells, no larger ones.
 */
const usualNodes = '1k,3162,10k,40k,100k,1M,10M,100M';

const seedDefaults = { first: 2007, count: 3, countMax: 100 };

/** With these a default command ends within two minutes of two cores. */
const usualRunUpTo = 100_000;

/** As many as a policy of 2007 had users, ten times over. */
const nodesMax = 1_000_000_000;

/** Adds the command `cost`, which calls `onCost` with checked options. */
export function addCostCommand(
  program: Command,
  onCost: (options: CostOptions) => Promise<void>,
): void {
  const cost = program
    .command('cost')
    .description('what a storm costs against the number of nodes, on the twin')
    .addArgument(augustArgument())
    .option('--nodes <counts>', 'sizes, such as 1k,10k or 1k:100M:6:log', sizes, sizes(usualNodes))
    .option('--run-up-to <count>', 'larger ones are worked out', runUpTo, usualRunUpTo)
    .addOption(
      new Option('--vary <name=values>', 'a setting of the stack, or cellNodes; repeatable')
        .argParser((text, before: VaryWords[]) => [...before, varyWords(text)])
        .default([], 'nothing'),
    )
    .addOption(settingOption())
    .addOption(policyOption())
    .addOption(
      new Option('--strategy <name>', `of those that meet every --slo: ${strategies.join(', ')}`)
        .argParser((text) => oneOf('strategy', text, strategies))
        .default('cheapest'),
    )
    .addOption(
      new Option('--slo <condition>', "what has to hold, such as 'heal.p99<=1800s'; repeatable")
        .argParser((text, before: Threshold[]) => [...before, readThreshold(text)])
        .default([], 'nothing'),
    )
    .addOption(retriesOption());
  withPriceOptions(withSeedOptions(cost, seedDefaults))
    .addOption(failIfOption())
    .addOption(workersOption())
    .option('--out <folder>', 'where it is kept and continued (default: by what is asked)')
    .option('--json', 'print every point and finding as JSON on standard output', false)
    .addHelpText('after', help)
    .action(async (source: ScenarioSource, raw: RawCostOptions, command: Command) =>
      onCost(await checked(source, raw, command)),
    );
}

const help = `
Networks up to --run-up-to are run on the twin. Larger ones are worked out from the two largest
runs, and marked so everywhere: several stacks that share nothing, each of at most
${nodesPerShardMax.toLocaleString('en-US')} nodes. They have a bill, and no heal time.

  --vary loginBatchSize=10,50 --vary memoryMb=128,256
  --strategy cheapest --slo 'heal.p99<=1800s' --policy resilient
  --fail-if 'bill.perMillionLogins>100'          of each network that was run

The same command again goes on where it was. Exit codes: 0 done, 1 a threshold was crossed or
nothing meets every --slo, 64 usage, 70 a bug of ours, 75 another process works in the folder`;

async function checked(
  source: ScenarioSource,
  raw: RawCostOptions,
  command: Command,
): Promise<CostOptions> {
  const { scenario, input } = await loadScenario(source, command);
  const scale = usualScale(scenario);
  const { vary, setting: settings, nodes, runUpTo: most } = raw;
  const names = vary.flatMap(({ fields }) => fields);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) command.error(`error: ${double} is varied twice.`);
  const both = names.find((name) => Object.hasOwn(settings, name));
  if (both !== undefined) command.error(`error: ${both} is set and varied.`);
  const variants = orRefusal(command, () => variantsOf({ scenario, scale, vary, settings }));
  const runNodes = nodes.filter((count) => count <= most);
  if (runNodes.length === 0)
    command.error(`error: no size is run: the smallest is ${nodes[0]}, and --run-up-to ${most}.`);
  const largerNodes = nodes.filter((count) => count > most);
  if (largerNodes.length > 0 && runNodes.length < 2)
    command.error('error: larger networks are worked out from two runs; --nodes names one.');
  const { retries, strategy, slo: slos, failIf, workers, out, json } = raw;
  const policies = raw.policy ?? usualPolicies(scenario);
  return {
    scenario,
    scale,
    variants,
    policies,
    inputs: inputsAmong(input, policies, raw.prices),
    runNodes,
    largerNodes,
    seeds: seedsOf(seedRange(raw, command)),
    prices: priceChoice(raw),
    strategy,
    slos,
    failIf,
    json,
    ...(retries && { retries }),
    ...(workers && { workers }),
    ...(out && { out }),
  };
}

function sizes(text: string): number[] {
  const counts = [...new Set(text.split(',').flatMap((word) => amountsOf(word.trim())))];
  const wrong = counts.find((count) => count < nodesMin || count > nodesMax);
  if (wrong === undefined) return counts.toSorted((a, b) => a - b);
  const range = `${nodesMin} to ${nodesMax.toLocaleString('en-US')}`;
  throw new InvalidArgumentError(`${wrong} is no size of a network here: ${range} nodes.`);
}

/** A run of several stacks would hide what one of them costs, and takes minutes. */
function runUpTo(text: string): number {
  const count = amountOf(text);
  if (count >= nodesMin && count <= nodesPerShardMax) return count;
  const range = `${nodesMin} to ${nodesPerShardMax.toLocaleString('en-US')}`;
  throw new InvalidArgumentError(`One stack is run, of ${range} nodes.`);
}
