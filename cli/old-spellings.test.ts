import { join } from 'node:path';
import { inTodaysSpelling } from './old-spellings.ts';

const station = join('scenarios', 'stations', 'one-retry.json');

test.each([
  ['run patch-tuesdays', 'months'],
  ['run patch-tuesdays --month 2007-06 --seed 2008', 'months --month 2007-06 --seed 2008'],
  ['run --policy resilient patch-tuesdays', 'months --policy resilient'],
  ['run --json patch-tuesdays --cloud twin --scale=full --no-color', 'months --json'],
  ['run patch-tuesdays --cloud local', 'months --cloud local'],
  [`run ${station} --seed 3`, `station ${station} --seed 3`],
  [`run --seed=3 ${station}`, `station ${station} --seed=3`],
  ['storm --nodes 60 --scenario drill --json', 'storm drill --nodes 60 --json'],
  ['storm --scenario=drill', 'storm drill'],
])('%s is %s today, which is what it says to type', (before, today) => {
  const { words, instead } = inTodaysSpelling(before.split(' '));
  expect(words.join(' ')).toBe(today);
  expect(instead).toBe(`rebootstorm ${today}`);
});

test.each([
  'run drill --out patch-tuesdays',
  'run ./mine.json',
  'run --policy patch-tuesdays',
  'run',
  '',
  'sweep patch-tuesdays',
  'months --seed 1',
  'storm drill',
  'storm --scenario',
])('%s is left as it is', (line) => {
  const words = line.split(' ');
  expect(inTodaysSpelling(words)).toEqual({ words });
});
