import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pointLatest } from './latest-link.ts';
import { createRunFolder, stampOf } from './run-folder.ts';
import { clearStaleFolders, unfinishedName } from './stale-folders.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function openFolder(stamp = '20261123-130000') {
  return createRunFolder({ root, scenario: 'august-2007', stamp, seed: 7 });
}

test('a run is hidden until it is published, then both latest links lead to it', () => {
  const folder = openFolder();
  writeFileSync(join(folder.workPath, 'note.txt'), 'here');
  expect(readdirSync(join(root, 'august-2007')).filter((name) => !name.startsWith('.'))).toEqual(
    [],
  );
  expect(folder.publish()).toBe(join(root, 'august-2007', '20261123-130000-7'));
  expect(readFileSync(join(root, 'latest', 'note.txt'), 'utf8')).toBe('here');
  expect(readlinkSync(join(root, 'august-2007', 'latest'))).toBe('20261123-130000-7');
});

test('latest moves on to the next run', () => {
  openFolder('a').publish();
  openFolder('b').publish();
  expect(readlinkSync(join(root, 'latest'))).toBe(join('august-2007', 'b-7'));
});

test('a second run with the same stamp and seed gets a number and replaces nothing', () => {
  const first = openFolder().publish();
  expect(openFolder().publish()).toBe(`${first}-2`);
  expect(existsSync(first)).toBe(true);
});

test('a run that is broken off before there is a result leaves nothing', () => {
  expect(openFolder().breakOff()).toBeUndefined();
  expect(readdirSync(join(root, 'august-2007'))).toEqual([]);
});

test('a result so far is kept under a name that says so, and is not the latest', () => {
  const folder = openFolder();
  writeFileSync(join(folder.workPath, 'manifest.json'), '{}');
  expect(folder.breakOff()).toBe(join(root, 'august-2007', '20261123-130000-7-unfinished'));
  expect(readdirSync(join(root, 'august-2007'))).toEqual(['20261123-130000-7-unfinished']);
});

test('the result so far of a run whose process was killed is kept by the next run', () => {
  const hidden = unfinishedName('killed-7').replace(`-${process.pid}-`, '-999999999-');
  mkdirSync(join(root, 'august-2007', hidden), { recursive: true });
  writeFileSync(join(root, 'august-2007', hidden, 'manifest.json'), '{}');
  openFolder().publish();
  expect(readdirSync(join(root, 'august-2007'))).toContain('killed-7-unfinished');
});

test.each(['../escape', '', '.hidden', 'a/b'])('%j is refused as a scenario folder', (scenario) => {
  expect(() => createRunFolder({ root, scenario, stamp: 'a', seed: 7 })).toThrow(/cannot name/);
});

test('a place where no folder can be is reported, not tried for ever', () => {
  // No folder can be made below /proc. On systems without it, none can be made below a file.
  const file = join(root, 'a-file');
  writeFileSync(file, '');
  const nowhere = existsSync('/proc/self') ? '/proc/nowhere' : join(file, 'nowhere');
  const open = () => createRunFolder({ root: nowhere, scenario: 'drill', stamp: 'a', seed: 7 });
  expect(open).toThrow(/nowhere/);
});

test('what a live process or another machine has not finished stays', () => {
  const ours = unfinishedName('mine');
  const elsewhere = '.unfinished-999999999-00000000-theirs';
  const gone = ours.replace(`-${process.pid}-`, '-999999999-');
  for (const name of [ours, elsewhere, gone]) mkdirSync(join(root, name));
  expect(clearStaleFolders(root)).toEqual([gone]);
  expect(readdirSync(root).sort()).toEqual([ours, elsewhere].sort());
});

test('where links are forbidden a text file names the latest run', () => {
  const symlink = () => {
    throw new Error('EPERM: operation not permitted, symlink');
  };
  pointLatest({ folder: root, target: 'a-7', symlink });
  expect(readFileSync(join(root, 'latest.txt'), 'utf8')).toBe('a-7\n');
  expect(readdirSync(root)).toEqual(['latest.txt']);
});

test('a run killed while it writes leaves latest whole, and the next clears it away', async () => {
  const finished = openFolder('finished').publish();
  await killedWhileWriting();
  const scenarioFolder = join(root, 'august-2007');
  expect(existsSync(join(scenarioFolder, 'killed-7'))).toBe(false);
  expect(readlinkSync(join(scenarioFolder, 'latest'))).toBe('finished-7');
  expect(readdirSync(scenarioFolder).some((name) => name.includes('killed'))).toBe(true);
  openFolder('next').publish();
  expect(readdirSync(scenarioFolder).sort()).toEqual(['finished-7', 'latest', 'next-7']);
  expect(existsSync(finished)).toBe(true);
}, 20_000);

/** A real run in a process of its own, killed between two of its events. */
async function killedWhileWriting(): Promise<void> {
  const program = `
    const { createRunFolder } = await import('#cli/run-folder/run-folder.ts');
    const { writeRun } = await import('#cli/run-folder/write-run.ts');
    const example = await import('#testing/cli/example-result.ts');
    const { writeSync } = await import('node:fs');
    function* events() {
      yield { kind: 'first' };
      writeSync(1, 'writing');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15_000);
    }
    const folder = createRunFolder({
      root: process.argv[1], scenario: 'august-2007', stamp: 'killed', seed: 7,
    });
    const manifest = example.exampleManifest();
    writeRun(folder, {
      manifest,
      result: example.exampleResult(),
      prices: example.examplePrices.book,
      events: events(),
      factsPage: '',
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

test('a stamp is the moment to the second, in UTC', () => {
  expect(stampOf(new Date(Date.UTC(2026, 10, 23, 13, 0, 0, 999)))).toBe('20261123-130000');
});
