import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';

/** A run folder has no run of the policy that was named. */
export class RunPolicyError extends WrongInputError {
  override readonly name = 'RunPolicyError';

  /** @param known the policies that ran */
  constructor(path: string, policy: string, known: readonly string[]) {
    super(`${path} has no policy ${policy}. ${didYouMean(policy, known)}`);
  }
}
