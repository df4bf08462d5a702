import { Command, InvalidArgumentError, Option } from 'commander';
import { policyIds } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario.ts';
import { FaultPlanError, parseFaults } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { addCheckCommand, type CheckOptions } from './check-options.ts';
import { nearest, oneOf, seedNumber, wholeNumber } from './option-values.ts';
import { isPolicyFile, knownPolicyName } from './policy-choice.ts';
import { addRedriveCommand, type RedriveOptions } from './redrive-options.ts';
import { addStormCommand, type StormOptions } from './storm-options.ts';
import { addSwarmCommand, type SwarmOptions } from './swarm-options.ts';

/** The command line's words, checked. */
export interface RunOptions {
  readonly scenario: Scenario;
  readonly nodes: number;
  /** Names and files that `choosePolicy` understands. */
  readonly policy: readonly string[];
  readonly seed: number;
  /** A fault plan that `parseFaults` accepts. */
  readonly faults: string;
  readonly json: boolean;
  readonly out: string;
  readonly color: boolean;
}

/**
 * Below this a cell has no supernode to lose; above, one process takes minutes and the twin is
 * meant.
 */
const nodesMin = 40;
const nodesMax = 50_000;

const examples = `
Examples:
  $ npm start                              the storm of August 2007, 2,000 nodes, both policies
  $ npm start -- --nodes 4000 --seed 7     larger, and another storm
  $ npx rebootstorm run drill --json       a two-minute drill, as JSON
  $ npx rebootstorm demo --policy ghost-slots --faults none
  $ npx rebootstorm storm                  a drill on the stack that you deployed to an engine
  $ npx rebootstorm redrive --dry-run      its dead letters: which could go back, which stay
  $ npx rebootstorm check                  its invariants: which hold, which are broken
  $ npx rebootstorm swarm --seeds 100      small networks in clouds that fail, held to every promise

Exit codes: 0 as the scenario expects, 1 not so, 2 unknown, 64 usage,
  69 no engine or no stack there, 70 a bug of ours, 74 the output cannot be written,
  77 refused: not on this machine`;

/**
 * Builds the command line.
 * @param onRun is called with checked options once a command was recognised
 * @param onStorm likewise, for the command that storms a deployed stack
 * @param onRedrive likewise, for the command that moves its dead letters back
 * @param onCheck likewise, for the command that checks its invariants
 * @param onSwarm likewise, for the command that runs many small networks
 */
export function commandLine(
  version: string,
  onRun: (options: RunOptions) => Promise<void>,
  onStorm: (options: StormOptions) => Promise<void>,
  onRedrive: (options: RedriveOptions) => Promise<void>,
  onCheck: (options: CheckOptions) => Promise<void>,
  onSwarm: (options: SwarmOptions) => Promise<void>,
): Command {
  const program = new Command('rebootstorm')
    .description('The August 2007 outage, rebuilt: break it, watch it, heal it.')
    .version(version)
    .showSuggestionAfterError()
    .addHelpText('after', examples);
  const demo = program
    .command('demo', { isDefault: true })
    .description('the main job: August 2007 under the 2007 policy and a resilient one');
  // Words that are no command arrive here, since this is what runs when no command is named.
  withRunOptions(demo.allowExcessArguments()).action((options: RawOptions) => {
    refuseUnknownCommand(program, demo.args[0]);
    return onRun(checked('august-2007', options));
  });
  const run = program
    .command('run')
    .description('any scenario on the local cloud')
    .argument('<scenario>', `one of: ${Object.keys(scenarios).join(', ')}`, knownScenario);
  withRunOptions(run).action((name: string, options: RawOptions) => onRun(checked(name, options)));
  addStormCommand(program, onStorm);
  addRedriveCommand(program, onRedrive);
  addCheckCommand(program, onCheck);
  addSwarmCommand(program, onSwarm);
  return program;
}

interface RawOptions {
  readonly nodes?: number;
  readonly policy?: string[];
  readonly seed: number;
  readonly faults: string;
  readonly json?: boolean;
  readonly out: string;
  readonly color: boolean;
}

function withRunOptions(command: Command): Command {
  return command
    .option('--nodes <count>', 'how many nodes (default: the scenario says)', nodeCount)
    .addOption(
      new Option(
        '--policy <names>',
        `one or more of: ${policyIds.join(', ')}; hypotheses joined by +; or a policy file`,
      ).argParser(knownPolicy),
    )
    .option('--seed <number>', 'the same seed gives the same run', seedNumber, 2007)
    .option(
      '--faults <plan>',
      'none, default, kind=rate,... alone, or default,kind=rate,...',
      faultPlan,
      'default',
    )
    .option('--json', 'print the result as JSON on standard output')
    .option('--out <folder>', 'where the run folder goes', 'runs')
    .option('--no-color', 'plain text');
}

function refuseUnknownCommand(program: Command, word: string | undefined): void {
  if (word === undefined) return;
  const known = program.commands.map((command) => command.name());
  program.error(`error: no command is called '${word}'. ${nearest(word, known)}`);
}

function checked(name: string, options: RawOptions): RunOptions {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new InvalidArgumentError(`no scenario ${name}`);
  return {
    ...options,
    scenario,
    nodes: options.nodes ?? scenario.embedded.shape.nodeCount,
    policy: options.policy ?? Object.keys(scenario.expected),
    json: options.json ?? false,
  };
}

function nodeCount(text: string): number {
  const nodes = wholeNumber(text);
  if (nodes >= nodesMin && nodes <= nodesMax) return nodes;
  throw new InvalidArgumentError(
    `The local cloud takes ${nodesMin} to ${nodesMax.toLocaleString('en-US')} nodes.`,
  );
}

function knownPolicy(text: string, before: string[] | undefined): string[] {
  const named = text.split(',').map((name) => name.trim());
  if (named.includes('')) {
    const known = policyIds.join(', ');
    throw new InvalidArgumentError(`A name is missing before, after or between commas: ${known}.`);
  }
  for (const name of named) if (!isPolicyFile(name)) knownPolicyName(name);
  return [...new Set([...(before ?? []), ...named])];
}

function knownScenario(text: string): string {
  return oneOf('scenario', text, Object.keys(scenarios));
}

function faultPlan(text: string): string {
  try {
    parseFaults(text);
    return text.trim();
  } catch (error) {
    if (!(error instanceof FaultPlanError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}
