import { type SweepOutlook, sweepProgress } from './sweep-progress.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function shown(isTTY: boolean, outlook?: SweepOutlook) {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text), isTTY, columns: 60 };
  return { said, progress: sweepProgress(stream, 20, () => Date.now(), 20, outlook) };
}

const outlook: SweepOutlook = {
  leftMs: () => 90_000,
  runningWords: () => 'running resilient, 1,000,000 nodes: 40 %',
};

test('it is never silent for five seconds while a run goes on', () => {
  const { said, progress } = shown(false, outlook);
  jest.advanceTimersByTime(5_000);
  expect(said).toEqual([
    '0 of 20 runs  0 events/s  about 1 min 30 s left  running resilient, 1,000,000 nodes: 40 %\n',
  ]);
  jest.advanceTimersByTime(15_000);
  expect(said).toHaveLength(4);
  progress.stop();
  jest.advanceTimersByTime(60_000);
  expect(said).toHaveLength(4);
});

test('what is said of runs that end counts as a sign of life', () => {
  const { said, progress } = shown(false);
  jest.advanceTimersByTime(3_000);
  progress.done(100);
  expect(said).toEqual(['1 of 20 runs  33 events/s  about 57 s left\n']);
  jest.advanceTimersByTime(3_000);
  expect(said).toHaveLength(1);
  jest.advanceTimersByTime(2_000);
  expect(said).toHaveLength(2);
  progress.end();
});

test('on a terminal the line is drawn again each second, and does not wrap', () => {
  const { said, progress } = shown(true, outlook);
  jest.advanceTimersByTime(2_000);
  expect(said).toHaveLength(2);
  expect(said[1]).toContain('\r\x1b[2K0 of 20 runs');
  expect(said[1]?.length).toBe('\r\x1b[2K'.length + 59);
  progress.end();
});

test('where more time has passed than was expected, no time is made up', () => {
  const { said, progress } = shown(false, { ...outlook, leftMs: () => null });
  jest.advanceTimersByTime(5_000);
  expect(said[0]).toContain('time left not known');
  progress.stop();
});
