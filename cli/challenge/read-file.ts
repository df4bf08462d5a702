import { type InputFile, InputFileError, inputText, readAlone } from '#runner/inputs/input-file.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';

/**
 * A student's file. It imports nothing, so that nothing else is read: its text must not decide what
 * is. @throws {WrongInputError} where it cannot be read
 */
export function fileAlone(file: string): InputFile {
  try {
    return readAlone(file);
  } catch (error) {
    if (error instanceof InputFileError) throw new WrongInputError(`${file}: ${error.message}.`);
    throw error;
  }
}

/** The values of a JSON file, by name; or why it has none. */
export type ReadValues =
  | { readonly values: Readonly<Record<string, SimpleValue>> }
  | { readonly error: string };

/** What a setting may be. */
export type SimpleValue = string | number | boolean;

/**
 * Reads an object of JSON. @param known the names that it may have
 * @throws {WrongInputError} where the file cannot be read
 */
export function valuesIn(file: string, known: readonly string[]): ReadValues {
  const refused = (reason: string) => ({ error: `${file}: ${reason}` });
  const text = inputText(fileAlone(file));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refused('it is no JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return refused('it has to be an object, such as { "name": 1 }.');
  const unknown = Object.keys(parsed).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return refused(`${unknown} cannot be set here. ${didYouMean(unknown, known)}`);
  const other = Object.entries(parsed).find(([, value]) => !isSimple(value));
  if (other !== undefined) return refused(`${other[0]} has to be a number, a text, true or false.`);
  return { values: parsed as Readonly<Record<string, SimpleValue>> };
}

function isSimple(value: unknown): value is SimpleValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
