// Grades a file: reads it, checks that it does what its challenge is about, and runs its storms.
import type { Challenge } from '#challenges/challenge.ts';
import { ConfinedError } from '#runner/confined/confined-error.ts';
import { confinedPolicy } from '#runner/confined/confined-policy.ts';
import { InputFileError, inputText, readInput } from '#runner/inputs/input-file.ts';
import type { PolicyRunner } from '#runner/order-runner.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { withFullStop } from '#runner/sentences/full-stop.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { usualRegion } from '../price-options.ts';
import { shellWord } from '../shell-word.ts';
import type { GradeOptions } from './challenge-options.ts';
import { challengeScenario } from './challenge-scenario.ts';
import { errorGrade, type Grade, type Seed } from './grade.ts';
import { gradeFile } from './grade-file.ts';
import { hiddenSeeds } from './hidden-seeds.ts';

/** @throws {WrongInputError} where the file cannot be read */
export async function gradeCommand(
  { challenge, file, seedsKey }: GradeOptions,
  runner: PolicyRunner,
): Promise<Grade> {
  const input = inputAt(file);
  const hidden = seedsKey === null ? [] : hiddenSeeds(seedsKey, challenge.name);
  const seeds = [
    ...challenge.seeds.map((seed) => ({ seed, isHidden: false })),
    ...hidden.map((seed) => ({ seed, isHidden: true })),
  ].map((one): Seed => ({ ...one, replay: replayOf(challenge, file, one.seed) }));
  const fault = await faultOf(challenge, inputText(input), file);
  if (fault !== undefined) return errorGrade(challenge, seeds, withFullStop(fault));
  const policy = { kind: 'file', name: file, input, isConfined: true } as const;
  const scenario = challengeScenario(challenge);
  const book = shippedPriceBook(usualRegion);
  return gradeFile(challenge, policy, seeds, { runner, scenario, book });
}

function inputAt(file: string) {
  try {
    return readInput(file);
  } catch (error) {
    if (error instanceof InputFileError) throw new WrongInputError(`${file}: ${error.message}.`);
    throw error;
  }
}

/** What a file does that its challenge is not about, or why it cannot be read. */
async function faultOf(
  { policy }: Challenge,
  text: string,
  file: string,
): Promise<string | undefined> {
  try {
    const inside = await confinedPolicy(text, file);
    const { hypotheses = [] } = inside.file;
    const decisions = inside.decisionNames;
    inside.dispose();
    if ([...hypotheses].sort().join() !== [...policy.hypotheses].sort().join())
      return `${file}: its hypotheses must stay [${policy.hypotheses.join(', ')}]`;
    const other = decisions.find((name) => !policy.decisions.includes(name));
    if (other !== undefined)
      return (
        `${file}: this challenge is about ${policy.decisions.join(', ')}; ` +
        `leave ${other} built in`
      );
    return undefined;
  } catch (error) {
    if (error instanceof ConfinedError) return error.sentence;
    throw error;
  }
}

/** The command that runs the same storm, with a report. */
function replayOf({ run }: Challenge, file: string, seed: number): string {
  const fields = Object.entries(run.set ?? {}).map(([name, value]) => `--set ${name}=${value}`);
  const path = /[\\/]/.test(file) ? file : `./${file}`;
  return [
    `rebootstorm run ${run.scenario} --cloud twin --nodes ${run.nodes}`,
    ...fields,
    `--policy ${shellWord(path)} --seed ${seed} --expect any`,
  ].join(' ');
}
