import {
  addValidateCommand,
  type ValidateOptions as Read,
} from '#cli/validate/validate-options.ts';
import { type ValidatedRow, validateTwin } from '#twin/validation/validate.ts';
import { flag, type OptionWords, readOptions, valued } from './read-options.ts';

/** Each option is that of `rebootstorm validate`. */
export interface ValidateOptions {
  /** Runs of a twelfth of the length, and tolerances to match. False. */
  readonly quick?: boolean;
  /** The same seed gives the same table. 2007. */
  readonly seed?: number;
}

/** What `rebootstorm validate --json` prints. */
export interface ValidateOutcome {
  readonly schemaVersion: 1;
  readonly seed: number;
  readonly size: 'quick' | 'full';
  /** `holds` where every row does. */
  readonly verdict: 'holds' | 'differs';
  readonly rows: readonly ValidatedRow[];
}

const optionWords: OptionWords = { quick: flag('--quick'), seed: valued('--seed') };

/**
 * Compares this program's results with known ones. It computes in the caller's thread, for seconds
 * if quick and for a minute or more if not.
 * @throws {WrongInputError} for options that cannot be
 */
export async function validate(options: ValidateOptions = {}): Promise<ValidateOutcome> {
  const { quick, seed } = await readOptions<Read>(
    'validate',
    addValidateCommand,
    undefined,
    options,
    optionWords,
  );
  const size = quick ? 'quick' : 'full';
  const rows = validateTwin({ seed, size });
  const holds = rows.every(({ verdict }) => verdict === 'holds');
  return { schemaVersion: 1, seed, size, verdict: holds ? 'holds' : 'differs', rows };
}
