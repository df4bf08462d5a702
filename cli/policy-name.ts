import { InvalidArgumentError } from 'commander';
import { namedPolicy, PolicyChoiceError } from '#runner/policy-choice.ts';

/** The same word, once it is sure that it names a policy. @throws {InvalidArgumentError} */
export function knownPolicyName(text: string): string {
  try {
    namedPolicy(text);
    return text;
  } catch (error) {
    if (!(error instanceof PolicyChoiceError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}
