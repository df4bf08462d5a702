import { InvalidArgumentError } from 'commander';
import { nameLengthMax, plainName } from '#domain/stack-names.ts';

/**
 * A run's name as it was typed.
 * @throws {InvalidArgumentError} for text that is no valid name: the table cannot have it
 */
export function runName(text: string): string {
  if (plainName.test(text)) return text;
  throw new InvalidArgumentError(
    'It takes the name of a run, such as drill-1795400000000: ' +
      `1 to ${nameLengthMax} of the letters A to Z, digits, ".", "_" and "-".`,
  );
}
