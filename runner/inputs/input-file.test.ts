import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inputText, nameForUser, readInput } from './input-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'input-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test('a module comes with all that it imports, also in a circle, and with nothing else', () => {
  const entry = file(
    'a/mine.ts',
    `import type { Shape } from '#domain/shape.ts';
     import fs from 'node:fs';
     import { one } from "./one.ts";
     export * from '../b/two.mjs';
     const data = await import('./data.json', { with: { type: 'json' } });
     const text = new URL('./words.txt', import.meta.url);
     import './gone.ts';`,
  );
  file('a/one.ts', "import '../b/two.mjs'; export const one = 1;");
  file('b/two.mjs', "import { one } from '../a/one.ts'; export const two = one;");
  file('a/data.json', '{}');
  file('a/words.txt', 'import "./unseen.ts"');
  file('a/unseen.ts', '');
  const input = readInput(entry);
  expect(input.entry).toBe('a/mine.ts');
  const names = input.files.map(({ name }) => name).join(' ');
  expect(names).toBe('a/data.json a/mine.ts a/one.ts a/words.txt b/two.mjs');
  expect(nameForUser(input, 'b/two.mjs')).toBe(join(folder, 'b', 'two.mjs'));
});

test('the digest changes with each file, and with nothing else', () => {
  const entry = file('mine.mjs', "import './one.mjs';");
  file('one.mjs', 'export const one = 1;');
  const before = readInput(entry).digest;
  expect(readInput(entry).digest).toBe(before);
  file('one.mjs', 'export const one = 2;');
  expect(readInput(entry).digest).not.toBe(before);
});

test('a byte order mark is no part of the text', () => {
  expect(inputText(readInput(file('mine.json', '\uFEFF{}')))).toBe('{}');
});

test('a file below a folder that is not there on the way is still that file', () => {
  const path = file('mine.json', '{}');
  expect(inputText(readInput(`${folder}/no-folder/../mine.json`))).toBe('{}');
  expect(() => readInput(join(path, 'below'))).toThrow('there is no such file');
});
