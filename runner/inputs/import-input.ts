// Loads a user's module from the bytes that were read. They are written to a folder of their own
// for as long as the import takes. Its package.json says that the files are ES modules. So a file
// loads the same whatever the package.json beside the original says.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lineGiving } from '../own-code.ts';
import { type InputFile, nameForUser } from './input-file.ts';

/** What a module exports, by name. */
export type Exported = Readonly<Record<string, unknown>>;

interface Loaded {
  readonly folder: string;
  readonly exported: Promise<Exported>;
}

/** By the inputs' digests: a thread loads the same code once, however many runs it does. */
const loaded = new Map<string, Loaded>();

/** Loads a module in this thread. @throws what the module throws, and what Node says of it */
export function importInput(input: InputFile): Promise<Exported> {
  const before = loaded.get(input.digest);
  if (before !== undefined) return before.exported;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rebootstorm-input-')));
  const exported = importFrom(folder, input);
  loaded.set(input.digest, { folder, exported });
  return exported;
}

async function importFrom(folder: string, { entry, files }: InputFile): Promise<Exported> {
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    for (const { name, bytes } of files) {
      const path = join(filesIn(folder), name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
    return await import(pathToFileURL(join(filesIn(folder), entry)).href);
  } catch (error) {
    if (error instanceof Error && error.name === 'SyntaxError')
      error.stack = `${syntaxFaults(folder, files)}${error.stack ?? ''}`;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For a fault in a module's text an import's error has no line; Node's own check has. */
function syntaxFaults(folder: string, files: InputFile['files']): string {
  const modules = files.filter(({ name }) => /\.[cm]?js$/.test(name));
  const checks = modules.map(({ name }) =>
    spawnSync(process.execPath, ['--check', join(filesIn(folder), name)], { encoding: 'utf8' }),
  );
  return checks.map(({ stderr }) => stderr).join('');
}

function filesIn(folder: string): string {
  return join(folder, 'files');
}

/** Why a module cannot be loaded, with file, line and column where Node knows them. */
export function loadReason(input: InputFile, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(input.entry))
    return 'this Node reads no TypeScript; take Node 24, or write .mjs';
  const [, name] = /^Cannot find package '([^']+)'/.exec(error.message) ?? [];
  if (name !== undefined)
    return (
      `it imports the package '${name}'. A file may import those beside it and Node's own ` +
      'modules: so its run folder has all that is needed to repeat the run'
    );
  const place = placeOf(input, error);
  // Further lines are Node's advice about files that the user did not write.
  const [words = ''] = inUsersNames(input, error.message).trim().split('\n');
  return place === undefined ? words : `${place}: ${words}`;
}

/**
 * Where in the user's files an error was thrown, such as `./mine.ts:12:5`; undefined where no line
 * of theirs is known.
 */
export function placeOf(input: InputFile, error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const place = /\0([^\0]+)\0:(\d+(?::\d+)?)/.exec(marked(input, error.stack));
  return place === null ? undefined : `${place[1]}:${place[2]}`;
}

/**
 * The first line of the user's files that gives a decision of this name, such as `./mine.ts:12`.
 */
export function lineNaming(input: InputFile, name: string): string | undefined {
  const entryFirst = input.files.toSorted(
    (a, b) => Number(b.name === input.entry) - Number(a.name === input.entry),
  );
  for (const file of entryFirst) {
    const line = lineGiving(new TextDecoder().decode(file.bytes), name);
    if (line > 0) return `${nameForUser(input, file.name)}:${line}`;
  }
  return undefined;
}

function inUsersNames(input: InputFile, text: string): string {
  return marked(input, text).replaceAll('\0', '');
}

/** The text with the paths of the copies replaced by those of the originals, between two zeros. */
function marked(input: InputFile, text: string): string {
  const folder = loaded.get(input.digest)?.folder;
  if (folder === undefined) return text;
  const root = filesIn(folder);
  let said = text;
  // Longer names first: one may begin like another.
  for (const { name } of input.files.toSorted((a, b) => b.name.length - a.name.length)) {
    const path = join(root, name);
    const user = `\0${nameForUser(input, name)}\0`;
    said = said.replaceAll(pathToFileURL(path).href, user).replaceAll(path, user);
  }
  return said;
}
