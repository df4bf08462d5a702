// `--fail-if`, for every command whose runs can be compared with a limit.
import { Option } from 'commander';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { readThreshold, type Threshold } from './read-threshold.ts';

/** `--fail-if`. It may be given several times. */
export function failIfOption(): Option {
  return thresholdOption("'bill.total>5' or 'heal.p99>600s'", false);
}

/** `--fail-if` of a command that compares runs with a first one. */
export function failIfComparedOption(): Option {
  return thresholdOption("'bill.total.ratio>1.05' or 'heal>10min'", true);
}

function thresholdOption(examples: string, isCompared: boolean): Option {
  return new Option(
    '--fail-if <threshold>',
    `exit with 1 where it is so, such as ${examples}; repeatable`,
  )
    .argParser((text, before: Threshold[]) => [...before, readThreshold(text, isCompared)])
    .default([], 'nothing');
}

/** A threshold or an expectation is about a policy that is not run. */
export class StrangePolicyError extends WrongInputError {
  override readonly name = 'StrangePolicyError';
}

/**
 * Refuses what is asked of policies that are not run: it would never be judged.
 * @throws {StrangePolicyError}
 */
export function checkStrangers(
  asked: readonly Pick<Threshold, 'policy' | 'text'>[],
  policies: readonly string[],
): void {
  for (const { policy, text } of asked) {
    if (policy === null || policies.includes(policy)) continue;
    const words = `${text}: no policy ${policy} runs. ${didYouMean(policy, policies)}`;
    throw new StrangePolicyError(words);
  }
}
