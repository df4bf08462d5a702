import { VirtualClock } from '#local-cloud/clock.ts';
import { Pacer, type WallClock } from './pacer.ts';

/** A wall clock that a test turns. A wait ends when the clock has come so far. */
function turnedWall() {
  let nowMs = 0;
  const waiting: { readonly atMs: number; readonly wake: () => void }[] = [];
  const wall: WallClock = {
    nowMs: () => nowMs,
    wait(durationMs) {
      let wake = (): void => {};
      const over = new Promise<void>((resolve) => {
        wake = resolve;
      });
      waiting.push({ atMs: nowMs + durationMs, wake });
      return { over, wake };
    },
  };
  const turns = () => new Promise((resolve) => setImmediate(resolve));
  return {
    wall,
    /** Lets so much real time pass, in steps. */
    async pass(durationMs: number): Promise<void> {
      const untilMs = nowMs + durationMs;
      while (nowMs < untilMs) {
        nowMs = Math.min(untilMs, nowMs + 10);
        for (const { atMs, wake } of waiting) if (atMs <= nowMs) wake();
        for (let turn = 0; turn < 20; turn += 1) await turns();
      }
    },
  };
}

let pacer: Pacer;

function paced(pace: ConstructorParameters<typeof Pacer>[1]) {
  const clock = new VirtualClock(1_000_000);
  const { wall, pass } = turnedWall();
  const cloud = {
    nowMs: () => clock.nowMs(),
    nextActionAtMs: () => clock.nextActionAtMs(),
    pass: async ({ untilMs, isEnough }: { untilMs: number; isEnough: () => boolean }) => {
      await clock.run({ untilMs, stop: isEnough });
    },
  };
  pacer = new Pacer(cloud, pace, wall);
  return { clock, pacer, pass, passedMs: () => clock.nowMs() - 1_000_000 };
}

afterEach(() => pacer.stop());

test('at a speed of 600 ten minutes pass in a second', async () => {
  const { pass, passedMs } = paced(600);
  await pass(1_000);
  await pacer.present();
  expect(passedMs()).toBe(600_000);
});

test('an action comes at its time, and not before', async () => {
  const { clock, pass } = paced(1);
  const seenAtMs: number[] = [];
  clock.at(1_000_500, () => void seenAtMs.push(clock.nowMs()));
  pacer.nudge();
  await pass(490);
  expect(seenAtMs).toEqual([]);
  await pass(20);
  expect(seenAtMs).toEqual([1_000_500]);
});

test('while it is paused no time passes, and what is due now is done', async () => {
  const { clock, pass, passedMs } = paced(0);
  let isDone = false;
  clock.at(clock.nowMs(), () => {
    isDone = true;
  });
  await pacer.present();
  await pass(5_000);
  expect({ isDone, passed: passedMs() }).toEqual({ isDone: true, passed: 0 });
});

test('a leap passes at once, with all that happens in it, and the old pace goes on', async () => {
  const { clock, pass, passedMs } = paced(0);
  const seen: number[] = [];
  for (const hours of [1, 2, 3])
    clock.at(1_000_000 + hours * 3_600_000, () => void seen.push(hours));
  await pacer.leap(2 * 3_600_000);
  await pass(1_000);
  expect({ seen, passed: passedMs() }).toEqual({ seen: [1, 2], passed: 2 * 3_600_000 });
  pacer.setPace(10);
  await pass(1_000);
  await pacer.present();
  expect(passedMs()).toBe(2 * 3_600_000 + 10_000);
});

test('a second leap beside one that is under way is refused', async () => {
  paced(0);
  const first = pacer.leap(1_000);
  await expect(pacer.leap(1_000)).rejects.toThrow('time leaps already');
  await first;
});

test('a pace of waiting brings at once what a call waits for', async () => {
  const { clock, pass, passedMs } = paced('waiting');
  await pass(100);
  await pacer.present();
  expect(passedMs()).toBe(100);
  let isAnswered = false;
  const answered = pacer.during(clock.sleep(20_000)).then(() => {
    isAnswered = true;
  });
  await pass(40);
  // Whoever calls beside it finds it waiting.
  expect(isAnswered).toBe(false);
  await pass(20);
  await answered;
  await pacer.present();
  expect(passedMs()).toBeGreaterThanOrEqual(20_100);
  const answeredAtMs = passedMs();
  await pass(100);
  await pacer.present();
  expect(passedMs() - answeredAtMs).toBe(100);
});

test('time stands while code outside is under way, and is not made up for', async () => {
  const { pass, passedMs } = paced(600);
  await pass(100);
  await pacer.present();
  const beforeMs = passedMs();
  const release = pacer.hold(60_000);
  await pass(1_000);
  await pacer.present();
  expect(passedMs()).toBe(beforeMs);
  release();
  await pass(100);
  await pacer.present();
  expect(passedMs() - beforeMs).toBe(60_000);
});

test('time passes for what that code waits for, and when it takes too long', async () => {
  const { clock, pass, passedMs } = paced(600);
  pacer.hold(2_000);
  await pass(500);
  expect(passedMs()).toBe(0);
  const answered = pacer.during(clock.sleep(60_000), true);
  await pass(500);
  await answered;
  await pass(500);
  await pacer.present();
  const standsAtMs = passedMs();
  await pass(300);
  expect(passedMs()).toBe(standsAtMs);
  await pass(1_000);
  await pacer.present();
  expect(passedMs()).toBeGreaterThan(standsAtMs + 60_000);
});

test('what an action throws ends it, and nobody waits for ever', async () => {
  const { clock } = paced(0);
  clock.at(clock.nowMs(), () => {
    throw new Error('a bug');
  });
  const ended = expect(pacer.ended).rejects.toThrow('a bug');
  await pacer.present();
  await ended;
  pacer = paced(0).pacer;
});
