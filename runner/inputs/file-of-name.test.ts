import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policySource } from '../policy-choice.ts';
import { fileOfName } from './file-of-name.ts';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'file-of-name-'));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test('a name may mean a file that is there, and no path or other name does', () => {
  writeFileSync('mine.mjs', '');
  expect(fileOfName('mine', ['.ts', '.mjs'])).toBe('./mine.mjs');
  for (const name of ['yours', '../mine', '', '.'])
    expect(fileOfName(name, ['.mjs'])).toBe(undefined);
});

test('a policy that is refused by its name is suggested as the file that it means', () => {
  expect(() => policySource('mine')).toThrow(
    "No policy is called 'mine'. Did you mean ./mine.mjs?",
  );
  expect(() => policySource('yours')).toThrow(/No policy is called 'yours'\. Known: /);
});
