import { InvalidArgumentError } from 'commander';
import { FaultPlanError, parseFaults, UnknownFaultError } from '#local-cloud/faults.ts';
import type { FaultChoice } from '#runner/compare-policies.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** Parses the value of `--faults`. @throws {InvalidArgumentError} */
export function faultChoice(text: string): FaultChoice {
  try {
    return { name: text.trim(), plan: parseFaults(text) };
  } catch (error) {
    if (error instanceof UnknownFaultError)
      throw new InvalidArgumentError(
        `No fault is called '${error.fault}'. ${didYouMean(error.fault, error.known)} ` +
          'Say none, default, kind=rate,... or default,kind=rate,...',
      );
    if (!(error instanceof FaultPlanError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}
