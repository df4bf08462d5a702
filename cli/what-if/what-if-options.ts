// The words of the command `what-if`, checked.
import { type Command, Option } from 'commander';
import type { InputFile } from '#runner/inputs/input-file.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import type { Retries } from '#runner/twin/twin-order.ts';
import { type WhatIfChange, whatIfChanges } from '#runner/what-if/changes.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { type Amount, amount, oneOf, workersOption } from '../option-values.ts';
import { priceChoice, type RawPriceOptions, withPriceOptions } from '../price-options.ts';
import { inputsAmong, nodesComplaint, retriesOption } from '../run/run-options.ts';
import { type RawSeedOptions, seedRange, seedsOf, withSeedOptions } from '../seed-options.ts';

/** The options of the command `what-if`, checked. */
export interface WhatIfOptions {
  readonly changes: readonly WhatIfChange[];
  readonly nodes: number;
  readonly seeds: readonly number[];
  readonly retries: Retries;
  readonly prices: PriceChoice;
  readonly inputs: readonly InputFile[];
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

interface RawWhatIfOptions extends RawSeedOptions, RawPriceOptions {
  readonly change?: readonly WhatIfChange[];
  readonly nodes?: Amount;
  readonly retries: Retries;
  readonly thorough: boolean;
  readonly workers?: number;
  readonly out?: string;
  readonly json: boolean;
}

/**
 * Two cells of a fifth of their size end within five minutes on two cores, with all changes;
 * docs/what-if.md has the time.
 */
const usualNodes = { quick: 8_000, thorough: 200_000 };

/** With fewer seeds a median has no interval of 95 %. */
const seedDefaults = { first: 2007, count: 6, countMax: 1_000 };

const names = whatIfChanges.map(({ name }) => name);

/** Adds the command `what-if`, which calls `onWhatIf` with checked options. */
export function addWhatIfCommand(
  program: Command,
  onWhatIf: (options: WhatIfOptions) => Promise<void>,
): void {
  const whatIf = program
    .command('what-if')
    .description('August 2007 with one thing changed: how far it falls, how long, what it costs')
    .addOption(
      new Option('--change <names>', 'only these, beside the storm as it was').argParser(changesOf),
    )
    .option('--nodes <count>', 'how many nodes (default: 8k; --thorough: 200k)', amount)
    .addOption(retriesOption().default('aggregated'));
  withPriceOptions(withSeedOptions(whatIf, seedDefaults))
    .option('--thorough', 'at 200k nodes', false)
    .addOption(workersOption())
    .option('--out <folder>', 'where it is kept and continued (default: by what is run)')
    .option('--json', 'print all of it as JSON on standard output', false)
    .addHelpText('after', help)
    .action(async (raw: RawWhatIfOptions, command: Command) => onWhatIf(checked(raw, command)));
}

const help = `
Changes: ${names.join(', ')}.

The policy is legacy-2007 but where the change is one of the policy. All changes meet the same
seeds. The same command again goes on where it was. what-if.csv has a row for each run.

Exit codes: 0 done, 1 a run failed or violated an invariant, 64 usage, 70 an internal error,
75 another process works in the folder`;

function changesOf(text: string): WhatIfChange[] {
  const wanted = text.split(',').flatMap((word) => {
    const wantedName = oneOf('change', word.trim(), names);
    return whatIfChanges.filter(({ name }) => name === wantedName);
  });
  return [...new Set([...whatIfChanges.slice(0, 1), ...wanted])];
}

function checked(raw: RawWhatIfOptions, command: Command): WhatIfOptions {
  const { retries, workers, out, json, thorough } = raw;
  const nodes = raw.nodes?.count ?? (thorough ? usualNodes.thorough : usualNodes.quick);
  const complaint = nodesComplaint(nodes, 'twin', august2007.full?.shape.cellNodes ?? 0);
  if (complaint !== undefined)
    command.error(`error: option '--nodes <count>' argument '${nodes}' is invalid. ${complaint}`);
  return {
    changes: raw.change ?? whatIfChanges,
    nodes,
    seeds: seedsOf(seedRange(raw, command)),
    retries,
    prices: priceChoice(raw),
    inputs: inputsAmong(undefined, [], raw.prices),
    json,
    ...(workers && { workers }),
    ...(out && { out }),
  };
}
