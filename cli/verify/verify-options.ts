import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { SettingWords, StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import { faultChoice } from '../fault-option.ts';
import { amountOf, workersOption } from '../option-values.ts';
import { policyOption } from '../policy-option.ts';
import { usualPolicies } from '../run/run-options.ts';
import { scenarioNames, shippedScenario } from '../scenario-argument.ts';
import {
  type RawSeedOptions,
  type SeedRange,
  seedRange,
  withFromOption,
  withSeedOptions,
} from '../seed-options.ts';
import { checkedConfiguration, settingOption } from '../setting-option.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';

/** The options of the command `verify`, checked. */
export interface VerifyOptions {
  /** A scenario that ships. */
  readonly scenario: Scenario;
  readonly nodes: number;
  readonly seeds: SeedRange;
  readonly policies: readonly PolicySource[];
  /** What the deployer of the stack chose. */
  readonly configuration: StackConfiguration;
  /**
   * Where a stack is deployed that is verified, too. true: see AWS_ENDPOINT_URL; undefined: none.
   */
  readonly endpoint?: string | true;
  /** The name of that stack. */
  readonly stack: string;
  /** Whether to compare with the local cloud again instead of the twin. */
  readonly control: boolean;
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number;
  readonly json: boolean;
}

/** In smaller networks luck decides. In larger ones the local cloud takes minutes for a run. */
const nodesMin = 100;
const nodesMax = 10_000;

/** As many seeds as the tolerances are promised for. */
const seedDefaults = { first: 1, count: 10, countMax: 1_000 };

/** Adds the command `verify`, which calls `onVerify` with checked options. */
export function addVerifyCommand(
  program: Command,
  onVerify: (options: VerifyOptions) => Promise<void>,
): void {
  const verify = program
    .command('verify')
    .description('whether the twin agrees with the local cloud, count by count, meter by meter')
    .addArgument(
      new Argument('[scenario]', `one of: ${scenarioNames}`)
        .argParser(shippedScenario)
        .default(shippedScenario('august-2007'), '"august-2007"'),
    )
    .option('--nodes <count>', 'how many nodes (default: the scenario says)', nodeCount);
  withFromOption(withSeedOptions(verify, seedDefaults))
    .addOption(policyOption())
    .addOption(settingOption())
    .option('--faults <plan>', 'none: the twin models an ideal cloud', refuseFaults, 'none')
    .option('--endpoint [url]', 'also a stack deployed there (default: AWS_ENDPOINT_URL)')
    .addOption(stackNameOption())
    .option('--control', 'the local cloud against itself, under other latencies', false)
    .addOption(workersOption())
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action((scenario: Scenario, raw: RawVerifyOptions, command: Command) =>
      onVerify(checked(scenario, raw, command)),
    );
}

const help = `
Medians over the seeds of each count and meter. Within tolerance is 5 % (10 % for durations); counts
below 20 are compared by what chance alone may do. Without faults, from the moment the network is
stored until the state machine reports, or twice the target after the last restart.

Exit codes: 0 all within tolerance, 1 something is not, 2 too few seeds to say, 64 usage,
  69 no engine or no stack there, 70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine`;

interface RawVerifyOptions
  extends Omit<VerifyOptions, 'scenario' | 'nodes' | 'seeds' | 'policies' | 'configuration'>,
    RawSeedOptions {
  readonly nodes?: number;
  readonly policy?: readonly PolicySource[];
  readonly faults: string;
  readonly setting: SettingWords;
}

function checked(scenario: Scenario, raw: RawVerifyOptions, command: Command): VerifyOptions {
  const { nodes, policy, seed, seeds, from, faults: _none, setting, ...options } = raw;
  return {
    ...options,
    scenario,
    nodes: nodes ?? scenario.embedded.shape.nodeCount,
    seeds: seedRange({ seed, seeds, ...(from !== undefined && { from }) }, command),
    policies: policy ?? usualPolicies(scenario),
    configuration: checkedConfiguration(setting, command),
  };
}

function nodeCount(text: string): number {
  const nodes = amountOf(text);
  if (nodes >= nodesMin && nodes <= nodesMax) return nodes;
  const most = nodesMax.toLocaleString('en-US');
  throw new InvalidArgumentError(`Both clouds are compared at ${nodesMin} to ${most} nodes.`);
}

/**
 * Refuses a fault plan. A plan that is known but not available here gets another answer than an
 * unknown word.
 */
function refuseFaults(text: string): string {
  if (text.trim() === 'none') return 'none';
  faultChoice(text);
  throw new InvalidArgumentError(
    'The twin models an ideal cloud, so both are compared without faults: --faults none. ' +
      `With faults, in the local cloud alone: npx rebootstorm run <scenario> --faults ${text}`,
  );
}
