// `rebootstorm validate`: compares this program's results with known ones, each with its tolerance
// and verdict.
import { type ValidatedPart, validateTwin } from '#twin/validation/validate.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  narrowLine,
  tableColumns,
  validationHead,
  validationLine,
  validationSentence,
  validationTitle,
} from './format-validate.ts';
import type { ValidateOptions } from './validate-options.ts';

/** `columns` is absent where it is no terminal. */
interface ValidationStream extends Pick<NodeJS.WritableStream, 'write'> {
  readonly columns?: number;
}

/**
 * Computes the table and prints it, each group of rows when it is done.
 * @returns the exit code: 0 where every row holds, 1 otherwise
 */
export async function validateCommand(
  { quick, seed, json }: ValidateOptions,
  { stdout }: { readonly stdout: ValidationStream },
): Promise<number> {
  const size = quick ? 'quick' : 'full';
  const isNarrow = (stdout.columns ?? tableColumns) < tableColumns;
  if (!json && !isNarrow) stdout.write(validationHead());
  let shownPart: ValidatedPart | null = null;
  const rows = validateTwin({
    seed,
    size,
    onRows: (some) => {
      const [first] = some;
      if (json || first === undefined) return;
      if (first.part !== shownPart) stdout.write(validationTitle(first.part));
      shownPart = first.part;
      stdout.write(some.map(isNarrow ? narrowLine : validationLine).join(''));
    },
  });
  const holds = rows.every(({ verdict }) => verdict === 'holds');
  const report = { schemaVersion: 1, seed, size, verdict: holds ? 'holds' : 'differs', rows };
  stdout.write(
    json ? `${JSON.stringify(report, null, 2)}\n` : `\n${validationSentence(rows, seed)}\n`,
  );
  return holds ? exitCodes.asExpected : exitCodes.notAsExpected;
}
