import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { varyWords } from '../../sweep/vary-words.ts';
import { shippedStation } from '../shipped-stations.ts';
import { runNamed } from '../station-run.ts';
import { stationFieldNames, stationFieldsNamed } from './station-fields.ts';
import { openStationGrid, stationSweepPoints } from './station-grid.ts';
import { stationSweepCommand } from './station-sweep-command.ts';
import { withStationSweep } from './sweep-words.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'station-sweep-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stations = [{ name: 'one-retry', station: shippedStation('one-retry') }];
const rushHour = [{ name: 'rush-hour', station: shippedStation('rush-hour') }];

function pointsOf(of: typeof stations, ...vary: string[]) {
  return [...stationSweepPoints(openStationGrid(of, vary.map(varyWords), undefined))];
}

test('numbers, times, words and factors are set, and nothing else is', () => {
  const [point] = pointsOf(
    stations,
    'clients.retries=endless',
    'clients.timeoutMs=2s',
    'queue.limit=none',
    'servers,events.0.servers=x0.55',
    'clients.abandonsQueue=true',
    'service.meanMs=x0.5',
  );
  const { expected: _, ...before } = shippedStation('one-retry');
  expect(point?.station).toEqual({
    ...before,
    servers: 17,
    events: before.events.map((event) => ({ ...event, servers: 17 })),
    service: { ...before.service, meanMs: 50 },
    queue: { ...before.queue, limit: 'none' },
    clients: { ...before.clients, retries: 'endless', timeoutMs: 2000, abandonsQueue: true },
  });
});

test('a star is for every phase, and several fields take the same value', () => {
  const points = pointsOf(
    rushHour,
    'load.phases.*.ratePerSecond,load.phases.*.toRatePerSecond=x0.5,x1',
  );
  expect(points.map(({ station }) => station.load.phases)).toEqual([
    [
      { fromMs: 0, ratePerSecond: 30, toRatePerSecond: 130 },
      { fromMs: 150_000, ratePerSecond: 130, toRatePerSecond: 30 },
    ],
    shippedStation('rush-hour').load.phases,
  ]);
  expect(points.map(({ values }) => Object.values(values))).toEqual([['x0.5'], ['x1']]);
});

test('every field can be varied, but for those that say what the file is', () => {
  const names = stationFieldNames(shippedStation('one-retry'));
  expect(names).toEqual(expect.arrayContaining(['servers', 'events.0.untilMs', 'seed']));
  expect(names.filter((name) => /kind$|title|schema|expected/.test(name))).toEqual([
    'events.0.kind',
  ]);
  for (const name of names)
    expect(stationFieldsNamed(shippedStation('one-retry'), name)).toHaveLength(1);
});

test('sweep is understood with a station, a file of one, or nearly its name', () => {
  const own = join(folder, 'mine.json');
  writeFileSync(own, JSON.stringify(shippedStation('too-much')));
  const command = (...words: string[]) => withStationSweep(['sweep', ...words])[0];
  expect([command('one-retry'), command(own), command('--json', 'one-rety')]).toEqual([
    'sweep-station',
    'sweep-station',
    'sweep-station',
  ]);
  const other = [command('drill'), command('dril'), command('--out', 'one-retry', 'drill')];
  expect(other).toEqual(['sweep', 'sweep', 'sweep']);
  expect(withStationSweep(['run', 'one-retry'])).toEqual(['run', 'one-retry']);
});

const sweep = (...words: string[]) =>
  runCommand(['sweep', 'one-retry', ...words, '--out', join(folder, 'out')]);
const csv = () => readFileSync(join(folder, 'out', 'points.csv'), 'utf8');

