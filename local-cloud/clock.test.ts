import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { VirtualClock } from './clock.ts';

test('actions run in the order of their times, then of their scheduling', async () => {
  const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(times, async (timesMs) => {
      const clock = new VirtualClock(0);
      const ran: [number, number][] = [];
      timesMs.forEach((timeMs, sequence) => {
        clock.at(timeMs, () => ran.push([clock.nowMs(), sequence]));
      });
      await clock.run({ untilMs: 100 });
      const expected = timesMs.map((timeMs, sequence): [number, number] => [timeMs, sequence]);
      expected.sort((left, right) => left[0] - right[0] || left[1] - right[1]);
      expect(ran).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('what an action sets going comes to rest before the next action', async () => {
  const clock = new VirtualClock(0);
  const story: string[] = [];
  clock.at(1, () => {
    void (async () => {
      for (let turn = 0; turn < 100; turn += 1) await null;
      story.push('chain ended');
    })();
  });
  clock.at(1, () => story.push('next action'));

  await clock.run({ untilMs: 1 });

  expect(story).toEqual(['chain ended', 'next action']);
});

test('time stands still while a configuration file is read', async () => {
  const clock = new VirtualClock(0);
  const story: string[] = [];
  clock.at(1, () => {
    void readFile(__filename).then(() => story.push(`read at ${clock.nowMs()} ms`));
  });
  clock.at(2, () => story.push('next action'));

  await clock.run({ untilMs: 2 });

  expect(story).toEqual(['read at 1 ms', 'next action']);
});

test('a sleeper wakes at its time, and may sleep on', async () => {
  const clock = new VirtualClock(1_000);
  const wokenAtMs: number[] = [];
  void (async () => {
    await clock.sleep(50);
    wokenAtMs.push(clock.nowMs());
    await clock.sleep(25);
    wokenAtMs.push(clock.nowMs());
  })();

  const end = await clock.run({ untilMs: 2_000 });

  expect(wokenAtMs).toEqual([1_050, 1_075]);
  expect([end, clock.nowMs()]).toEqual(['idle', 2_000]);
});

test('a cancelled action never runs and is not counted', async () => {
  const clock = new VirtualClock(0);
  const cancel = clock.at(5, () => {
    throw new Error('ran');
  });
  clock.at(4, cancel);

  await clock.run({ untilMs: 10 });

  expect(clock.processedActions).toBe(1);
});

test('an action in the past runs now, and time never goes back', async () => {
  const clock = new VirtualClock(100);
  let ranAtMs = 0;
  clock.at(7, () => {
    ranAtMs = clock.nowMs();
  });

  await clock.run({ untilMs: 100 });

  expect(ranAtMs).toBe(100);
});

test('a run can be stopped after any action and goes on later', async () => {
  const clock = new VirtualClock(0);
  let count = 0;
  for (const timeMs of [1, 2, 3]) clock.at(timeMs, () => (count += 1));

  expect(await clock.run({ untilMs: 10, stop: () => count === 2 })).toBe('stopped');
  expect([count, clock.nowMs()]).toEqual([2, 2]);
  expect(await clock.run({ untilMs: 10 })).toBe('idle');
  expect(count).toBe(3);
});

test('a second run at the same time is refused, as is a time that is no number', async () => {
  const clock = new VirtualClock(0);
  const first = clock.run({ untilMs: 1 });
  await expect(clock.run({ untilMs: 1 })).rejects.toThrow(/runs already/);
  await first;
  expect(() => clock.at(Number.NaN, () => {})).toThrow(/NaN/);
});
