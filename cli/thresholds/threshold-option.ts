// `--fail-if`, for every command whose runs can be compared with a limit.
import { Option } from 'commander';
import { plainLine } from '#domain/plain-text.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { type JudgedGroup, judgeThresholds } from './judge-thresholds.ts';
import { readThreshold, type Threshold } from './read-threshold.ts';

/** `--fail-if`. It may be given several times. */
export function failIfOption(): Option {
  return new Option(
    '--fail-if <threshold>',
    "exit with 1 where it is so, such as 'bill.total>5' or 'heal.p99>600s'; repeatable",
  )
    .argParser((text, before: Threshold[]) => [...before, readThreshold(text)])
    .default([], 'nothing');
}

/** A threshold is about a policy that is not run. */
export class StrangePolicyError extends WrongInputError {
  override readonly name = 'StrangePolicyError';
}

/**
 * Refuses thresholds about policies that are not run: they would never be crossed. @throws
 * {StrangePolicyError}
 */
export function checkStrangers(
  thresholds: readonly Threshold[],
  policies: readonly string[],
): void {
  for (const { policy, text } of thresholds) {
    if (policy === null || policies.includes(policy)) continue;
    const words = `${text}: no policy ${policy} runs. ${didYouMean(policy, policies)}`;
    throw new StrangePolicyError(words);
  }
}

/**
 * Prints which thresholds were crossed, a line each.
 * @param exitCode of the command without thresholds
 * @returns the exit code with them: 1 where one was crossed; 2 where one could not be measured and
 * nothing else is wrong
 */
export function reportThresholds(
  thresholds: readonly Threshold[],
  groups: Iterable<JudgedGroup>,
  exitCode: number,
  stderr: Pick<NodeJS.WriteStream, 'write'>,
): number {
  const counts = { kept: 0, crossed: 0, unmeasured: 0 };
  for (const { kind, sentence } of judgeThresholds(thresholds, groups)) {
    counts[kind] += 1;
    if (kind !== 'kept') stderr.write(`${plainLine(sentence)}\n`);
  }
  const { kept, crossed, unmeasured } = counts;
  if (kept > 0 && crossed + unmeasured === 0) stderr.write('No threshold was crossed.\n');
  if (crossed > 0) return exitCodes.notAsExpected;
  return unmeasured > 0 && exitCode === exitCodes.asExpected ? exitCodes.unknown : exitCode;
}
