// Every column that a command writes is described, in the folder and in docs/columns.md.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { notDescribed } from '#cli/columns/columns-file.ts';
import { countWords } from '#cli/columns/count-words.ts';
import { describeColumn, meterUnit } from '#cli/columns/describe-column.ts';
import { focusColumns } from '#cli/columns/focus-columns.ts';
import { billedMeterWords, detailWords } from '#cli/columns/meter-words.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { metricNames } from '#domain/stack-names.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { MeterTotals } from '#twin/meters/meter-totals.ts';
import { COLUMNS_PAGE_PATH, columnsPage } from './columns-page.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'columns-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

type Row = Readonly<Record<string, string>>;
const rowsOf = (folder: string, file: string): Row[] =>
  parse(readFileSync(join(folder, file), 'utf8'), { columns: true });

/** Runs a command, and checks its `columns.csv` against the tables beside it. */
async function checked(words: string, folder: string, files: readonly string[]): Promise<Row[]> {
  const outcome = await runCommand([...words.split(' '), '--out', out]);
  expect({ words, ...outcome }).toMatchObject({ signal: null });
  expect([0, 1]).toContain(outcome.exitCode);
  const described = rowsOf(join(out, folder), 'columns.csv');
  for (const file of files) {
    const [head = ''] = readFileSync(join(out, folder, file), 'utf8').split('\n');
    const names = described.filter((row) => row.file === file).map((row) => row.column);
    expect(names).toEqual(head.split(','));
  }
  expect(described.filter(({ meaning = '' }) => !isSentence(meaning))).toEqual([]);
  return described;
}

function isSentence(meaning: string): boolean {
  return /^[A-Z0-9].*\.$/.test(meaning) && meaning !== notDescribed;
}

const faults = 'default,crash=0.01,lostAck=0.01';

test('a run describes its curves, its bill, its counts and its meters', async () => {
  const words = `run drill --nodes 60 --faults ${faults}`;
  const described = await checked(words, 'latest', ['series.csv', 'bill.csv']);
  const [run] = JSON.parse(readFileSync(join(out, 'latest', 'result.json'), 'utf8')).runs;
  const inResult = described.filter(({ file }) => file === 'result.json').map((row) => row.column);
  expect(inResult).toEqual(
    expect.arrayContaining([
      'healMs',
      ...Object.keys(run.counts).map((name) => `counts.${name}`),
      ...Object.keys(run.meters).map((name) => `meters.${name}`),
    ]),
  );
  // What nobody described of a bill is empty in every row.
  for (const row of rowsOf(join(out, 'latest'), 'bill.csv'))
    for (const [name, cell] of Object.entries(row))
      if (!Object.hasOwn(focusColumns, name)) expect([name, cell]).toEqual([name, '']);
});

test.each([
  ['sweep drill --nodes 60 --vary timings.leaseMs=1h,2h', '.', ['points.csv']],
  ['sweep drill --nodes 60 --cloud local --policy resilient', '.', ['points.csv']],
  [
    'sweep drill --nodes 60 --cloud local --policy resilient --vary faults.throttle=0,0.01',
    '.',
    ['points.csv'],
  ],
  ['cost drill --nodes 60,120 --vary loginBatchSize=10,50 --seeds 1', '.', ['points.csv']],
  ['effects drill --nodes 60 --seeds 1', '.', ['effects.csv', 'runs.csv']],
  ['what-if --nodes 200 --seeds 1 --change resilient', '.', ['what-if.csv']],
  ['wire drill --nodes 60 --seeds 1 --policy resilient', '.', ['wire.csv']],
  ['station one-retry', 'latest', ['series.csv']],
  ['sweep too-much --vary servers=10,11', '.', ['points.csv']],
] as const)('%s describes its tables', async (words, folder, files) => {
  await checked(words, folder, files);
});

test('months describe their table', async () => {
  const home = join(out, 'patch-tuesdays');
  const vary = '--vary load=x1 --vary timings.leaseMs=x1';
  const words = `months --month 2004-06 --nodes 200 --seeds 1 ${vary} --out ${out}`;
  await runCommand(words.split(' '));
  const [digest = ''] = readdirSync(home).filter((name) => /^[0-9a-f]{8}$/.test(name));
  const described = rowsOf(join(home, digest), 'columns.csv');
  expect(described.length).toBeGreaterThan(15);
  expect(described.filter(({ meaning }) => meaning === notDescribed)).toEqual([]);
});

test('every metric, and every meter of the twin, is described', () => {
  const meters = new MeterTotals({ ...usualConfiguration, tracing: 'on' }).names();
  const names = [
    ...metricNames.map((name) => `count.${name}`),
    ...meters.map((name) => `meter.${name}`),
  ];
  expect(names.filter((name) => describeColumn(name) === undefined)).toEqual([]);
  expect(Object.keys(countWords)).toEqual(metricNames);
  // A meter is not always in the unit that has the price.
  expect([meterUnit('logs.bytes'), meterUnit('cloudwatch.metricHours')]).toEqual([
    'bytes',
    'metric-hours',
  ]);
});

test('an unknown column is known to be one', () => {
  expect(describeColumn('meter.sqs.nosuch')).toBeUndefined();
  expect(describeColumn('nosuch')).toBeUndefined();
  expect(describeColumn('nosuch.throttle')).toBeUndefined();
  expect(describeColumn('toString')).toBeUndefined();
});

test('docs/columns.md is what the list of columns gives', () => {
  expect(readFileSync(COLUMNS_PAGE_PATH, 'utf8')).toBe(columnsPage());
});

test('docs/meters.md has the words of the list', () => {
  const page = readFileSync('docs/meters.md', 'utf8');
  const told = new Map(
    [...page.matchAll(/^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|/gm)].map(([, name, words = '']) => [
      name,
      words.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', ''),
    ]),
  );
  const listed = [
    ...Object.entries(billedMeterWords),
    ...Object.entries(detailWords).map(([name, { about }]) => [name, about] as const),
  ];
  expect(listed.length).toBeGreaterThan(50);
  expect(listed.map(([name]) => [name, told.get(name)])).toEqual(listed);
});
