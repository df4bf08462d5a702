// The words of the command `effects`, checked.
import { type Command, Option } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import type { Retries, Scale } from '#runner/twin/twin-order.ts';
import { type Amount, amount, oneOf, workersOption } from '../option-values.ts';
import { priceChoice, type RawPriceOptions, withPriceOptions } from '../price-options.ts';
import { inputsAmong, nodesComplaint, retriesOption } from '../run/run-options.ts';
import { augustArgument, loadScenario, type ScenarioSource } from '../scenario-argument.ts';
import { type RawSeedOptions, seedRange, seedsOf, withSeedOptions } from '../seed-options.ts';
import { measures } from '../thresholds/measures.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import { readMeasure } from '../thresholds/read-threshold.ts';

/** The options of the command `effects`, checked. */
export interface EffectsOptions {
  readonly scenario: Scenario;
  readonly scale: Scale;
  readonly nodes: number;
  readonly seeds: readonly number[];
  /** How attempts in vain are treated. */
  readonly retries: Retries;
  readonly measure: NamedMeasure;
  readonly prices: PriceChoice;
  /** The user's own files that go into it, as they were read. */
  readonly inputs: readonly InputFile[];
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

interface RawEffectsOptions extends RawSeedOptions, RawPriceOptions {
  readonly measure: NamedMeasure;
  readonly nodes?: Amount;
  readonly scale: Scale;
  readonly retries: Retries;
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

/**
 * With five seeds an interval is less than half as wide as with three. At the embedded scale a
 * default command ends in about one and a half minutes of two idle cores (docs/effects.md).
 */
const seedDefaults = { first: 2007, count: 5, countMax: 1_000 };

/** Adds the command `effects`, which calls `onEffects` with checked options. */
export function addEffectsCommand(
  program: Command,
  onEffects: (options: EffectsOptions) => Promise<void>,
): void {
  const effects = program
    .command('effects')
    .description('which of the five hypotheses matters: all 32 combinations, on the twin')
    .addArgument(augustArgument())
    .addOption(
      new Option('--measure <name>', 'what they are to change, by the words of --fail-if')
        .argParser(readMeasure)
        .default(readMeasure('belowTarget'), 'belowTarget'),
    )
    .option('--nodes <count>', 'how many nodes (default: as the scenario; full: one cell)', amount)
    .addOption(
      new Option('--scale <name>', 'embedded, or full for days of flood')
        .argParser((text) => oneOf('scale', text, ['embedded', 'full'] as const))
        .default('embedded'),
    )
    .addOption(retriesOption().default('aggregated'));
  withPriceOptions(withSeedOptions(effects, seedDefaults))
    .addOption(workersOption())
    .option('--out <folder>', 'where it is kept and continued (default: by what is run)')
    .option('--json', 'print every effect as JSON on standard output', false)
    .addHelpText('after', help)
    .action(async (source: ScenarioSource, raw: RawEffectsOptions, command: Command) =>
      onEffects(await checked(source, raw, command)),
    );
}

const help = `
Measures: ${Object.keys(measures).join(', ')}.

  --measure worstOffline                    the largest share that was not signed in
  --measure userHoursLost --seeds 10        narrower intervals

The same command again goes on where it was; another --measure takes the same runs. effects.csv has
a row for each effect, runs.csv one for each run, with a column of 0 and 1 for each hypothesis.

Exit codes: 0 done, 1 a run failed or violated an invariant, 2 the measure was not measured or
  never came in some run, so that it has no mean; 64 usage, 70 an internal error, 75 another process
  works in the folder`;

async function checked(
  source: ScenarioSource,
  raw: RawEffectsOptions,
  command: Command,
): Promise<EffectsOptions> {
  const { scenario, input } = await loadScenario(source, command);
  const { scale, measure, retries, workers, out, json } = raw;
  const { shape } = scenario[scale] ?? command.error(`error: ${scenario.name} has no full scale.`);
  const nodes = raw.nodes?.count ?? usualNodes(scale, shape);
  const complaint = nodesComplaint(nodes, 'twin', shape.cellNodes);
  if (complaint !== undefined)
    command.error(`error: option '--nodes <count>' argument '${nodes}' is invalid. ${complaint}`);
  return {
    scenario,
    scale,
    nodes,
    seeds: seedsOf(seedRange(raw, command)),
    retries,
    measure,
    prices: priceChoice(raw),
    inputs: inputsAmong(input, [], raw.prices),
    json,
    ...(workers && { workers }),
    ...(out && { out }),
  };
}

/** At the full scale one cell: all of it would take hours. */
function usualNodes(scale: Scale, { nodeCount, cellNodes }: Scenario['embedded']['shape']): number {
  return scale === 'full' ? Math.min(nodeCount, cellNodes) : nodeCount;
}
