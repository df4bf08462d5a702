import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { shippedStation } from './shipped-stations.ts';
import { stationCommand } from './station-command.ts';
import { readStationFile } from './station-file.ts';
import { stationNames } from './station-names.ts';
import type { StationOptions } from './station-options.ts';
import { readStationThreshold } from './station-threshold.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'station-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const shipped = (name: (typeof stationNames)[number]) => ({ name, station: shippedStation(name) });
const oneRetry = shipped('one-retry');

async function ran(
  stations: StationOptions['stations'],
  json = false,
  failIf: readonly string[] = [],
) {
  const given = { stdout: '', stderr: '' };
  const writer = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      given[name] += text;
      return true;
    },
  });
  const exitCode = await stationCommand(
    { stations, json, out, failIf: failIf.map(readStationThreshold) },
    {
      stdout: writer('stdout'),
      stderr: writer('stderr'),
      argv: ['station', 'one-retry'],
      versions: {},
      commit: null,
    },
  );
  return { ...given, exitCode };
}

const kept = (name: string) => readFileSync(join(out, 'latest', name), 'utf8');

test('every station in the folder ships under the name of its file', () => {
  const folder = join('scenarios', 'stations');
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  expect([...stationNames].sort()).toEqual(names.sort());
  for (const name of stationNames)
    expect(shippedStation(name)).toEqual(readStationFile(join(folder, `${name}.json`)).station);
});

