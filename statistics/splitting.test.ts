import { mean, sampleStandardDeviation } from 'simple-statistics';
import { brownian, gaussianTail, type RareEvent, ruin } from '#testing/statistics/rare-events.ts';
import { openRandom } from '#twin/engine/random.ts';
import { type Splitting, split } from './splitting.ts';

/** The chances that repeats find, each with particles of its own. */
async function chancesOf(
  event: (runSeed: number) => RareEvent,
  repeatCount: number,
  options: Partial<Splitting<number>> = {},
): Promise<number[]> {
  const repeats = Array.from({ length: repeatCount }, async (_, repeat) => {
    const runSeed = repeat * 1_000_003;
    const pick = (seed: number) => openRandom(runSeed + seed + 500_000)();
    const usual = { particleCount: 100, replacedMin: 1, hasTime: () => true, pick };
    return (await split({ ...usual, ...event(runSeed), ...options })).chance ?? 0;
  });
  return Promise.all(repeats);
}

/** How many standard errors the mean is away from the exact chance. */
function errorsFrom(exact: number, chances: readonly number[]): number {
  const error = sampleStandardDeviation([...chances]) / Math.sqrt(chances.length);
  return Math.abs(mean([...chances]) - exact) / error;
}

test.each([10, 20])(
  'ruin to %d coins is found, though its scores are whole numbers',
  async (goal) => {
    const chances = await chancesOf((seed) => ruin(goal, seed), 100);
    expect(errorsFrom(ruin(goal, 0).exact, chances)).toBeLessThan(3.5);
    expect(mean(chances) / ruin(goal, 0).exact).toBeGreaterThan(0.7);
  },
);

test('a Brownian motion with drift is found above a bound', async () => {
  const chances = await chancesOf((seed) => brownian(5, seed), 30);
  expect(errorsFrom(Math.exp(-10), chances)).toBeLessThan(3.5);
});

test('the tail of a Gaussian is found, and repeats spread as theory says', async () => {
  const exact = 1.349_898e-3;
  const chances = await chancesOf((seed) => gaussianTail(3, exact, seed), 100);
  expect(errorsFrom(exact, chances)).toBeLessThan(3.5);
  const spread = sampleStandardDeviation(chances) / exact;
  // With particles that forget their parents: sqrt(p ** (-1 / N) - 1) = 0.26.
  const ideal = Math.sqrt(exact ** (-1 / 100) - 1);
  expect(spread / ideal).toBeGreaterThan(0.8);
  expect(spread / ideal).toBeLessThan(1.4);
});

test('replacing ten at a time finds the same', async () => {
  const options = { replacedMin: 10 };
  const chances = await chancesOf((seed) => gaussianTail(3, 1.349_898e-3, seed), 50, options);
  expect(errorsFrom(1.349_898e-3, chances)).toBeLessThan(3.5);
});

test('where nothing reaches the target there is a bound and no chance', async () => {
  const pick = (seed: number) => openRandom(seed + 77)();
  const usual = { particleCount: 50, replacedMin: 5, pick };
  const cutOff = await split({ ...usual, ...ruin(30, 0), hasTime: () => false });
  expect(cutOff).toMatchObject({ chance: null, chanceMax: 3 / 50, levels: [], triedCount: 50 });
  let levels = 0;
  const hasTime = () => {
    levels += 1;
    return levels <= 4;
  };
  const partly = await split({ ...usual, ...ruin(30, 0), hasTime });
  expect(partly.chance).toBeNull();
  // To have more than 4 coins has a chance of 1/31, and none of 50 with more reached the target.
  expect(partly.levels).toEqual([1, 2, 3, 4]);
  expect(partly.chanceMax).toBeGreaterThan((3 / 50) * (1 / 31 / 4));
  expect(partly.chanceMax).toBeLessThan((3 / 50) * (4 / 31));
  const stuck = { begin: async () => ({ particle: 0, score: 0 }), target: 1 };
  const same = await split({ ...usual, ...ruin(30, 0), ...stuck, hasTime: () => true });
  expect(same).toMatchObject({ chance: null, chanceMax: 3 / 50 });
});

test('an event that is not rare is counted', async () => {
  const [chance] = await chancesOf((seed) => gaussianTail(0, 0.5, seed), 1, { replacedMin: 60 });
  expect(Math.abs((chance ?? 0) - 0.5)).toBeLessThan(0.2);
});
