import type { ProgressUpdate } from '#runner/progress.ts';
import { createProgress } from './progress.ts';

const startMs = Date.UTC(2007, 7, 16);

function started({ isTty = false, columns = 80 } = {}) {
  const written: string[] = [];
  let realMs = 0;
  const progress = createProgress({
    stream: { write: (text) => written.push(text), columns },
    isTty,
    policies: ['legacy-2007', 'resilient'],
    nowMs: () => realMs,
  });
  const reach = (
    fraction: number,
    atRealMs: number,
    policy = 'legacy-2007',
    more: Partial<ProgressUpdate> = {},
  ) => {
    realMs = atRealMs;
    progress.update({
      policy,
      fraction,
      virtualTimeMs: startMs + fraction * 3_600_000,
      onlineShare: 0.61,
      messagesHandled: fraction * 10_000,
      ...more,
    });
  };
  const wait = (untilRealMs: number) => {
    realMs = untilRealMs;
  };
  return { written, progress, reach, wait };
}

test('something is shown before the first update', () => {
  expect(started().written.join('')).toContain('legacy-2007 and resilient');
  expect(started({ isTty: true }).written.join('')).toMatch(/legacy-2007 +starting\n.*resilient/);
});

test('without a terminal each tenth is one plain line, however many updates there are', () => {
  const { written, reach } = started();
  for (let step = 0; step <= 1000; step += 1) reach(step / 1000, step * 10);
  expect(written).toHaveLength(11);
  expect(written.join('')).not.toContain('\x1b');
  expect(written[5]).toContain('50 %  16 Aug 00:30  [######----] 61.0 % online  1,000 msg/s  5 s');
});

test('a terminal is redrawn at most ten times a second', () => {
  const { written, reach } = started({ isTty: true });
  for (let realMs = 0; realMs < 2000; realMs += 1) reach(realMs / 2000, realMs);
  expect(written.length).toBeLessThanOrEqual(20);
  expect(written.length).toBeGreaterThan(15);
});

test('a redraw goes back over its own lines and clears them', () => {
  const { written, reach } = started({ isTty: true });
  reach(0.5, 500);
  expect(written[1]?.startsWith('\x1b[2A\r\x1b[2Klegacy-2007')).toBe(true);
});

test('no live line is as wide as the terminal, so that none wraps', () => {
  const { written, reach } = started({ isTty: true, columns: 40 });
  reach(0.5, 500);
  const lines = written
    .join('')
    .split('\n')
    .map((line) => line.split('\x1b[2K').at(-1) ?? '');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
});

test('the last state stands when all is done, even if it came too soon to be drawn', () => {
  const { written, progress, reach } = started({ isTty: true });
  reach(0.99, 1000);
  reach(1, 1001);
  progress.done();
  expect(written.at(-1)).toMatch(/legacy-2007 +100 %/);
});

test('where virtual time passes evenly, it is notified what is left at most', () => {
  const { written, reach } = started();
  const more = { messageWord: 'log-ins', isSteady: true };
  reach(0.25, 30_000, 'resilient', more);
  reach(1, 60_000, 'resilient', more);
  expect(written[1]).toMatch(/83 log-ins\/s {2}30 s {2}at most 1 min 30 s left\n$/);
  expect(written[2]).toMatch(/done in 60 s\n$/);
});

test('the time of a policy that waited for a thread begins with its run', () => {
  const { written, progress, reach, wait } = started();
  wait(60_000);
  progress.begin?.(1);
  reach(0.5, 61_000, 'resilient', { isSteady: true });
  expect(written.at(-1)).toContain('5,000 msg/s  1 s  at most 1 s left');
});
