import { InvalidArgumentError, Option } from 'commander';
import {
  FaultPlanError,
  faultPlanNames,
  parseFaults,
  UnknownFaultError,
} from '#local-cloud/faults.ts';
import type { FaultChoice } from '#runner/compare-policies.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** `--faults`, for every command that runs scenarios on the local cloud. */
export function faultsOption(usual: FaultChoice): Option {
  return new Option(
    '--faults <plan>',
    `${faultPlanNames.join(', ')}, kind=rate,... alone, or default,kind=rate,... (local cloud)`,
  )
    .argParser(faultChoice)
    .default(usual, `"${usual.name}"`);
}

/** Parses the value of `--faults`. @throws {InvalidArgumentError} */
export function faultChoice(text: string): FaultChoice {
  try {
    return { name: text.trim(), plan: parseFaults(text) };
  } catch (error) {
    if (error instanceof UnknownFaultError)
      throw new InvalidArgumentError(
        `No fault is called '${error.fault}'. ${didYouMean(error.fault, error.known)} ` +
          `Say ${faultPlanNames.join(', ')}, kind=rate,... or default,kind=rate,...`,
      );
    if (!(error instanceof FaultPlanError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}
