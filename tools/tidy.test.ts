import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { MAY_IMPORT } from './may-import.ts';
import { findBrokenLinks, findUnknownCommands } from './tidy/document-rules.ts';
import { findResolvedAddresses } from './tidy/lockfile-rules.ts';
import { findBadNames, findUnknownFolder } from './tidy/name-rules.ts';
import type { SourceFile } from './tidy/source-file.ts';
import {
  findBannedCalls,
  findHeavyFile,
  findLongFile,
  findLongLines,
  findMachineDetails,
  findUnfinished,
} from './tidy/text-rules.ts';

const FOLDERS_WITHOUT_CODE = ['docs', '.ci', '.devcontainer', '.github'];

// What git tracks or would track, so that a breach shows before it is committed.
const paths = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(path));

const isBinary = (path: string) => /\.(png|jpe?g|gif|ico|webp|woff2?|gz|zip|pdf)$/.test(path);
const readText = (path: string): string | undefined => {
  if (!existsSync(path)) return undefined;
  return statSync(path).isDirectory() || isBinary(path) ? '' : readFileSync(path, 'utf8');
};

const texts: SourceFile[] = paths
  .filter((path) => !isBinary(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

test('the list of files is not empty', () => {
  expect(paths).toContain('package.json');
});

test.each([
  ['no file of code is over 400 lines', findLongFile],
  ['no line of code is over 100 columns', findLongLines],
  ['nothing is marked as unfinished', findUnfinished],
  ['nothing is focused, skipped or called that has a better word', findBannedCalls],
  ['no file names a place that only one machine has', findMachineDetails],
])('%s', (_rule, find) => {
  expect(texts.flatMap(find)).toEqual([]);
});

test('every name is kebab-case and says what the file decides', () => {
  expect(paths.flatMap(findBadNames)).toEqual([]);
});

test('every top-level folder is in the layout', () => {
  const known = [...Object.keys(MAY_IMPORT), ...FOLDERS_WITHOUT_CODE];
  expect(paths.flatMap((path) => findUnknownFolder(path, known))).toEqual([]);
});

test('no file is over 1 MB', () => {
  expect(paths.flatMap((path) => findHeavyFile(path, statSync(path).size))).toEqual([]);
});

test('every relative link in a document leads to a file and a heading', () => {
  expect(texts.flatMap((file) => findBrokenLinks(file, readText))).toEqual([]);
});

test('every command in a document exists', () => {
  const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);
  expect(texts.flatMap((file) => findUnknownCommands(file, scripts, readText))).toEqual([]);
});

test('the lock file has no addresses', () => {
  const text = readFileSync('package-lock.json', 'utf8');
  expect(findResolvedAddresses('package-lock.json', text)).toEqual([]);
});
