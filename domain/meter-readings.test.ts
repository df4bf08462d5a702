import { openMeterReader, readAt, sumReadings } from './meter-readings.ts';

/** Reads at each of these moments, if it is needed, a meter that shows the moment itself. */
function readingsAt(moments: readonly number[]) {
  const reader = openMeterReader(20, 50);
  for (const atMs of moments) {
    if (reader.isNeeded(atMs)) reader.note(atMs, atMs < 60 ? { a: atMs } : { z: 1, a: atMs });
  }
  return reader.readings();
}

test('what is kept is one reading from the first restart on, and all from the last one on', () => {
  const { readings } = readingsAt([0, 10, 25, 30, 45, 55, 60, 70]);
  expect(readings.map(({ atMs }) => atMs)).toEqual([25, 55, 60, 70]);
});

test('a moment is read at or after itself, never before it', () => {
  const readings = readingsAt([0, 25, 55, 60]);
  expect(readAt(readings, 20)).toEqual({ atMs: 25, meters: { a: 25, z: 0 } });
  expect(readAt(readings, 55)).toEqual({ atMs: 55, meters: { a: 55, z: 0 } });
  expect(readAt(readings, 55.5)).toEqual({ atMs: 60, meters: { a: 60, z: 1 } });
  expect(readAt(readings, 61)).toBeNull();
});

test('of runs together, one that ended counts with all that it had used', () => {
  const [long, short] = [readingsAt([20, 50, 60]), readingsAt([20, 50])];
  const both = sumReadings([
    { readings: long, meters: { a: 90, z: 3 } },
    { readings: short, meters: { a: 51, late: 7 } },
  ]);
  expect(readAt(both, 50)).toEqual({ atMs: 50, meters: { a: 100, z: 0 } });
  expect(readAt(both, 60)).toEqual({ atMs: 60, meters: { a: 60 + 51, z: 1 } });
});
