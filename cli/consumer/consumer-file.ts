// Consumers by name or file. A module exports `consumer`.
import { basename, join, sep } from 'node:path';
import { type Consumer, ConsumerError } from '#runner/consumer/consumer-code.ts';
import { importInput, loadReason } from '#runner/inputs/import-input.ts';
import { type InputFile, InputFileError, readInput } from '#runner/inputs/input-file.ts';
import { withFullStop } from '#runner/sentences/full-stop.ts';
import { oneOf } from '../option-values.ts';
import { consumerNames } from './consumer-names.ts';

/**
 * Where a consumer is: its name and its file; a shipped one has no path before the folder is known.
 */
export interface ConsumerSource {
  readonly name: string;
  /** The user's own file; null: it ships under this name. */
  readonly path: string | null;
}

/** Parses a name or a path. @throws {InvalidArgumentError} */
export function consumerSource(text: string): ConsumerSource {
  const isFile = /[\\/]/.test(text) || /\.[cm]?[jt]s$/.test(text);
  if (isFile) return { name: basename(text).replace(/\.[^.]*$/, ''), path: text };
  return { name: oneOf('consumer', text, consumerNames), path: null };
}

/** The file of a consumer. @param examples the folder `examples` of this program */
export function consumerPath({ name, path }: ConsumerSource, examples: string): string {
  return path ?? join(examples, 'consumers', `${name}.mjs`);
}

/**
 * Loads a consumer from its file, and the files that it imports.
 * @throws {ConsumerError} it cannot be read or loaded, or exports no `consumer`
 */
export async function loadConsumer(path: string): Promise<Consumer> {
  const input = inputAt(path);
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await importInput(input);
  } catch (error) {
    throw new ConsumerError(
      withFullStop(`${shown(path)} cannot be loaded: ${loadReason(input, error)}`),
    );
  }
  const { consumer } = exported;
  if (typeof consumer === 'function') return consumer as Consumer;
  const others = Object.keys(exported).join(', ') || 'nothing';
  throw new ConsumerError(
    `${shown(path)} has to export a function 'consumer'; it exports ${others}. ` +
      'rebootstorm consumer show adds prints one to begin with.',
  );
}

function inputAt(path: string): InputFile {
  try {
    return readInput(path);
  } catch (error) {
    if (!(error instanceof InputFileError)) throw error;
    throw new ConsumerError(withFullStop(`${shown(path)} cannot be read: ${error.message}`));
  }
}

/** Of a shipped file the folder is nobody's business. */
function shown(path: string): string {
  return path.includes(`${sep}examples${sep}consumers${sep}`) ? basename(path) : path;
}
