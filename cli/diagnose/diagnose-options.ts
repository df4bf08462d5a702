// The command `diagnose` and its options.
import type { Command } from 'commander';
import type { DiagnosisChoices } from '#runner/study/diagnose/diagnose.ts';
import {
  checkedStudy,
  hypothesesOption,
  type RawStudyOptions,
  type StudyOptions,
  usualHypotheses,
  withStudyOptions,
} from '../study/study-options.ts';

/** The options of the command `diagnose`, checked. */
export interface DiagnoseOptions extends StudyOptions {
  readonly choices: DiagnosisChoices;
}

const help = `
Each hypothesis is simulated with the same draws of what nobody published. First it is tested
whether the record lies inside the cloud of a hypothesis' simulations at all: "none of these" is an
answer. Then a random forest says which hypothesis the record is likest to, beside how often it is
wrong: about simulations whose hypothesis is known (planted truth), and about those like the record
(local error). Its shares are no probabilities, so no odds are given.

  $ npx rebootstorm diagnose --policy ghost-slots,stale-candidates,resilient --budget 2min

A run that is done is not done again, so the same command with a larger --budget goes on.

Exit codes: 0 done, 2 too few simulations for an answer, 64 usage, 70 an internal error,
74 the output cannot be written, 75 another process works below --out`;

/** Adds the command `diagnose`, which calls `onDiagnose` with checked options. */
export function addDiagnoseCommand(
  program: Command,
  onDiagnose: (options: DiagnoseOptions) => Promise<void>,
): void {
  const command = program
    .command('diagnose')
    .description('which hypothesis the record of August 2007 is like, or none of these')
    .addOption(hypothesesOption());
  withStudyOptions(command, { count: 8_000, text: '8k' })
    .addHelpText('after', help)
    .action((raw: RawStudyOptions & { readonly policy?: readonly string[] }, own: Command) => {
      const options = checkedStudy(raw, own);
      const hypotheses = raw.policy ?? usualHypotheses;
      if (hypotheses.length < 2)
        own.error("error: option '--policy <names>': a choice takes two hypotheses or more.");
      return onDiagnose({ ...options, choices: choicesOf(options, hypotheses) });
    });
}

function choicesOf(
  { nodes, seed, isThorough }: StudyOptions,
  hypotheses: readonly string[],
): DiagnosisChoices {
  const usual = { draws: 60, planted: 20, trees: 200 };
  const more = { draws: 600, planted: 100, trees: 500 };
  return { hypotheses, seed, nodes, ...(isThorough ? more : usual) };
}
