// A user's own file, and the files that it imports, as they were read: once. What runs is these
// bytes, and the run folder gets a copy of them. So it does not matter what becomes of the files.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { sha256 } from '../sha256.ts';

/** A file as it was read. Plain data, which can be sent to a thread. */
export interface InputFile {
  /** Its path, as the user wrote it. */
  readonly given: string;
  /** Its name among `files`. */
  readonly entry: string;
  /** The file itself and all that it imports, by their paths below the folder that holds all. */
  readonly files: readonly CopiedFile[];
  /** A digest of all names and bytes. */
  readonly digest: string;
}

/** One file of an input. */
export interface CopiedFile {
  /** A relative path with forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that cannot be read. The message is a clause that says why, such as "it is a folder". */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
}

/**
 * Reads a file and, if it is code, all files beside it that it imports.
 * @throws {InputFileError}
 */
export function readInput(given: string): InputFile {
  const entry = resolve(given);
  const bytesOf = new Map<string, Uint8Array>();
  const left = [entry];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (bytesOf.has(path)) continue;
    const bytes = bytesAt(path);
    bytesOf.set(path, bytes);
    if (isCode(path)) left.push(...importsOf(path, bytes));
  }
  const root = commonFolder([...bytesOf.keys()].map((path) => dirname(path)));
  const nameOf = (path: string) => relative(root, path).split(sep).join('/');
  const files = [...bytesOf]
    .map(([path, bytes]) => ({ name: nameOf(path), bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { given, entry: nameOf(entry), files, digest: digestOfAll(files) };
}

/** The text of a file that stands alone, such as JSON, without a byte order mark. */
export function inputText({ entry, files }: InputFile): string {
  const file = files.find(({ name }) => name === entry);
  return new TextDecoder().decode(file?.bytes);
}

/** Reads a file that stands alone: what it imports is not looked for. @throws {InputFileError} */
export function readAlone(given: string): InputFile {
  const files = [{ name: basename(given), bytes: bytesAt(resolve(given)) }];
  return { given, entry: basename(given), files, digest: digestOfAll(files) };
}

function digestOfAll(files: readonly CopiedFile[]): string {
  const lines = files.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`);
  return sha256(lines.join(''));
}

function bytesAt(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new InputFileError(reasonOf(error as NodeJS.ErrnoException), { cause: error });
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'you are not allowed to read it';
  return `it cannot be read: ${message}`;
}

function isCode(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

/**
 * A path that begins with a dot, after a word that may import it. A comment may look the same. Then
 * a file is copied that is not needed, which does no harm.
 */
const localImport = /\b(?:from|import|require|URL)\s*(?:\(\s*)?(['"`])(\.\.?\/[^'"`\n?#]+)/g;

function importsOf(path: string, bytes: Uint8Array): string[] {
  const found = new TextDecoder().decode(bytes).matchAll(localImport);
  return [...found]
    .map(([, , named = '']) => join(dirname(path), named))
    .filter((named) => statSync(named, { throwIfNoEntry: false })?.isFile() === true);
}

function commonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders;
  let common = first;
  while (!others.every((other) => isBelow(common, other))) common = dirname(common);
  return common;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || way.split(sep)[0] !== '..';
}

/** How a file of an input is called to its user: beside the path that was given. */
export function nameForUser({ given, entry }: InputFile, name: string): string {
  if (name === entry) return given;
  return join(dirname(given), relative(dirname(entry), name)) || basename(name);
}
