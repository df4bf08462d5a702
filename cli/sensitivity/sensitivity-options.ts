// The command `sensitivity` and its options.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SensitivityChoices } from '#runner/study/sensitivity/sensitivity.ts';
import {
  type StudiedMeasure,
  studiedMeasures,
} from '#runner/study/sensitivity/studied-measures.ts';
import { countUpTo, oneOf } from '../option-values.ts';
import { policiesIn } from '../policy-option.ts';
import {
  checkedStudy,
  type RawStudyOptions,
  type StudyOptions,
  withStudyOptions,
} from '../study/study-options.ts';

/** The options of the command `sensitivity`, checked. */
export interface SensitivityOptions extends StudyOptions {
  readonly choices: SensitivityChoices;
}

interface RawSensitivityOptions extends RawStudyOptions {
  readonly policy: string;
  readonly measure: StudiedMeasure;
  readonly trajectories?: number;
  readonly top: number;
  readonly rows?: number;
}

const measureNames = Object.keys(studiedMeasures) as StudiedMeasure[];

const help = `
First a screening of all unknowns, and of chance, by Morris' elementary effects: how far the measure
moves when one of them crosses its range. Then Sobol's shares of the variance for those that matter
most; all others keep the values that the scenario ships with.

Measures: ${measureNames.map((name) => `${name}, ${studiedMeasures[name]}`).join(';\n  ')}.

  $ npx rebootstorm sensitivity --measure worstOffline --top 6
  $ npx rebootstorm sensitivity --thorough --workers 8

A run that is done is not done again; another --measure takes the same screening. runs.csv has a
row for each run, with all measures.

Exit codes: 0 done, 64 usage, 70 an internal error, 74 the output cannot be written,
75 another process works below --out`;

const [trajectoriesMax, topMax, rowsMax] = [10_000, 15, 100_000];

/** Adds the command `sensitivity`, which calls `onSensitivity` with checked options. */
export function addSensitivityCommand(
  program: Command,
  onSensitivity: (options: SensitivityOptions) => Promise<void>,
): void {
  const command = program
    .command('sensitivity')
    .description('which unknowns decide how August 2007 comes out')
    .addOption(
      new Option('--policy <name>', 'one hypothesis, or several joined by +')
        .argParser(onePolicy)
        .default('legacy-2007'),
    )
    .addOption(
      new Option('--measure <name>', measureNames.join(', '))
        .argParser((text) => oneOf('measure', text, measureNames))
        .default('healHours'),
    )
    .option(
      '--trajectories <count>',
      'of the screening',
      countUpTo(trajectoriesMax, 'trajectories'),
    )
    .option('--top <count>', 'how many go on to the second part', countUpTo(topMax, 'inputs'), 4)
    .option('--rows <count>', 'of the second part', countUpTo(rowsMax, 'rows'));
  withStudyOptions(command, { count: 4_000, text: '4k' })
    .addHelpText('after', help)
    .action((raw: RawSensitivityOptions, own: Command) => {
      const options = checkedStudy(raw, own);
      return onSensitivity({ ...options, choices: choicesOf(options, raw) });
    });
}

function choicesOf(
  { nodes, seed, isThorough }: StudyOptions,
  { policy, measure, trajectories, top, rows }: RawSensitivityOptions,
): SensitivityChoices {
  return {
    policy,
    measure,
    seed,
    nodes,
    trajectories: trajectories ?? (isThorough ? 50 : 8),
    top,
    rows: rows ?? (isThorough ? 512 : 32),
  };
}

function onePolicy(text: string): string {
  const [policy, ...others] = policiesIn(text);
  if (policy?.kind === 'named' && others.length === 0) return policy.name;
  throw new InvalidArgumentError('It takes one policy by its name, such as legacy-2007.');
}
