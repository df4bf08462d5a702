import { readFileSync } from 'node:fs';
import { august2007 } from './august-2007.ts';
import { record2007, recoveryPointsFrom } from './record-2007.ts';

const page = readFileSync('docs/facts.md', 'utf8');

test('the points come in order, each inside its own ranges', () => {
  const times = record2007.map(({ atMs }) => atMs);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  for (const { atMs, atMsRange, onlineCount, onlineCountRange } of record2007) {
    expect(atMsRange[0]).toBeLessThan(atMs);
    expect(atMsRange[1]).toBeGreaterThan(atMs);
    if (onlineCount === null) continue;
    expect(onlineCountRange?.[0]).toBeLessThanOrEqual(onlineCount);
    expect(onlineCountRange?.[1]).toBeGreaterThanOrEqual(onlineCount);
  }
});

test.each(record2007)('$label ($factRow): the facts page has the row, and its day', (point) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${point.factRow} `));
  const day = new Date(point.atMs).getUTCDate();
  expect(row).toMatch(new RegExp(`\\b${day} Aug`));
});

test('a scenario is compared with every count since it began, and with nothing else', () => {
  const counts = record2007.filter(({ onlineCount }) => onlineCount !== null);
  const [first, ...rest] = counts;
  expect(first?.atMs).toBeLessThan(august2007.startMs);
  expect(august2007.recoveryPoints.map(({ atMs }) => atMs)).toEqual(rest.map(({ atMs }) => atMs));
  expect(recoveryPointsFrom(Date.UTC(2007, 7, 18))).toEqual([]);
});

test('the night of the 17th has its shape: back to 6 M, and down again within the hour', () => {
  const at = (day: number, hour: number, minute: number) =>
    record2007.find(({ atMs }) => atMs === Date.UTC(2007, 7, day, hour, minute))?.onlineCount;
  expect([at(16, 22, 15), at(17, 14, 45), at(17, 22, 30), at(17, 23, 0)]).toEqual([
    149_608, 3_154_444, 6_000_000, 4_100_000,
  ]);
});
