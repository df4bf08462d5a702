// The words of the command `wire`, checked.
import { type Command, Option } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { type PolicySource, policySource } from '#runner/policy-choice.ts';
import { type Retries, type Scale, usualScale } from '#runner/twin/twin-order.ts';
import { campusHostCount } from '#scenarios/wire-record-2007.ts';
import { type Amount, amount, countUpTo, oneOf, workersOption } from '../option-values.ts';
import { policyOption } from '../policy-option.ts';
import { inputsAmong, nodesComplaint, retriesOption } from '../run/run-options.ts';
import { augustArgument, loadScenario, type ScenarioSource } from '../scenario-argument.ts';
import { type RawSeedOptions, seedRange, seedsOf, withSeedOptions } from '../seed-options.ts';
import { usualHypotheses } from '../study/study-options.ts';

/** The options of the command `wire`, checked. */
export interface WireOptions {
  readonly scenario: Scenario;
  readonly policies: readonly PolicySource[];
  readonly scale: Scale;
  readonly nodes: number;
  readonly hosts: number;
  readonly seeds: readonly number[];
  readonly retries: Retries;
  readonly inputs: readonly InputFile[];
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

interface RawWireOptions extends RawSeedOptions {
  readonly policy?: readonly PolicySource[];
  readonly scale?: Scale;
  readonly nodes?: Amount;
  readonly hosts: number;
  readonly retries: Retries;
  readonly thorough: boolean;
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

/**
 * Two cells of a quarter of their size end within five minutes on two cores, with all policies;
 * docs/wire.md has the time.
 */
const usualNodes = { quick: 10_000, thorough: 100_000 };

const seedDefaults = { first: 2007, count: 3, countMax: 1_000 };

/** More hosts than any campus had. */
const hostsMax = 1_000_000;

/** Adds the command `wire`, which calls `onWire` with checked options. */
export function addWireCommand(
  program: Command,
  onWire: (options: WireOptions) => Promise<void>,
): void {
  const wire = program
    .command('wire')
    .description('what each hypothesis puts on the wire, beside what was measured on one campus')
    .addArgument(augustArgument())
    .addOption(policyOption())
    .option('--nodes <count>', 'how many nodes (default: 10k; --thorough: 100k)', amount)
    .addOption(
      new Option('--hosts <count>', 'PCs whose flows are counted, drawn from all')
        .argParser(countUpTo(hostsMax, 'hosts'))
        .default(campusHostCount),
    )
    .addOption(
      new Option('--scale <name>', 'embedded or full (default: full, if there is one)').argParser(
        (text) => oneOf('scale', text, ['embedded', 'full'] as const),
      ),
    )
    .addOption(retriesOption().default('aggregated'));
  withSeedOptions(wire, seedDefaults)
    .option('--thorough', 'at 100k nodes', false)
    .addOption(workersOption())
    .option('--out <folder>', 'where it is kept and continued (default: by what is run)')
    .option('--json', 'print all of it as JSON on standard output', false)
    .addHelpText('after', help)
    .action(async (source: ScenarioSource, raw: RawWireOptions, command: Command) =>
      onWire(await checked(source, raw, command)),
    );
}

const help = `
Each policy runs twice with each seed: its week, and the same days without a restart. The figures
are those of two days from the last restart on (docs/wire.md). The same command again goes on where
it was. wire.csv has a row for each policy and seed.

Exit codes: 0 done, 1 a run failed or violated an invariant, 64 usage, 70 an internal error,
75 another process works in the folder`;

async function checked(
  source: ScenarioSource,
  raw: RawWireOptions,
  command: Command,
): Promise<WireOptions> {
  const { scenario, input } = await loadScenario(source, command);
  const { hosts, workers, out, json, thorough } = raw;
  const scale = raw.scale ?? usualScale(scenario);
  const { shape } = scenario[scale] ?? command.error(`error: ${scenario.name} has no full scale.`);
  const usual = Math.min(shape.nodeCount, thorough ? usualNodes.thorough : usualNodes.quick);
  const nodes = raw.nodes?.count ?? usual;
  const complaint = nodesComplaint(nodes, 'twin', shape.cellNodes);
  if (complaint !== undefined)
    command.error(`error: option '--nodes <count>' argument '${nodes}' is invalid. ${complaint}`);
  const policies = raw.policy ?? usualHypotheses.map(policySource);
  return {
    scenario,
    policies,
    scale,
    nodes,
    hosts,
    seeds: seedsOf(seedRange(raw, command)),
    retries: raw.retries,
    inputs: inputsAmong(input, policies, undefined),
    json,
    ...(workers && { workers }),
    ...(out && { out }),
  };
}
