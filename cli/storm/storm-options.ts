import { type Command, InvalidArgumentError, Option } from 'commander';
import { nodesMin } from '#domain/limits.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import { type NamedPolicy, policyNamed } from '#runner/policy-choice.ts';
import { type CiOptions, withCiOptions } from '../ci/ci-options.ts';
import { liveOption } from '../live/live-option.ts';
import { costCapOf } from '../max-cost-option.ts';
import { amountOf, quietOption, seedNumber } from '../option-values.ts';
import { namedPolicyOption } from '../policy-option.ts';
import { type Expectation, expectOption } from '../run/expect-option.ts';
import {
  loadScenario,
  type ScenarioSource,
  scenarioNames,
  scenarioSource,
  shippedScenario,
} from '../scenario-argument.ts';
import { runName } from '../stack/run-name.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';
import { typedDurationMs } from '../time-units.ts';

/** The options of the command `storm`, checked. */
export interface StormOptions extends TargetOptions, CiOptions {
  readonly scenario: Scenario;
  readonly nodes: number;
  readonly policy: NamedPolicy;
  readonly seed: number;
  /** The name of the deployed stack. */
  readonly stack: string;
  /** The most that the run may cost; absent: it may cost what it costs. */
  readonly costCap?: CostCap | undefined;
  /** What is expected of the verdict, in place of what the scenario expects. */
  readonly expect: readonly Expectation[];
  /** The run's name; undefined: the scenario's, with the time. */
  readonly run?: string | undefined;
  /** Only store the run, to be started by hand within this time by the wall clock, in ms. */
  readonly seedOnly?: { readonly startWithinMs: number } | undefined;
  /** The port where browsers see it while it goes on; 0: any free one; undefined: none. */
  readonly live?: number | undefined;
  /** Whether only results and what is wrong are printed. */
  readonly quiet: boolean;
  readonly json: boolean;
}

/** The options as commander returns them. */
interface RawStormOptions extends Omit<StormOptions, 'scenario' | 'nodes' | 'quiet' | 'seedOnly'> {
  readonly nodes?: number;
  readonly seedOnly?: boolean;
  readonly startWithin?: number;
  readonly quiet?: boolean;
}

/** Above this an engine on one machine takes too long. */
const nodesMax = 5_000;

/** Adds the command `storm`, which calls `onStorm` with checked options. */
export function addStormCommand(
  program: Command,
  onStorm: (options: StormOptions) => Promise<void>,
  parseScenario: (text: string) => ScenarioSource = scenarioSource,
): void {
  const drill: ScenarioSource = { kind: 'shipped', scenario: shippedScenario('drill') };
  const storm = program.command('storm');
  withTarget(
    storm
      .description('a storm on a deployed stack')
      .argument(
        '[scenario]',
        `one of: ${scenarioNames}; or a file, such as ./mine.json (default: drill)`,
        parseScenario,
      )
      .option('--nodes <count>', 'how many nodes (default: as the scenario says)', stormNodes)
      .addOption(namedPolicyOption(policyNamed('resilient')))
      .option(
        '--seed <number>',
        'the same seed gives the same network and restarts',
        seedNumber,
        2007,
      )
      .addOption(stackNameOption()),
    'a run is capped, too',
  );
  withCiOptions(storm.addOption(expectOption()))
    .option('--run <name>', 'the name of the run (default: its scenario and the time)', runName)
    .option('--seed-only', 'only store the run, and print the command that starts it')
    .option(
      '--start-within <time>',
      'with --seed-only: how long its start may take, such as 1h (default: 10min)',
      startWithin,
    )
    .addOption(liveOption())
    .addOption(quietOption())
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help);
  for (const [flags, why] of Object.entries(notHere)) storm.addOption(refused(storm, flags, why));
  storm.action(async (source: ScenarioSource | undefined, raw: RawStormOptions) => {
    const { scenario } = await loadScenario(source ?? drill, storm);
    const nodes = raw.nodes ?? usualNodes(scenario, storm);
    const { seedOnly: isSeedOnly, startWithin: startWithinMs, ...others } = raw;
    refuseContradictions(raw, storm);
    return onStorm({
      ...others,
      scenario,
      nodes,
      seedOnly: isSeedOnly ? { startWithinMs: startWithinMs ?? usualStartWithinMs } : undefined,
      quiet: raw.quiet ?? false,
      costCap: costCapOf(raw),
    });
  });
}

