import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { initCommand } from './init-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @returns what it prints */
function init(place: string, packageFile: string | null = null): string {
  let said = '';
  const stdout = {
    write: (text: string) => {
      said += text;
      return true;
    },
  } as unknown as NodeJS.Process['stdout'];
  initCommand({ folder: place, packageFile }, { stdout, version: '1.2.3' });
  return said;
}

const manifestIn = (place: string) => JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));

test('a new folder gets its name, and the version that wrote it', () => {
  const place = join(folder, 'Meine Klasse!');
  expect(init(place)).toContain(`cd '${place}'\n  npm install\n  npm test\n  npm start\n`);
  expect(readdirSync(place).sort()).toEqual([
    '.devcontainer',
    '.github',
    '.gitignore',
    'README.md',
    'jsconfig.json',
    'package.json',
    'policy.mjs',
    'policy.test.mjs',
    'scenario.json',
  ]);
  const devDependencies = { rebootstorm: '1.2.3' };
  expect(manifestIn(place)).toMatchObject({ name: 'meine-klasse', devDependencies });
});

test('a repository without a file is empty, and so is a folder', () => {
  mkdirSync(join(folder, '.git'));
  init(folder);
  expect(readdirSync(folder)).toContain('policy.mjs');
});

test('a folder with a file is refused and left as it is', () => {
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  expect(() => init(folder)).toThrow(/is not empty: it has mine\.txt\. .*init my-class/);
  expect(() => init(join(folder, 'mine.txt'))).toThrow(/cannot take a project: it is a file/);
  expect(readdirSync(folder)).toEqual(['mine.txt']);
});

test('a packed release goes into the project, which then asks no registry', () => {
  const release = join(folder, 'rebootstorm-1.2.3.tgz');
  writeFileSync(release, 'packed');
  const place = join(folder, 'class');
  init(place, release);
  const devDependencies = { rebootstorm: 'file:rebootstorm-1.2.3.tgz' };
  expect(manifestIn(place)).toMatchObject({ devDependencies });
  expect(readFileSync(join(place, 'rebootstorm-1.2.3.tgz'), 'utf8')).toBe('packed');
});

test.each(['missing.tgz', '.', 'package.json'])('%s is no packed release', (name) => {
  expect(() => init(join(folder, 'class'), name)).toThrow(WrongInputError);
  expect(readdirSync(folder)).toEqual([]);
});

test('a place where no folder can be is refused at once', () => {
  expect(() => init('/proc/my-class')).toThrow(/\/proc\/my-class: no folder can be made there/);
});