test('a row for each run has what the station alone has, and a larger sweep goes on', async () => {
  const small = await sweep('--vary', 'clients.retries=0,1');
  expect(small).toMatchObject({ exitCode: exitCodes.asExpected });
  expect(small.stderr).toMatch(/^2 runs, 0 of them done already, in /);
  // The last line of a journal may have been cut off.
  appendFileSync(join(folder, 'out', 'journal.ndjson'), '{"key":"12');
  const words = ['--vary', 'clients.retries=0,1', '--vary', 'queue.limit=none,250'];
  const large = await sweep(...words);
  expect(large.stderr).toMatch(/^4 runs, 2 of them done already, in /);
  const rows: Record<string, string>[] = parse(csv(), { columns: true });
  expect(rows.map((row) => [row['clients.retries'], row['queue.limit'], row.ends])).toEqual([
    ['0', 'none', 'recovering'],
    ['0', '250', 'stable'],
    ['1', 'none', 'metastable'],
    ['1', '250', 'stable'],
  ]);
  const [, , alone] = rows;
  const { result, ending } = runNamed(
    stations[0] ?? { name: '', station: shippedStation('one-retry') },
  );
  expect(alone).toMatchObject({
    station: 'one-retry',
    seed: '2021',
    attempts: String(result.counts.attempts),
    lateShare: String(ending.lateShare),
    queueAtEnd: '31348',
    'toAnswerMs.p99': String(result.toAnswerMs.p99Ms),
  });
  const before = csv();
  const again = await sweep(...words);
  expect(again.stderr).toMatch(/^4 runs, 4 of them done already, in /);
  expect(csv()).toBe(before);
  expect(again.stdout).toMatch(/one-retry +1 +none +metastable +93\.3 % +2\.00 +0 % +100 %/);
});

test('seeds make a row each, and a line with medians together', async () => {
  const { stdout } = await runCommand([
    'sweep',
    'too-much',
    '--seeds',
    '3',
    '--json',
    '--out',
    join(folder, 'out'),
  ]);
  const { points, fields } = JSON.parse(stdout);
  expect(fields).toEqual([]);
  expect(points.map(({ seed }: { seed: number }) => seed)).toEqual([2021, 2022, 2023]);
  expect(points[0].station).toBe('too-much');
});

test('each station counts its seeds from its own, or all from the one that is given', () => {
  const of = [...stations, ...rushHour].map(({ name, station }, at) => ({
    name,
    station: { ...station, seed: 100 * (at + 1) },
  }));
  const seedsFrom = (first: number | undefined) =>
    [...stationSweepPoints(openStationGrid(of, [], { first, count: 2 }))].map(
      ({ name, station: { seed } }) => `${name} ${seed}`,
    );
  expect(seedsFrom(undefined)).toEqual([
    'one-retry 100',
    'one-retry 101',
    'rush-hour 200',
    'rush-hour 201',
  ]);
  expect(seedsFrom(7)).toEqual(['one-retry 7', 'one-retry 8', 'rush-hour 7', 'rush-hour 8']);
});

test('between two runs others have their turn, such as the line that tells progress', async () => {
  const of = stations.map(({ name, station }) => ({
    name,
    station: { ...station, durationMs: 2_000, events: [] },
  }));
  const grid = openStationGrid(of, [], { first: undefined, count: 100 });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  try {
    const exitCode = await stationSweepCommand(
      { stations: of, grid, json: false, out: join(folder, 'out') },
      { stdout, stderr, program: 'a test', commit: 'abc', argv: [] },
    );
    expect(exitCode).toBe(exitCodes.asExpected);
  } finally {
    clearImmediate(next);
  }
  expect(turns).toBeGreaterThanOrEqual(100);
});

test.each([
  [['--vary', 'retires=1'], /no field retires\. Did you mean clients\.retries\?/],
  [['--vary', 'clients.retries=-1'], /one-retry with clients\.retries=-1 is not a station/],
  [['--vary', 'queue.discipline=x2'], /discipline is fifo, which has no multiples/],
  [['--vary', 'servers=1', '--vary', 'servers=2'], /servers is varied twice/],
  [['--vary', 'seed=1,2', '--seeds', '2'], /--vary seed cannot be combined/],
  [['--vary', 'queue=1'], /queue is no single field\. Vary one of its own: queue\.discipline/],
  [['--nodes', '80k'], /unknown option '--nodes'/],
])('%j is refused, and nothing is run', async (words, reason) => {
  const { stdout, stderr, exitCode } = await sweep(...words);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
  expect(stderr).toMatch(reason);
});