test.each(stationNames)('%s ends as it says', async (name) => {
  const { stdout, stderr, exitCode } = await ran([shipped(name)]);
  const { expected } = shippedStation(name);
  expect(stderr).toMatch(/^\nReport: .*report\.html\n$/);
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${expected}: .*\\.$`));
});

test('the last line says with figures what happened', async () => {
  const { stdout } = await ran([oneRetry]);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    'metastable: the load is 93.3 % of what its servers can do, and yet it answers 0 % of its ' +
      'requests in time: it is busy with 2.00 attempts for each request, and 100 % of its work ' +
      'is for clients that have gone; 31,348 attempts wait, 260 more each second.',
  );
});

test('the table shows how it went, in a dozen rows', async () => {
  const lines = (await ran([oneRetry])).stdout.split('\n');
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

test('the run folder has the result, the series and what was run', async () => {
  const { stdout } = await ran([oneRetry], true);
  expect(kept('result.json')).toBe(stdout);
  const { stations, ...head } = JSON.parse(stdout);
  expect(head).toEqual({ schemaVersion: 2, kind: 'stations' });
  expect(stations).toHaveLength(1);
  expect(stations[0]).toMatchObject({ name: 'one-retry', ending: { kind: 'metastable' } });
  const rows: Record<string, string>[] = parse(kept('series.csv'), { columns: true });
  expect(rows).toHaveLength(120);
  const { arrived, attempts } = stations[0].result.counts;
  const sumOf = (name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0);
  expect([sumOf('arrived'), sumOf('attempts')]).toEqual([arrived, attempts]);
  expect(rows.at(-1)).toMatchObject({ station: 'one-retry', queueAtEnd: '31348' });
  const manifest = JSON.parse(kept('manifest.json'));
  expect(manifest).toMatchObject({ argv: ['station', 'one-retry'], seed: 2021, inputs: {} });
  expect(manifest.settings.stations['one-retry'].servers).toBe(30);
});

test('several stations are laid side by side, a row and a sentence for each', async () => {
  const { stdout, exitCode } = await ran([oneRetry, shipped('one-retry-bounded')]);
  expect(exitCode).toBe(exitCodes.asExpected);
  const lines = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(lines.slice(1, 3)).toEqual([
    ['one-retry', 'metastable', '93.3 %', '2.00', '0 %', '100 %', '31,348'],
    ['one-retry-bounded', 'stable', '93.3 %', '1.00', '100 %', '0 %', '0'],
  ]);
  expect(stdout).toContain('one-retry-bounded: stable: the load is 93.3 %');
  expect(readdirSync(join(out, 'stations'))).toHaveLength(2);
  expect(JSON.parse(kept('result.json')).stations).toHaveLength(2);
});

test('another ending than a station expects is said, and counts', async () => {
  const other = { name: 'mine', station: { ...oneRetry.station, expected: 'stable' as const } };
  const { stderr, exitCode } = await ran([oneRetry, other]);
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stderr).toMatch(/\nnot as expected: mine says stable, it is metastable\n$/);
});

test.each([
  [['answered<99%'], 1, 'one-retry: answered is 0 %, less than 99.0 % (answered<99%).\n'],
  [['queue>31348', 'longestQueue>=31349'], 0, 'No threshold was crossed.\n'],
  [['queue>=31348'], 1, 'one-retry: queue is 31,348, at least 31,348 (queue>=31348).\n'],
  [['one-retry:toAnswer.p99>99ms'], 1, 'one-retry: toAnswer.p99 is 100 ms, more than 99 ms'],
])('of thresholds %j', async (failIf, exitCode, words) => {
  const outcome = await ran([oneRetry], false, failIf);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr).toContain(words);
});

test('what nobody measured crosses nothing, and is said with 2', async () => {
  const clients = { ...oneRetry.station.clients, timeoutMs: 1 };
  const { expected: _, ...station } = { ...oneRetry.station, clients };
  const outcome = await ran([{ name: 'mine', station }], false, ['toAnswer.p50>1s']);
  expect(outcome.stderr).toContain('mine: toAnswer.p50 was not measured (toAnswer.p50>1s).');
  expect(outcome.exitCode).toBe(exitCodes.unknown);
});

test('a threshold that makes no sense is refused with the nearest word', () => {
  expect(() => readStationThreshold('anwered<1')).toThrow('Did you mean answered?');
  expect(() => readStationThreshold('queue>5s')).toThrow('takes no unit');
  expect(() => readStationThreshold('queue')).toThrow('queue is no threshold');
});

describe('on the command line', () => {
  const file = (name: string, different: object) => {
    const path = join(out, name);
    writeFileSync(path, JSON.stringify({ ...oneRetry.station, ...different }));
    return path;
  };
  const command = (...words: string[]) =>
    runCommand(words, { cwd: out, env: { TMPDIR: tmpdir() } });

  test('an own station is copied into its folder, and replays from there', async () => {
    const path = file('mine.json', { expected: 'metastable' });
    const ran = await command('station', './mine.json', 'too-much', '--seed', '5', '--json');
    expect(ran.exitCode).toBe(exitCodes.asExpected);
    expect(JSON.parse(ran.stdout).stations[0].station.seed).toBe(5);
    rmSync(path);
    const run = join('runs', 'latest');
    const again = await command('replay', run);
    expect(again.stdout).toBe('The same, byte for byte: result.json and series.csv.\n');
    const read = await command('explain', 'bill', run);
    expect(read.stderr).toContain('it is a run of stations, and this command reads runs of a');
    expect(read.exitCode).toBe(exitCodes.usage);
  });

  test('an unknown name, or a path that ships elsewhere, gets the nearest', async () => {
    const unknown = await command('station', 'one-rety');
    expect(unknown.stderr).toMatch(/No station is called 'one-rety'\. Did you mean one-retry\?/);
    const missing = await command('station', 'scenarios/stations/rush-hour.json');
    expect(missing.stderr).toMatch(/no such file\. One of this name ships: type rush-hour alone/);
    expect([unknown.exitCode, missing.exitCode]).toEqual([exitCodes.usage, exitCodes.usage]);
    expect(existsSync(join(out, 'runs'))).toBe(false);
  });

  test('a station that makes no sense is a usage error, and nothing is run', async () => {
    file('odd.json', { queue: { discipline: 'lifo', limit: 0 } });
    const { stdout, stderr, exitCode } = await command('station', './odd.json');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
    expect(stderr).toMatch(/not a station that can run:\n {2}queue.discipline: lifo orders/);
  });

  test('a folder that cannot be is said before anything runs, with 74', async () => {
    const below = join(file('a-file', {}), 'below');
    const { stdout, stderr, exitCode } = await command('station', 'too-much', '--out', below);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.outputLost });
    expect(stderr).toMatch(/error: --out .*below cannot be written to: /);
  });
});
