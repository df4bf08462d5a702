import { type Command, InvalidArgumentError } from 'commander';
import { ScenarioFileError } from '../scenario-file/scenario-file-error.ts';
import { FieldError } from './scenario-fields.ts';

/**
 * Does the work, and ends the command where a field or its values are refused.
 * @param where what the refusal begins with, such as the option
 */
export function orRefusal<Value>(command: Command, work: () => Value, where = ''): Value {
  try {
    return work();
  } catch (error) {
    const isRefusal =
      error instanceof FieldError ||
      error instanceof InvalidArgumentError ||
      error instanceof ScenarioFileError;
    if (!isRefusal) throw error;
    return command.error(`error: ${where}${error.message}`);
  }
}
