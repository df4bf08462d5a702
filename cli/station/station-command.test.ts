import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import { stationCommand } from './station-command.ts';
import type { StationOptions } from './station-options.ts';

const stations = join('scenarios', 'stations');
const oneRetry = join(stations, 'one-retry.json');

async function ran(path: string, options: Omit<StationOptions, 'path'> = { json: false }) {
  const given = { stdout: '', stderr: '' };
  const writer = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      given[name] += text;
      return true;
    },
  });
  const exitCode = await stationCommand(
    { path, ...options },
    {
      stdout: writer('stdout'),
      stderr: writer('stderr'),
    },
  );
  return { ...given, exitCode };
}

test.each(readdirSync(stations))('%s ends as it says', async (name) => {
  const { stdout, stderr, exitCode } = await ran(join(stations, name));
  const expected = /"expected": "(\w+)"/.exec(readFileSync(join(stations, name), 'utf8'))?.[1];
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.asExpected });
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${expected}: .*\\.$`));
});

test('the last line says with figures what happened', async () => {
  const { stdout } = await ran(oneRetry);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    'metastable: the load is 93.3 % of what its servers can do, and yet it answers 0 % of its ' +
      'requests in time: it is busy with 2.00 attempts for each request, and 100 % of its work ' +
      'is for clients that have gone; 31,348 attempts wait, 260 more each second.',
  );
});

test('the table shows how it went, in a dozen rows', async () => {
  const lines = (await ran(oneRetry)).stdout.split('\n');
  expect(lines[2]?.trim().split(/ {2,}/)).toEqual([
    'from',
    'arrivals/s',
    'attempts/s',
    'in time/s',
    'late/s',
    'busy',
    'queue',
  ]);
  expect(lines[8]?.trim().split(/ {2,}/)).toEqual([
    '50 s',
    '280',
    '560',
    '0',
    '300',
    '30',
    '15,750',
  ]);
  expect(lines[15]).toBe('');
});

test('as JSON it is the station, how it ended and the whole result', async () => {
  const { stdout } = await ran(oneRetry, { json: true });
  const report = JSON.parse(stdout);
  expect(Object.keys(report)).toEqual(['schemaVersion', 'station', 'ending', 'result']);
  expect(report).toMatchObject({ schemaVersion: 1, ending: { kind: 'metastable' } });
  expect(report.result.series).toHaveLength(120);
});

test('the same file and seed give the same bytes; another seed is another run', async () => {
  const path = join(stations, 'too-much.json');
  const first = await ran(path, { json: true });
  expect(await ran(path, { json: true })).toEqual(first);
  const other = await ran(path, { json: true, seed: 5 });
  expect(other.stdout).not.toBe(first.stdout);
  expect(JSON.parse(other.stdout).station.seed).toBe(5);
});

test('another ending than the file expects is given, and counts', async () => {
  await altered({ expected: 'stable' }, async (path) => {
    const { stderr, exitCode } = await ran(path);
    expect(exitCode).toBe(exitCodes.notAsExpected);
    expect(stderr).toBe('not as expected: the file says stable, it is metastable\n');
  });
});

test('a station that makes no sense is a usage error, and nothing is run', async () => {
  await altered({ queue: { discipline: 'lifo', limit: 0 } }, async (path) => {
    const { stdout, stderr, exitCode } = await ran(path);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
    expect(stderr).toMatch(/no station that can run:\n {2}queue.discipline: lifo orders a queue/);
  });
});

async function altered(different: object, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'station-'));
  try {
    const path = join(folder, 'altered.json');
    const given: object = JSON.parse(readFileSync(oneRetry, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...given, ...different }));
    await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