/** Options of `run` that a deployed stack has no use for, each with the reason. */
const notHere: Readonly<Record<string, string>> = {
  '--faults <plan>':
    "only the local cloud plays faults; a deployed stack has its services' own. Leave it away, " +
    'or: npx rebootstorm run --faults, npx rebootstorm local --faults',
  '--cloud <name>':
    'the cloud of a storm is the deployed stack. For others: npx rebootstorm run --cloud',
  '--scale <name>':
    'only the twin runs a network at full scale. There: npx rebootstorm run --scale',
  '--retries <way>': 'only the twin can aggregate retries; a deployed stack handles each message',
  '--account-concurrency <count>':
    'how many invocations a real account allows is its own; npx rebootstorm doctor says how many',
  '--decision-limit <time>': 'a deployed stack takes no policy file, so no decision is limited',
  '--fail-if <threshold>':
    'a deployed stack does not count all that a threshold names. Its verdict is judged: --expect',
  '--out <folder>': 'a storm writes no folder; the run stays in the table. Its result: --json',
};

function refused(storm: Command, flags: string, why: string): Option {
  const name = flags.split(' ')[0];
  return new Option(flags)
    .hideHelp()
    .argParser(() => storm.error(`error: ${name} is not for storm: ${why}.`));
}

const help = `
A scenario takes as long there as it says, on the clock of the stack; a file is written as for run.
A storm goes on by itself once it has started: Ctrl-C ends only the watching, and says how to look
at the run and how to stop it.

--seed-only stores what a storm needs and starts nothing. It prints one line on standard output:
the aws command that starts the run, once, by its own name.
${targetHelp}

Exit codes: 0 as the scenario or --expect says, 1 not so, 2 unknown, 64 usage,
  69 no engine or no stack there, 70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine, or not confirmed`;

const usualStartWithinMs = 10 * 60_000;

/** Nothing is planned further ahead than a day, and its storm comes after this. */
const startWithinMsMax = 12 * 3_600_000;

function startWithin(text: string): number {
  const durationMs = typedDurationMs(text) ?? Number.NaN;
  if (durationMs >= 60_000 && durationMs <= startWithinMsMax) return durationMs;
  throw new InvalidArgumentError('It takes a time from 1min to 12h, such as 30min.');
}

function refuseContradictions(raw: RawStormOptions, storm: Command): void {
  if (raw.seedOnly !== true) {
    if (raw.startWithin === undefined) return;
    storm.error('error: --start-within is for --seed-only; else a storm starts at once.');
  }
  if (raw.live !== undefined)
    storm.error('error: --live shows a storm, and --seed-only starts none.');
  const { expect, junit, github } = raw;
  const given = [expect.length > 0 && '--expect', junit && '--junit', github && '--github'];
  const judging = given.find(Boolean);
  if (judging) storm.error(`error: ${judging} is about a verdict, and --seed-only has none.`);
}

function usualNodes({ name, embedded }: Scenario, storm: Command): number {
  const { nodeCount } = embedded.shape;
  if (nodeCount <= nodesMax) return nodeCount;
  return storm.error(
    `error: ${name} has ${formatted(nodeCount)} nodes. ${nodesRange} Name fewer: --nodes 300`,
  );
}

function stormNodes(text: string): number {
  const nodes = amountOf(text);
  if (nodes >= nodesMin && nodes <= nodesMax) return nodes;
  throw new InvalidArgumentError(nodesRange);
}

const nodesRange = `An engine on one machine takes ${nodesMin} to ${formatted(nodesMax)} nodes.`;

function formatted(count: number): string {
  return count.toLocaleString('en-US');
}
