// The options of the command `months`: all Patch Tuesdays, or some of them.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MonthChoices } from '#runner/months/month-points.ts';
import type { MonthVariant } from '#runner/months/month-variant.ts';
import { type PolicySource, policySource } from '#runner/policy-choice.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { type Retries, usualRetries } from '#runner/twin/twin-order.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { type Amount, amount, countUpTo, seedNumber, workersOption } from '../option-values.ts';
import { policyOption } from '../policy-option.ts';
import { nodesComplaint, retriesOption } from '../run/run-options.ts';
import { seedRange, seedsOf } from '../seed-options.ts';
import { orRefusal } from '../sweep/refused-field.ts';
import { type VaryWords, varyWords } from '../sweep/vary-words.ts';
import { monthVariants } from './month-variants.ts';

/** The options of the command `months`, checked. */
export interface MonthsOptions extends MonthChoices {
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number;
  readonly json: boolean;
  readonly out: string;
}

/** The options as commander returns them. */
interface RawMonthsOptions {
  readonly month?: readonly string[];
  readonly nodes: Amount;
  readonly retries?: Retries;
  readonly policy?: readonly PolicySource[];
  readonly seed: number;
  readonly seeds?: number;
  readonly spread: readonly number[];
  readonly vary: readonly VaryWords[];
  readonly workers?: number;
  readonly json: boolean;
  readonly out: string;
}

/** The defaults. */
export const usualMonths = { nodes: 80_000, seeds: 4 };

const usualPolicies = ['legacy-2007', 'resilient'];
const usualSpreads: readonly number[] = [restartShareSd];

/** More seeds than this need several machines. */
const seedsMax = 10_000;

/** Adds the command `months`, which calls `onMonths` with checked options. */
export function addMonthsCommand(
  program: Command,
  onMonths: (options: MonthsOptions) => Promise<void>,
): void {
  program
    .command('months')
    .description(
      `all ${patchTuesdays.length} Patch Tuesdays on the twin: which fall, and how likely one does`,
    )
    .option('--month <labels>', 'only these, such as 2007-06', monthsOf)
    .addOption(
      new Option('--nodes <count>', 'nodes of August 2007; the others in proportion')
        .argParser(amount)
        .default({ count: usualMonths.nodes, text: '80k' }, '80k'),
    )
    .addOption(retriesOption())
    .addOption(policyOption())
    .option('--seed <number>', 'the first seed', seedNumber, 2007)
    .addOption(
      new Option(
        '--seeds <count>',
        `how many seeds (default: ${usualMonths.seeds}, or 1 with --month)`,
      ).argParser(countUpTo(seedsMax, 'seeds')),
    )
    .addOption(
      new Option('--spread <values>', 'standard deviation of the share that restarts')
        .argParser(spreadsOf)
        .default(usualSpreads, String(restartShareSd)),
    )
    .addOption(
      new Option('--vary <field=values>', 'an input of each month, or a field of its scenario')
        .argParser((text, before: VaryWords[]) => [...before, varyWords(text)])
        .default([], 'nothing'),
    )
    .addOption(workersOption())
    .option('--json', 'print all of it as JSON on standard output', false)
    .option('--out <folder>', 'where its folder goes', 'runs')
    .addHelpText('after', help)
    .action((raw: RawMonthsOptions, command: Command) => onMonths(checked(raw, command)));
}

const help = `
The inputs are restartShare, load and recordOnlineCount: a number fixes one for every month, a
factor (x0.8) moves what is declared of it. So --vary restartShare=0.3:0.6:7 shows where months
begin to fall. Any field of the scenario can be varied, too, such as timings.leaseMs=24h,33h.

A month that was run by the same program before is taken from the journal below --out. months.csv
has a row for each run; months.json also the inputs, and the command that runs each month alone.

Exit codes: 0 as expected, 1 not so, 64 usage, 70 an internal error,
74 the output cannot be written, 75 another process works below --out`;

/** Checks options that depend on each other. @throws {CommanderError} */
function checked(raw: RawMonthsOptions, command: Command): MonthsOptions {
  const { month, nodes, seed, workers, json, out } = raw;
  const complaint = nodesComplaint(nodes.count, 'twin', august2007.full?.shape.cellNodes ?? 0);
  if (complaint !== undefined)
    command.error(`error: option '--nodes <count>' argument '${nodes.text}': ${complaint}`);
  const seeds = raw.seeds ?? (month === undefined ? usualMonths.seeds : 1);
  const months = labels.filter((label) => month?.includes(label) ?? true);
  const stories = patchTuesdays.filter(({ label }) => months.includes(label));
  const variants = variantsIn(raw.vary, stories, command);
  return {
    months,
    ...(raw.vary.length > 0 && { variants }),
    nodes: nodes.count,
    retries: raw.retries ?? usualRetries(nodes.count),
    policies: raw.policy ?? usualPolicies.map(policySource),
    seeds: seedsOf(seedRange({ seed, seeds }, command)),
    spreads: raw.spread,
    ...(workers && { workers }),
    json,
    out,
  };
}

function variantsIn(
  vary: readonly VaryWords[],
  stories: readonly (typeof patchTuesdays)[number][],
  command: Command,
): MonthVariant[] {
  const where = "option '--vary <field=values>': ";
  return orRefusal(command, () => monthVariants(vary, stories), where);
}

/** All months, in the order of time. */
const labels = patchTuesdays.map(({ label }) => label);

function monthsOf(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...text.split(',').map((word) => knownMonth(word.trim()))];
}

function knownMonth(text: string): string {
  if (labels.includes(text)) return text;
  const range = `There are ${labels.length}, from ${labels[0]} to ${labels.at(-1)}.`;
  const nearest = nearestMonth(text);
  const suggestion = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  throw new InvalidArgumentError(`No Patch Tuesday is called '${text}'. ${suggestion}${range}`);
}

/**
 * The nearest month in time, if the text is a month; otherwise the one with the most similar
 * letters.
 */
function nearestMonth(text: string): string | undefined {
  const at = monthNumber(text);
  if (Number.isNaN(at)) return nearestWord(text, labels);
  const distance = (label: string) => Math.abs(monthNumber(label) - at);
  return labels.reduce((best, label) => (distance(label) < distance(best) ? label : best));
}

function monthNumber(text: string): number {
  const [, year, month] = /^(\d{4})-(\d{1,2})$/.exec(text) ?? [];
  return Number(year) * 12 + Number(month);
}

/** Above this, the beta distribution around the smallest share has no peak inside its range. */
const spreadMax = 0.3;

function spreadsOf(text: string, before: readonly number[]): number[] {
  const reported = text.split(',').map((word) => {
    const spread = word.trim() === '' ? Number.NaN : Number(word);
    if (spread > 0 && spread <= spreadMax) return spread;
    throw new InvalidArgumentError(
      `A spread is above 0 and at most ${spreadMax}, such as ${restartShareSd}; got '${word}'.`,
    );
  });
  return [...new Set(before === usualSpreads ? reported : [...before, ...reported])];
}
