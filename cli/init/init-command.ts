// `rebootstorm init`: writes a small project to begin with.
import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { shellWord } from '../shell-word.ts';
import { writeFolder } from '../starts/write-folder.ts';
import type { InitOptions } from './init-options.ts';
import { projectFiles } from './project-files.ts';

/** What the command stands on. */
export interface InitEnvironment extends Pick<NodeJS.Process, 'stdout'> {
  /** The version of this program, which the project will ask for. */
  readonly version: string;
}

/** The project cannot be written there, or has nothing to install; the message says why. */
class InitError extends WrongInputError {
  override readonly name = 'InitError';
}

/** Writes the project. @returns the exit code @throws {WrongInputError} */
export function initCommand(
  { folder, packageFile }: InitOptions,
  { stdout, version }: InitEnvironment,
): number {
  refuseFull(folder);
  if (packageFile !== null) refuseNoPackage(packageFile);
  const dependency = packageFile === null ? version : `file:${basename(packageFile)}`;
  const name = packageName(basename(resolve(folder)));
  writeFolder(folder, projectFiles(name, dependency));
  if (packageFile !== null) copyFileSync(packageFile, join(folder, basename(packageFile)));
  const enter = resolve(folder) === resolve('.') ? [] : [`cd ${plainLine(shellWord(folder))}`];
  const next = [...enter, 'npm install', 'npm test', 'npm start'];
  stdout.write(`Written. Now, and README.md says more:\n  ${next.join('\n  ')}\n`);
  return exitCodes.asExpected;
}

/** A repository without a file counts as empty: many a class begins with one. */
function refuseFull(folder: string): void {
  const [first] = entriesOf(folder).filter((name) => name !== '.git');
  if (first === undefined) return;
  throw new InitError(
    `${folder} is not empty: it has ${first}. Take another folder, such as: ` +
      `rebootstorm init ${basename(resolve(folder)) === 'my-class' ? 'my-storms' : 'my-class'}`,
  );
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    const reason = code === 'ENOTDIR' ? 'it is a file' : `it cannot be read (${code})`;
    throw new InitError(`${folder} cannot take a project: ${reason}.`);
  }
}

function refuseNoPackage(path: string): void {
  if (!/\.tgz$/.test(path) || statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new InitError(
      `${path} is no packed release: --package takes a file that npm pack wrote, such as ` +
        'rebootstorm-0.1.0.tgz.',
    );
}

/** A folder's name as npm takes it for a package. */
function packageName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '').slice(0, 100) || 'my-class';
}
