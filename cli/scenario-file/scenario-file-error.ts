import { WrongInputError } from '#runner/wrong-input-error.ts';

/** A scenario's file cannot be run: the message names the file, the fields and the reasons. */
export class ScenarioFileError extends WrongInputError {
  override readonly name = 'ScenarioFileError';

  constructor(path: string, reasons: readonly string[]) {
    const said = reasons.map((reason) => reason.replace(/\.$/, '')).join('; ');
    super(`${path}: ${said}.`);
  }
}
