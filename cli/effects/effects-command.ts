// `rebootstorm effects`: which of the five hypotheses matters, by a full factorial.
import { plainLine } from '#domain/plain-text.ts';
import { hypothesisNames } from '#domain/policies.ts';
import { type Factorial, factorialOf } from '#runner/effects/effects-over-seeds.ts';
import { isSound } from '#runner/sweep/sweep-row.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { exitCodes } from '../exit-codes.ts';
import { reportInputs } from '../run-folder/input-copies.ts';
import { keyedFolder } from '../run-folder/keyed-folder.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { runTasks } from '../sweep/running/run-tasks.ts';
import type { SweepEnvironment } from '../sweep/sweep-environment.ts';
import { judgedOf, writeEffects, writeEffectsRuns } from './effects-files.ts';
import type { EffectsHead } from './effects-head.ts';
import type { EffectsOptions } from './effects-options.ts';
import { type DoneRun, effectsRuns, effectsTask } from './effects-runs.ts';
import { conclusionOf } from './effects-sentences.ts';
import { effectsTables } from './effects-table.ts';

/** What the command needs. */
export type EffectsEnvironment = Omit<SweepEnvironment, 'template' | 'commit'>;

/** Sentences of the terminal are no longer than this. */
const columns = 100;

/**
 * Runs what is left of a factorial, works it out and writes it down.
 * @returns the exit code
 * @throws {FolderInUseError} where another process works in the folder
 */
export async function effectsCommand(
  options: EffectsOptions,
  environment: EffectsEnvironment,
): Promise<number> {
  const { stdout, stderr, program } = environment;
  const { measure } = options;
  const folder = options.out ?? usualFolder(options, program);
  openOutFolder(folder, {
    kind: { kind: 'effects', scenario: options.scenario.name },
    inputs: options.inputs,
  });
  return withJournal(folder, async (journal) => {
    const runs = effectsRuns(options, program);
    const tasks = runs.map((run) => effectsTask(run, options));
    await runTasks(tasks, { journal, folder, workers: options.workers }, environment);
    const done = runs.map((run): DoneRun => ({ ...run, row: journal.read(run.key).row }));
    const runsPath = writeEffectsRuns(folder, done, options);
    const factorial = factorialIn(done, options);
    if (typeof factorial === 'string') {
      stderr.write(`${wrapLines(factorial, columns, '')}\nEvery run: ${plainLine(runsPath)}\n`);
      return exitCodes.unknown;
    }
    const files = writeEffects(folder, headOf(options, environment), factorial);
    if (options.json) stdout.write(files.json);
    else {
      const conclusion = wrapLines(conclusionOf(factorial, measure), columns, '');
      stdout.write(`\n${effectsTables(factorial, measure)}\n${conclusion}\n`);
    }
    stderr.write(`\nReport: ${plainLine(files.reportPath)}\n`);
    return done.every(({ row }) => isSound(row)) ? exitCodes.asExpected : exitCodes.notAsExpected;
  });
}

/** The factorial of the measure, or a sentence saying why it has none. */
function factorialIn(
  runs: readonly DoneRun[],
  { measure, nodes, prices, seeds }: EffectsOptions,
): Factorial | string {
  const values = runs.map((run) => ({ run, value: measure.of(judgedOf(run, nodes, prices)) }));
  const without = values.filter(({ value }) => value === null || !Number.isFinite(value));
  const [first] = without;
  if (first !== undefined) {
    const reason = first.value === null ? 'was not measured' : 'never came';
    return (
      `${measure.name} ${reason} in ${without.length} of ${runs.length} runs, such as ` +
      `${first.run.policy.name} with seed ${first.run.seed}, so it has no mean and no effects. ` +
      'Take a measure that every run has, such as belowTarget or userHoursLost; the same runs ' +
      'serve.'
    );
  }
  const bySeed = seeds.map((seed) =>
    values.filter(({ run }) => run.seed === seed).map(({ value }) => value ?? Number.NaN),
  );
  return factorialOf(hypothesisNames, bySeed);
}

/** The same runs have the same folder, so that they are continued, whatever the measure. */
function usualFolder(options: EffectsOptions, program: string): string {
  const { scenario, scale, nodes, seeds, retries } = options;
  const all = [program, scenario, scale, nodes, seeds, retries];
  return keyedFolder('effects', scenario.name, all);
}

function headOf(options: EffectsOptions, { program, argv }: EffectsEnvironment): EffectsHead {
  const { scenario, scale, retries, nodes, seeds, measure, prices, inputs } = options;
  const { name, unit, about } = measure;
  return {
    schemaVersion: 1,
    scenario: scenario.name,
    title: scenario.title,
    cloud: 'twin',
    scale,
    retries,
    nodes,
    seeds,
    program,
    argv,
    inputs: reportInputs(inputs),
    measure: { name, unit, about },
    prices: { region: prices.book.region, asOf: prices.book.asOf },
  };
}
