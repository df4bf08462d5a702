// The command `calibrate` and its options.
import type { Command } from 'commander';
import type { CalibrationChoices, Rung } from '#runner/study/calibrate/calibrate.ts';
import {
  checkedStudy,
  hypothesesOption,
  type RawStudyOptions,
  type StudyOptions,
  usualHypotheses,
  withStudyOptions,
} from '../study/study-options.ts';

/** The options of the command `calibrate`, checked. */
export interface CalibrateOptions extends StudyOptions {
  readonly choices: CalibrationChoices;
}

const help = `
Nobody published the values of these unknowns: rebootstorm draws them within the ranges that the
sources leave, runs August 2007 and ordinary months with them, and keeps what comes closest to the
record's sixteen points. A network that does not fall comes behind every one that does. Each
hypothesis gets the same draws and the same number of runs. The best of many small networks go on to
fewer large ones.

  $ npx rebootstorm calibrate --policy ghost-slots,stale-candidates --budget 2min
  $ npx rebootstorm calibrate --thorough --workers 8

A run that is done is not done again, so the same command with a larger --budget goes on with the
same candidates. Where time is over the result is that of the runs done so far, in their order: time
decides how many there are of each size, and nothing else.
candidates.csv has a row for each candidate at each size.

Exit codes: 0 done, 64 usage, 70 an internal error, 74 the output cannot be written,
75 another process works below --out`;

/** Adds the command `calibrate`, which calls `onCalibrate` with checked options. */
export function addCalibrateCommand(
  program: Command,
  onCalibrate: (options: CalibrateOptions) => Promise<void>,
): void {
  const command = program
    .command('calibrate')
    .description('which values nobody published meet the record of August 2007, if any')
    .addOption(hypothesesOption());
  withStudyOptions(command, { count: 8_000, text: '8k' })
    .addHelpText('after', help)
    .action((raw: RawStudyOptions & { readonly policy?: readonly string[] }, own: Command) => {
      const options = checkedStudy(raw, own);
      return onCalibrate({ ...options, choices: choicesOf(options, raw.policy) });
    });
}

function choicesOf(
  { nodes, seed, isThorough }: StudyOptions,
  hypotheses: readonly string[] = usualHypotheses,
): CalibrationChoices {
  const usual: Rung[] = [{ nodes: nodes * 5, keep: 3, seeds: 2, months: 4 }];
  const more: Rung[] = [
    { nodes: nodes * 5, keep: 10, seeds: 2, months: 4 },
    { nodes: nodes * 20, keep: 4, seeds: 4, months: 12 },
    { nodes: nodes * 100, keep: 1, seeds: 2, months: 4 },
  ];
  return {
    hypotheses,
    seed,
    nodes,
    draws: isThorough ? 100 : 12,
    rounds: isThorough ? 5 : 3,
    rungs: isThorough ? more : usual,
  };
}
