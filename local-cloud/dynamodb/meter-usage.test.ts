import { PeakBook } from '../peaks.ts';
import { readUsage } from './capacity.ts';
import { noteRates } from './meter-usage.ts';

function rates() {
  let nowMs = 0;
  const peaks = new PeakBook(() => nowMs);
  return {
    peaks,
    read: (partition: string | undefined, units: number, index?: string) =>
      noteRates(peaks, [readUsage('network', units, index, partition)]),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('a partition is as busy as its busiest second, and so is the table', () => {
  const { peaks, read, pass } = rates();
  read('a', 40);
  read('b', 50);
  pass(999);
  read('a', 20);
  pass(1);
  read('a', 55);
  expect(peaks.snapshot()).toEqual({
    'dynamodb.partitionReadUnitsPerSecond': 60,
    'dynamodb.tableReadUnitsPerSecond': 110,
  });
});

test('an index is another table, and what names no partition is of the table alone', () => {
  const { peaks, read } = rates();
  read('a', 10);
  read('a', 15, 'candidates');
  read(undefined, 7);
  expect(peaks.snapshot()).toEqual({
    'dynamodb.partitionReadUnitsPerSecond': 15,
    'dynamodb.tableReadUnitsPerSecond': 17,
  });
});

test('peaks that are started anew know nothing of what came before', () => {
  let nowMs = 0;
  const peaks = new PeakBook(() => nowMs);
  peaks.add('rate', 'table', 5);
  peaks.note('depth', 9);
  peaks.startAnew();
  nowMs = 500;
  peaks.add('rate', 'table', 2);
  expect(peaks.snapshot()).toEqual({ rate: 2 });
});
