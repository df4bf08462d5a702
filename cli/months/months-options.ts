// The words of `run patch-tuesdays`: what it takes of the words of `run`, and what it adds to them.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MonthChoices } from '#runner/months/month-points.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { usualRetries } from '#runner/twin/twin-order.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { amountOf, oneOf, seedMax, wholeNumber } from '../option-values.ts';
import { nodesComplaint, type RawRunOptions } from '../run/run-options.ts';
import { isScenarioFile } from '../scenario-file/read-scenario.ts';

/** The story of all months, by its name on the command line. */
export const patchTuesdaysName = 'patch-tuesdays';

/** The words of `run patch-tuesdays`, checked. */
export interface MonthOptions extends MonthChoices {
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number;
  readonly json: boolean;
  readonly out: string;
}

/** The words of `run` with those that only the months know, as commander hands them over. */
export interface RawMonthOptions extends RawRunOptions {
  readonly month?: string[];
  readonly seeds?: number;
  readonly spread?: number[];
  readonly workers?: number;
}

/** What is taken where nothing is said. */
export const usualMonths = { nodes: 80_000, seeds: 4, policy: ['legacy-2007', 'resilient'] };

/** Adds the options that only `run patch-tuesdays` takes. */
export function withMonthOptions(run: Command): Command {
  return run
    .addOption(
      monthOption('--month <labels>', 'of patch-tuesdays: only these, such as 2007-06', monthsOf),
    )
    .addOption(
      monthOption('--seeds <count>', 'how many seeds (default: 4, or 1 with --month)', seedCount),
    )
    .addOption(
      monthOption('--spread <values>', 'how far the share that restarts strays', spreadsOf),
    )
    .addOption(monthOption('--workers <count>', 'how many threads (default: cores)', workerCount));
}

/** A scenario that `run` takes: one that ships, all months, or a path. */
export function knownRun(text: string): string {
  const known = [...Object.keys(scenarios), patchTuesdaysName];
  return isScenarioFile(text) ? text : oneOf('scenario', text, known);
}

/** Refuses what only all months take, where another scenario is run. @throws {CommanderError} */
export function refuseMonthWords(command: Command): void {
  const foreign = ['month', 'seeds', 'spread', 'workers'].find(
    (word) => command.getOptionValueSource(word) === 'cli',
  );
  if (foreign !== undefined)
    command.error(
      `error: --${foreign} is for ${patchTuesdaysName} alone; other scenarios: see sweep.`,
    );
}

/** Checks what only all words together can tell. @throws {CommanderError} */
export function checkedMonths(raw: RawMonthOptions, command: Command): MonthOptions {
  const isGiven = (word: string) => command.getOptionValueSource(word) === 'cli';
  const refuse = (why: string) => command.error(`error: ${patchTuesdaysName} ${why}`);
  if (isGiven('cloud') && raw.cloud !== 'twin') refuse('runs on the twin alone.');
  if (raw.scale === 'embedded') refuse('runs at full scale alone.');
  if (isGiven('faults')) refuse('takes no --faults: what the twin models does not fail.');
  const nodes = raw.nodes === undefined ? usualMonths.nodes : amountOf(raw.nodes);
  const complaint = nodesComplaint(nodes, 'twin', august2007.full?.shape.cellNodes ?? 0);
  if (complaint !== undefined)
    command.error(`error: option '--nodes <count>' argument '${raw.nodes}': ${complaint}`);
  const { month, seed, workers } = raw;
  const seeds = raw.seeds ?? (month === undefined ? usualMonths.seeds : 1);
  if (seed + seeds - 1 > seedMax)
    command.error(`error: the last seed would be ${seed + seeds - 1}; the largest is ${seedMax}.`);
  return {
    months: labels.filter((label) => month?.includes(label) ?? true),
    nodes,
    retries: raw.retries ?? usualRetries(nodes),
    policy: raw.policy ?? usualMonths.policy,
    seeds: Array.from({ length: seeds }, (_, index) => seed + index),
    spreads: raw.spread ?? [restartShareSd],
    ...(workers && { workers }),
    json: raw.json ?? false,
    out: raw.out,
  };
}

/** All 47, in the order of time. */
const labels = patchTuesdays.map(({ label }) => label);

function monthOption<Value>(
  flags: string,
  words: string,
  parse: (text: string, before: Value | undefined) => Value,
): Option {
  const option = new Option(flags, words).argParser(parse);
  return option.helpGroup(`Options of ${patchTuesdaysName} alone:`);
}

function monthsOf(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...text.split(',').map((word) => knownMonth(word.trim()))];
}

function knownMonth(text: string): string {
  if (labels.includes(text)) return text;
  const range = `There are ${labels.length}, from ${labels[0]} to ${labels.at(-1)}.`;
  throw new InvalidArgumentError(
    `No Patch Tuesday is called '${text}'. Did you mean ${nearestMonth(text)}? ${range}`,
  );
}

/** In time, where the word is a month; else by its letters. */
function nearestMonth(text: string): string {
  const at = monthNumber(text);
  if (Number.isNaN(at)) return nearestWord(text, labels);
  const distance = (label: string) => Math.abs(monthNumber(label) - at);
  return labels.reduce((best, label) => (distance(label) < distance(best) ? label : best));
}

function monthNumber(text: string): number {
  const [, year, month] = /^(\d{4})-(\d{1,2})$/.exec(text) ?? [];
  return Number(year) * 12 + Number(month);
}

/** Above this a beta distribution around the smallest share has no hump any more. */
const spreadMax = 0.3;

function spreadsOf(text: string, before: number[] | undefined): number[] {
  const told = text.split(',').map((word) => {
    const spread = word.trim() === '' ? Number.NaN : Number(word);
    if (spread > 0 && spread <= spreadMax) return spread;
    throw new InvalidArgumentError(
      `A spread is above 0 and at most ${spreadMax}, such as ${restartShareSd}; got '${word}'.`,
    );
  });
  return [...new Set([...(before ?? []), ...told])];
}

function seedCount(text: string): number {
  return countUpTo(text, 10_000, 'seeds');
}

function workerCount(text: string): number {
  return countUpTo(text, 256, 'threads');
}

function countUpTo(text: string, most: number, what: string): number {
  const count = wholeNumber(text);
  if (count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`It takes 1 to ${most.toLocaleString('en-US')} ${what}.`);
}
