// `run --live` as a shell runs it.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandEntry, startCommand } from '#testing/cli/child-command.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-live-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A small run, which is over in seconds; building the page takes some more. */
function start(...live: string[]) {
  const run = 'run drill --nodes 40 --faults none --policy resilient --quiet --json'.split(' ');
  return startCommand([commandEntry, ...run, '--out', folder, ...live], { limitMs: 200_000 });
}

test('where nobody looks it says so, and Ctrl-C ends it with its result kept', async () => {
  const { child, untilSaid, ended } = start('--live');
  await untilSaid('live: nobody has looked yet');
  child.kill('SIGINT');
  const { exitCode, stdout, stderr } = await ended;
  expect(exitCode).toBe(130);
  expect(stderr).toMatch(/^live: http:\/\/127\.0\.0\.1:\d+\/ shows it in a browser\n/);
  expect(JSON.parse(stdout).runs).toHaveLength(1);
  expect(existsSync(join(folder, 'drill', 'latest', 'result.json'))).toBe(true);
});

test('a port that another program has is refused before the run, with its number', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { exitCode, stdout, stderr } = await start('--live', String(port)).ended;
  other.close();
  expect({ exitCode, stdout }).toEqual({ exitCode: 75, stdout: '' });
  expect(stderr).toMatch(`error: port ${port} of 127.0.0.1 is taken: end the program that has it`);
});

test('a word that is no port is refused', async () => {
  const { exitCode, stderr } = await start('--live', 'soon').ended;
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(/A port is a whole number .* A scenario goes before --live/);
});
