// The command `likelihood` and its options.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import type { LikelihoodChoices } from '#runner/study/likelihood/likelihood.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { countUpTo } from '../option-values.ts';
import {
  checkedStudy,
  hypothesesOption,
  type RawStudyOptions,
  type StudyOptions,
  withStudyOptions,
} from '../study/study-options.ts';
import { fittedValues } from './fitted-values.ts';

/** The options of the command `likelihood`, checked. */
export interface LikelihoodOptions extends StudyOptions {
  readonly choices: LikelihoodChoices;
}

interface RawLikelihoodOptions extends RawStudyOptions {
  readonly policy?: readonly string[];
  readonly month: string;
  readonly draws?: number;
  readonly seeds?: number;
  readonly particles?: number;
  readonly fitted?: string;
}

const help = `
Each draw of the unknowns gets several months, each with a share of restarts and chance of its own.
So the interval has both in it, and months of one draw do not count as independent. Beside it stands
the base rate: what one failure in ${patchTuesdays.length} months says alone.

Where no run of a policy fell, its chance is searched by splitting, and there is an upper bound.

  $ npx rebootstorm likelihood --policy resilient --draws 200
  $ npx rebootstorm likelihood --fitted runs/studies/calibrate-0a1b2c3d/calibrate.json

A run that is done is not done again. Where time is over, the result is that of the draws done so
far, in their order, and says how many. runs.csv has a row for each run.

Exit codes: 0 done, 64 usage, 70 an internal error, 74 the output cannot be written,
75 another process works below --out`;

const [drawsMax, seedsMax, particlesMax] = [100_000, 1_000, 10_000];

/** The last month that is drawn: the one after it is August 2007, which is fitted. */
const usualMonth = patchTuesdays.at(-2)?.label ?? '';

/** Adds the command `likelihood`, which calls `onLikelihood` with checked options. */
export function addLikelihoodCommand(
  program: Command,
  onLikelihood: (options: LikelihoodOptions) => Promise<void>,
): void {
  const command = program
    .command('likelihood')
    .description('how likely the next Patch Tuesday fells the network, or one of the next 12 or 48')
    .addOption(hypothesesOption())
    .addOption(
      new Option('--month <label>', 'whose declared inputs the next months have')
        .argParser(drawnMonth)
        .default(usualMonth),
    )
    .option('--draws <count>', 'draws of the unknowns', countUpTo(drawsMax, 'draws'))
    .option('--seeds <count>', 'months of each draw', countUpTo(seedsMax, 'seeds'))
    .option('--particles <count>', 'for splitting', countUpTo(particlesMax, 'particles'))
    .option('--fitted <file>', 'take the values from a calibrate.json, not from the ranges');
  withStudyOptions(command, { count: 8_000, text: '8k' })
    .addHelpText('after', help)
    .action((raw: RawLikelihoodOptions, own: Command) => {
      const options = checkedStudy(raw, own);
      return onLikelihood({ ...options, choices: choicesOf(options, raw) });
    });
}

function choicesOf(
  { nodes, seed, isThorough }: StudyOptions,
  { policy, month, draws, seeds, particles, fitted }: RawLikelihoodOptions,
): LikelihoodChoices {
  return {
    policies: policy ?? ['legacy-2007', 'resilient'],
    month,
    seed,
    nodes,
    draws: draws ?? (isThorough ? 200 : 40),
    seeds: seeds ?? (isThorough ? 8 : 4),
    particles: particles ?? (isThorough ? 100 : 12),
    ...(fitted !== undefined && { fitted: fittedValues(fitted) }),
  };
}

function drawnMonth(text: string): string {
  const labels = patchTuesdays.slice(0, -1).map(({ label }) => label);
  if (labels.includes(text)) return text;
  const nearest = nearestWord(text, labels);
  throw new InvalidArgumentError(
    `No Patch Tuesday that is drawn is called '${text}'. ` +
      (nearest === undefined ? '' : `Did you mean ${nearest}? `) +
      `There are ${labels.length}, from ${labels[0]} to ${labels.at(-1)}.`,
  );
}
