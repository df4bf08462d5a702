import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { SettingWords, StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { type PolicySource, policyNamed } from '#runner/policy-choice.ts';
import {
  configurationOf,
  type RecordedStorms,
  readRecordedStorms,
  refuseUnwritableRecording,
} from '#runner/verify/recorded-storms.ts';
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
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `verify`, checked. */
export interface VerifyOptions extends TargetOptions {
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
  /** Where to keep what the deployed stack did; undefined: nowhere. */
  readonly record?: string;
  /** What a deployed stack did before, to be held against the clouds again; undefined: nothing. */
  readonly recorded?: RecordedStorms;
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
  withTarget(withFromOption(withSeedOptions(verify, seedDefaults)))
    .addOption(policyOption())
    .addOption(settingOption())
    .option('--faults <plan>', 'none: the twin models an ideal cloud', refuseFaults, 'none')
    .option('--endpoint [url]', 'also a stack deployed there (default: AWS_ENDPOINT_URL)')
    .addOption(stackNameOption())
    .option('--record <file>', 'keep what the deployed stack did in this file')
    .option('--recorded <file>', 'judge such a file, without the stack and with what it says')
    .option('--control', 'the local cloud against itself, under other latencies', false)
    .addOption(workersOption())
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action((scenario: Scenario, raw: RawVerifyOptions, command: Command) =>
      onVerify(
        raw.recorded === undefined
          ? checked(scenario, raw, command)
          : checkedRecording(raw.recorded, raw, command),
      ),
    );
}

const help = `
Medians over the seeds of each count and meter. Within tolerance is 5 % (10 % for durations); counts
below 20 are compared by what chance alone may do. Without faults, from the moment the network is
stored until the state machine reports, or twice the target after the last restart.

With --endpoint or --target aws a deployed stack runs the same seeds on its real clock, and is held
against both. It has to be deployed with the same settings. From outside a run's table and
CloudWatch can be seen. On AWS, where nobody has run it yet, each run begins at a full minute, and
it waits five minutes for CloudWatch at the end.
${targetHelp}

Exit codes: 0 all within tolerance, 1 something is not, 2 too few seeds to say, 64 usage,
  69 no engine or no stack there, 70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine, or not confirmed`;

interface RawVerifyOptions
  extends Omit<
      VerifyOptions,
      'scenario' | 'nodes' | 'seeds' | 'policies' | 'configuration' | 'recorded'
    >,
    RawSeedOptions {
  readonly recorded?: string;
  readonly nodes?: number;
  readonly policy?: readonly PolicySource[];
  readonly faults: string;
  readonly setting: SettingWords;
}

function checked(scenario: Scenario, raw: RawVerifyOptions, command: Command): VerifyOptions {
  const { nodes, policy, seed, seeds, from, faults: _none, setting, recorded: _, ...options } = raw;
  refuseTogether(options, command);
  return {
    ...options,
    scenario,
    nodes: nodes ?? scenario.embedded.shape.nodeCount,
    seeds: seedRange({ seed, seeds, ...(from !== undefined && { from }) }, command),
    policies: policy ?? usualPolicies(scenario),
    configuration: checkedConfiguration(setting, command),
  };
}

function refuseTogether(
  { endpoint, target, record }: Pick<VerifyOptions, 'endpoint' | 'target' | 'record'>,
  command: Command,
): void {
  if (endpoint !== undefined && target === 'aws')
    command.error('error: --endpoint is an engine on this machine, and --target aws is AWS.');
  if (record === undefined) return;
  if (endpoint === undefined && target !== 'aws')
    command.error('error: --record keeps what a stack did: it needs --endpoint or --target aws.');
  refuseUnwritableRecording(record);
}

/** Options that a recording leaves open. */
const besideRecording = ['recorded', 'workers', 'json'];

function checkedRecording(path: string, raw: RawVerifyOptions, command: Command): VerifyOptions {
  const given = command.options.find(
    (option) =>
      command.getOptionValueSource(option.attributeName()) === 'cli' &&
      !besideRecording.includes(option.attributeName()),
  );
  const said = given?.long ?? command.args[0];
  if (said !== undefined)
    command.error(`error: --recorded says all that was run; give it without ${said}.`);
  const recorded = readRecordedStorms(path);
  const { workers, json, target, yes, stack } = raw;
  return {
    ...(workers === undefined ? {} : { workers }),
    json,
    target,
    yes,
    stack,
    control: false,
    scenario: shippedScenario(recorded.scenario),
    nodes: recorded.nodes,
    seeds: recorded.seeds,
    policies: recorded.policies.map(({ policy }) => policyNamed(policy)),
    configuration: configurationOf(recorded),
    recorded,
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
