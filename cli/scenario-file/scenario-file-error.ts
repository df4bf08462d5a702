import { plainLine } from '#domain/plain-text.ts';

/** A scenario's file cannot be run: the message names the file, the fields and the reasons. */
export class ScenarioFileError extends Error {
  override readonly name = 'ScenarioFileError';

  constructor(path: string, reasons: readonly string[]) {
    const said = reasons.map((reason) => reason.replace(/\.$/, '')).join('; ');
    super(plainLine(`${path}: ${said}.`));
  }
}
