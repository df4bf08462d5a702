import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutCommit, commitOrVersion } from './checkout-commit.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkout-commit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...words: string[]): void {
  const author = [
    '-c',
    'user.name=n',
    '-c',
    'user.email=n@localhost',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', [...author, ...words], { cwd: folder, stdio: 'pipe' });
}

test('a checkout is its commit, until a file of it is another', () => {
  expect(checkoutCommit(folder)).toBeNull();
  git('init', '--quiet');
  writeFileSync(join(folder, 'a'), '1');
  git('add', 'a');
  git('commit', '--quiet', '-m', 'first');
  const clean = checkoutCommit(folder);
  expect(clean).toMatch(/^[0-9a-f]{40}$/);
  writeFileSync(join(folder, 'a'), '2');
  const changed = checkoutCommit(folder);
  expect(changed).toMatch(new RegExp(`^${clean}\\+[0-9a-f]{8}$`));
  writeFileSync(join(folder, 'a'), '3');
  expect(checkoutCommit(folder)).not.toBe(changed);
  writeFileSync(join(folder, 'a'), '1');
  expect(checkoutCommit(folder)).toBe(clean);
  writeFileSync(join(folder, 'b'), '');
  expect(checkoutCommit(folder)).not.toBe(clean);
});

test('a release is named by its version, as its tag has it', () => {
  expect(commitOrVersion(null, '0.1.0')).toBe('v0.1.0');
  expect(commitOrVersion('abc', '0.1.0')).toBe('abc');
});
