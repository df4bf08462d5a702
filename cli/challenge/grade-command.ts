// Grades a file: reads it, runs its storms, and adds up what they are worth.
import type { Challenge } from '#challenges/challenge.ts';
import { InputFileError, readAlone } from '#runner/inputs/input-file.ts';
import type { PolicyRunner } from '#runner/order-runner.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { usualRegion } from '../price-options.ts';
import { shellWord } from '../shell-word.ts';
import type { GradeOptions } from './challenge-options.ts';
import { challengeScenario } from './challenge-scenario.ts';
import type { Grade, Seed } from './grade.ts';
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
  const policy = { kind: 'file', name: file, input, confinedTo: challenge.policy } as const;
  const scenario = challengeScenario(challenge);
  const book = shippedPriceBook(usualRegion);
  return gradeFile(challenge, policy, seeds, { runner, scenario, book });
}

/** It imports nothing, so that nothing else is read: its text must not decide what is. */
function inputAt(file: string) {
  try {
    return readAlone(file);
  } catch (error) {
    if (error instanceof InputFileError) throw new WrongInputError(`${file}: ${error.message}.`);
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
