import { type Command, InvalidArgumentError, Option } from 'commander';
import { nodesMin } from '#domain/limits.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import { type NamedPolicy, policyNamed } from '#runner/policy-choice.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { costCapOf } from '../max-cost-option.ts';
import { amountOf, seedNumber } from '../option-values.ts';
import { namedPolicyOption } from '../policy-option.ts';
import { shippedScenario } from '../scenario-argument.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `storm`, checked. */
export interface StormOptions extends TargetOptions {
  readonly scenario: Scenario;
  readonly nodes: number;
  readonly policy: NamedPolicy;
  readonly seed: number;
  /** The name of the deployed stack. */
  readonly stack: string;
  /** The most that the run may cost; absent: it may cost what it costs. */
  readonly costCap?: CostCap | undefined;
  readonly json: boolean;
}

/** Above this an engine on one machine takes too long. */
const nodesMax = 5_000;

/** A deployed stack runs on a real clock, and nobody watches a terminal for longer than this. */
const stormMsMax = 15 * 60_000;

/** Adds the command `storm`, which calls `onStorm` with checked options. */
export function addStormCommand(
  program: Command,
  onStorm: (options: StormOptions) => Promise<void>,
): void {
  withTarget(
    program
      .command('storm')
      .description('a storm on a deployed stack')
      .addOption(
        new Option('--scenario <name>', `one of: ${[...quickScenarios().keys()].join(', ')}`)
          .argParser(quickScenario)
          .default(scenarios.drill, 'drill'),
      )
      .option('--nodes <count>', 'how many nodes', stormNodes, 300)
      .addOption(namedPolicyOption(policyNamed('resilient')))
      .option(
        '--seed <number>',
        'the same seed gives the same network and restarts',
        seedNumber,
        2007,
      )
      .addOption(stackNameOption()),
    'a run is capped, too',
  )
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action((options: StormOptions) => onStorm({ ...options, costCap: costCapOf(options) }));
}

const help = `${targetHelp}

Exit codes: 0 healed and every invariant holds, 1 not so, 64 usage, 69 no engine or no stack there,
  70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine, or not confirmed`;

function quickScenario(text: string): Scenario {
  const scenario = shippedScenario(text);
  if (stormMs(scenario) <= stormMsMax) return scenario;
  const takes = formatDuration(stormMs(scenario));
  throw new InvalidArgumentError(
    `Its storm takes ${takes} on a real clock; a deployed stack has no other. ` +
      `Here: ${[...quickScenarios().keys()].join(', ')}. ` +
      `On virtual time: npx rebootstorm run ${text}`,
  );
}

function quickScenarios(): ReadonlyMap<string, Scenario> {
  return new Map(Object.entries(scenarios).filter(([, one]) => stormMs(one) <= stormMsMax));
}

/** From a scenario's start to its last restart. */
function stormMs({ storm, startMs }: Scenario): number {
  return lastRestartAtMs(storm, 0) - startMs;
}

function stormNodes(text: string): number {
  const nodes = amountOf(text);
  if (nodes >= nodesMin && nodes <= nodesMax) return nodes;
  throw new InvalidArgumentError(
    `An engine on one machine takes ${nodesMin} to ${nodesMax.toLocaleString('en-US')} nodes.`,
  );
}
