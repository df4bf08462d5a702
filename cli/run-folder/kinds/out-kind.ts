// The kind of what a folder keeps. A command goes on in a folder of its own kind, and writes over
// nothing else.
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { WrongInputError } from '#runner/wrong-input-error.ts';

/** The kinds of folders that commands go on in, as they are called in sentences. */
const keptWords = {
  sweep: 'a sweep',
  effects: 'effects',
  cost: 'costs',
  months: 'months',
  wire: 'figures of the wire',
  'what-if': 'changes of August 2007',
  'station-sweep': 'a sweep of stations',
  study: 'studies',
} as const;

/** What a command keeps in its folder. */
export interface OutKind {
  readonly kind: keyof typeof keptWords;
  /** Where the results are those of one scenario, its name. */
  readonly scenario?: string;
}

/** The file that says what a folder keeps. */
export const kindFile = 'folder.json';

/** The folder has what the command did not write. */
export class ForeignFolderError extends WrongInputError {
  override readonly name = 'ForeignFolderError';
}

/**
 * Refuses a folder that is neither new, nor empty, nor of the same kind.
 * @throws {ForeignFolderError} saying what is there and what to do
 */
export function refuseForeignFolder(folder: string, wanted: OutKind): void {
  const names = namesIn(folder);
  if (names.length === 0) return;
  const found = foundIn(folder, names);
  if (found === undefined)
    throw new ForeignFolderError(`${folder} has ${listed(names)}. ${whatNow(wanted)}`);
  if (found === 'run')
    throw new ForeignFolderError(`${folder} is the folder of a run. ${whatNow(wanted)}`);
  if (found === 'begun') return;
  const isSame =
    found.kind === wanted.kind &&
    (found.scenario ?? wanted.scenario) === (wanted.scenario ?? found.scenario);
  if (!isSame)
    throw new ForeignFolderError(`${folder} is a folder of ${inWords(found)}. ${whatNow(wanted)}`);
}

/** What the file says that tells a folder's kind. */
export function kindText({ kind, scenario }: OutKind): string {
  return `${JSON.stringify({ schemaVersion: 1, kind, scenario })}\n`;
}

/** Hidden files are nobody's results, and no command writes over one. */
function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .toSorted();
}

/**
 * What a folder keeps. `begun` is a folder of runs that every command but a station's sweep may
 * have begun. Undefined where no command wrote it.
 */
function foundIn(folder: string, names: readonly string[]): OutKind | 'run' | 'begun' | undefined {
  const has = (...wanted: string[]) => wanted.some((name) => names.includes(name));
  if (has(kindFile)) return kindIn(join(folder, kindFile));
  const isJustBegun = names.every((name) => /^(journal\.ndjson|inputs$|in-use-by\.)/.test(name));
  const row = has('journal.ndjson') ? firstLine(join(folder, 'journal.ndjson')) : '';
  if (row.startsWith('{"key":"')) return kindByFiles(folder, has, row);
  if (has('result.json') && has('series.csv', 'manifest.json')) return 'run';
  return isJustBegun ? 'begun' : undefined;
}

/** Folders that an earlier version began have no file that says their kind. */
function kindByFiles(
  folder: string,
  has: (...names: string[]) => boolean,
  row: string,
): OutKind | 'begun' {
  if (row.includes('"row":{"ending":')) return { kind: 'station-sweep' };
  if (has('effects.json')) return ofScenarioIn(join(folder, 'effects.json'), 'effects');
  if (has('cost.json')) return ofScenarioIn(join(folder, 'cost.json'), 'cost');
  return has('points.csv', 'points.json') ? { kind: 'sweep' } : 'begun';
}

function ofScenarioIn(file: string, kind: OutKind['kind']): OutKind {
  const { scenario } = objectIn(file);
  return typeof scenario === 'string' ? { kind, scenario } : { kind };
}

function kindIn(file: string): OutKind | undefined {
  const { kind } = objectIn(file);
  return isKind(kind) ? ofScenarioIn(file, kind) : undefined;
}

function isKind(kind: unknown): kind is OutKind['kind'] {
  return typeof kind === 'string' && Object.hasOwn(keptWords, kind);
}

/** A file's object; an empty one where the file has none. */
function objectIn(file: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** As much of a file's first line as tells whose it is. */
function firstLine(path: string): string {
  const bytes = Buffer.alloc(256);
  const file = openSync(path, 'r');
  const count = readSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  return bytes.toString('utf8', 0, count).split('\n')[0] ?? '';
}

const namesListedMax = 3;

function listed(names: readonly string[]): string {
  const more = names.length - namesListedMax;
  const first = names.slice(0, namesListedMax).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}

function inWords({ kind, scenario }: OutKind): string {
  return scenario === undefined ? keptWords[kind] : `${keptWords[kind]} of ${scenario}`;
}

function whatNow(wanted: OutKind): string {
  return (
    'Nothing was run, and nothing in it was changed. Name a folder with --out that is new, empty ' +
    `or of ${inWords(wanted)}.`
  );
}
