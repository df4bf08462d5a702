import { shortFields } from './short-fields.ts';

const short = (...fields: string[]) => [...shortFields(fields).values()];

test('a field is called by its last word, and never by a star or an index', () => {
  expect(short('timings.leaseMs', 'storm.nights.*.restartShare.*')).toEqual([
    'leaseMs',
    'restartShare.*',
  ]);
  expect(short('faults.*', 'storm.nights.0')).toEqual(['faults.*', 'nights.0']);
  expect(short('timings.leaseMs+timings.tickMs')).toEqual(['leaseMs+tickMs']);
});

test('two fields that end alike keep what tells them apart', () => {
  expect(short('storm.nights.0.restartShare.1', 'storm.nights.1.restartShare.1')).toEqual([
    'nights.0.restartShare.1',
    'nights.1.restartShare.1',
  ]);
  expect(short('embedded.shape.cells', 'full.shape.cells')).toEqual([
    'embedded.shape.cells',
    'full.shape.cells',
  ]);
  // Nor is a field called as a column beside it.
  expect(short('storm.nodes', 'load')).toEqual(['storm.nodes', 'load']);
});
