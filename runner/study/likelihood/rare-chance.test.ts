import { mean, sampleStandardDeviation } from 'simple-statistics';
import { chanceOf } from '#domain/chance.ts';
import {
  fallenScore,
  type MonthSplitting,
  monthScore,
  type SplitMonth,
  splitMonths,
} from './rare-chance.ts';

const hourMs = 3_600_000;

/** The chances that repeats find, each with particles of its own. */
async function chancesOf(
  scoreOf: (month: SplitMonth) => number,
  { particles = 40, repeats = 40 } = {},
): Promise<number[]> {
  const all = Array.from({ length: repeats }, async (_, seed) => {
    const { chance } = await splitMonths(particles, {
      random: (...words) => chanceOf(seed, 'test', ...words),
      hasTime: () => true,
      scoreOf: async (month) => scoreOf(month),
    });
    return chance ?? 0;
  });
  return Promise.all(all);
}

function errorsFrom(exact: number, chances: readonly number[]): number {
  const error = sampleStandardDeviation([...chances]) / Math.sqrt(chances.length);
  return Math.abs(mean([...chances]) - exact) / error;
}

/** Both places near their ends: each is even by itself, so that this is a triangle's area. */
function corner({ places }: SplitMonth, width: number): number {
  const { restartShare = 0, leaseHours = 0 } = places;
  return (fallenScore * (restartShare + leaseHours)) / (2 - width);
}

test('places that must both be near their ends are found as often as their area says', async () => {
  const chances = await chancesOf((month) => corner(month, 0.2));
  expect(mean(chances)).toBeGreaterThan(0.01);
  expect(errorsFrom(0.2 ** 2 / 2, chances)).toBeLessThan(3.5);
});

test('so is a share of the seeds, and a chance that is not small with six particles', async () => {
  const seeds = await chancesOf(({ seed }) => (fallenScore * seed) / 2 ** 31 / 0.98);
  expect(errorsFrom(0.02, seeds)).toBeLessThan(3.5);
  const few = await chancesOf((month) => corner(month, 1), { particles: 6, repeats: 200 });
  expect(errorsFrom(0.5, few)).toBeLessThan(3.5);
});

test('without time for a level the first particles are counted', async () => {
  const cutOff = (scoreOf: MonthSplitting['scoreOf']) =>
    splitMonths(50, {
      random: (...words) => chanceOf(1, ...words),
      hasTime: () => false,
      scoreOf,
    });
  const none = await cutOff(async () => 0.5);
  expect(none).toMatchObject({ chance: null, chanceMax: 3 / 50, highestScore: 0.5 });
  const half = await cutOff(async (month) => corner(month, 1));
  expect(half.runCount).toBe(50);
  expect(Math.abs((half.chance ?? 0) - 0.5)).toBeLessThan(0.25);
});

test('a score rises with what was offline, then with the time to heal; falls are on top', () => {
  const scoreOf = (worstOfflineShare: number, healMs: number | null) =>
    monthScore({ worstOfflineShare, healMs }, 24 * hourMs);
  const rising = [
    scoreOf(0, 0),
    scoreOf(0.05, null),
    scoreOf(0.1, null),
    scoreOf(0.11, 0),
    scoreOf(0.11, 12 * hourMs),
    scoreOf(0.5, 24 * hourMs),
    scoreOf(0.11, 25 * hourMs),
  ];
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  expect(new Set(rising).size).toBe(6);
  expect(rising.at(-2)).toBeLessThan(fallenScore);
  expect([scoreOf(0.11, null), rising.at(-1)]).toEqual([fallenScore, fallenScore]);
});
