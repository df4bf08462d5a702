import { openRandom } from '#twin/engine/random.ts';
import { goodnessOfFit } from './goodness-of-fit.ts';
import { confusionMatrix, learnModels, type Simulations } from './model-choice.ts';
import { type Cases, growForest } from './random-forest.ts';

function normals(seed: number): () => number {
  const random = openRandom(seed);
  return () => Math.sqrt(-2 * Math.log(random() + 2 ** -33)) * Math.cos(2 * Math.PI * random());
}

/** Two models: a mean around 0 or 1, and a value around the mean; both with an sd of a half. */
function twoGaussians(count: number, seed: number): Simulations {
  const normal = normals(seed);
  const models = Array.from({ length: count }, (_, index) => index % 2);
  return { models, features: models.map((model) => [model + 0.5 * normal() + 0.5 * normal()]) };
}

test('of two Gaussians the second is right about y = 1 with a chance of 0.7311', () => {
  // P(second | y = 1) = 1 / (1 + exp(-1)), since both densities have a variance of a half.
  const exact = 1 / (1 + Math.exp(-1));
  const estimates = [1, 2, 3, 4].map((seed) => {
    const options = { modelCount: 2, trees: 60, seed };
    const { model, localError } = learnModels(twoGaussians(1_500, 100 + seed), options).choose([1]);
    expect(model).toBe(1);
    return 1 - (localError ?? Number.NaN);
  });
  const mean = estimates.reduce((sum, one) => sum + one, 0) / estimates.length;
  // Some 250 of 1,500 cases are within 0.2 of y = 1: a mean of four strays by 0.014.
  expect(Math.abs(mean - exact)).toBeLessThan(0.03);
});

test('what trees grown without a case say errs as often as it does on new cases', () => {
  const choice = learnModels(twoGaussians(1_000, 5), { modelCount: 2, trees: 100, seed: 5 });
  const planted = twoGaussians(1_000, 6);
  const [first = [], second = []] = confusionMatrix(choice, planted, 2);
  const wrong = ((first[1] ?? 0) + (second[0] ?? 0)) / 1_000;
  expect(Math.abs(choice.errorShare - wrong)).toBeLessThan(0.05);
  // The best rule, y above a half, errs with a chance of Q(0.5 / sqrt(0.5)) = 0.2398.
  expect(wrong).toBeGreaterThan(0.2);
  expect(wrong).toBeLessThan(0.26);
  // Leaves of a few cases have shares near 0 and 1, and err more often.
  expect(Math.abs((choice.choose([1]).shares[1] ?? 0) - 1 / (1 + Math.exp(-1)))).toBeLessThan(0.1);
});

test('of less than 400 cases no local error is told', () => {
  const chosen = (count: number) =>
    learnModels(twoGaussians(count, 7), { modelCount: 2, trees: 20, seed: 7 }).choose([1]);
  expect(chosen(398).localError).toBeNull();
  expect(chosen(400).localError).toEqual(expect.any(Number));
});

test('cases of one draw are out of bag together', () => {
  // Twins: each row stands twice, once under either model. A tree that knows one would be misled.
  const random = openRandom(11);
  const rows = Array.from({ length: 200 }, () => [random()]).flatMap((row) => [row, row]);
  const groups = rows.map((_, index) => Math.floor(index / 2));
  const targets = rows.map((_, index) => [index % 2]);
  const errorOf = (cases: Cases) => {
    const { outOfBag } = growForest(cases, { trees: 60, leafMin: 1, seed: 2 });
    const misses = outOfBag.flatMap((told, index) =>
      told === null ? [] : [Math.abs((told[0] ?? 0) - (index % 2))],
    );
    return misses.reduce((sum, one) => sum + one, 0) / misses.length;
  };
  expect(errorOf({ rows, targets, groups })).toBeCloseTo(0.5, 1);
  expect(errorOf({ rows, targets })).toBeGreaterThan(0.6);
});

test('a split between neighbouring numbers leaves cases on both sides', () => {
  // The middle of these two is rounded to the upper one.
  const low = 1 + 2 ** -52;
  const high = 1 + 2 ** -51;
  expect((low + high) / 2).toBe(high);
  const rows = Array.from({ length: 40 }, (_, index) => [index % 2 === 0 ? low : high]);
  const targets = rows.map(([value]) => [value === low ? 0 : 1]);
  const { predict } = growForest({ rows, targets }, { trees: 20, leafMin: 1, seed: 1 });
  expect([predict([low])[0], predict([high])[0]]).toEqual([0, 1]);
});

test('a forest follows a step that one column of several makes, and ignores the others', () => {
  const random = openRandom(9);
  const rows = Array.from({ length: 400 }, () => [random(), random(), random()]);
  const targets = rows.map(([, second = 0]) => [second > 0.6 ? 10 : 0]);
  const { predict } = growForest({ rows, targets }, { trees: 60, leafMin: 5, seed: 1 });
  expect(predict([0.9, 0.2, 0.9])[0]).toBeLessThan(1);
  expect(predict([0.1, 0.9, 0.1])[0]).toBeGreaterThan(9);
});

test('models that are the same are taken for each other half of the time', () => {
  const normal = normals(3);
  const alike = (count: number): Simulations => {
    const models = Array.from({ length: count }, (_, index) => index % 2);
    return { models, features: models.map(() => [normal(), normal()]) };
  };
  const choice = learnModels(alike(400), { modelCount: 2, trees: 100, seed: 1 });
  expect(Math.abs(choice.errorShare - 0.5)).toBeLessThan(0.1);
  expect(choice.choose([0, 0]).localError).toBeGreaterThan(0.3);
});

test('an observation from the cloud has an even p-value, and one from outside the least', () => {
  const normal = normals(4);
  const draw = () => [normal(), 3 * normal(), 10 + normal()];
  const cloud = Array.from({ length: 99 }, draw);
  const values = Array.from({ length: 200 }, () => goodnessOfFit(draw(), cloud, [0, 0, 0]).pValue);
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.1);
  expect(values.filter((value) => value <= 0.05).length).toBeLessThan(25);
  expect(goodnessOfFit([8, 0, 10], cloud, [0, 0, 0]).pValue).toBe(0.01);
  // What is not known closely itself is not far away.
  expect(goodnessOfFit([8, 0, 10], cloud, [20, 0, 0]).pValue).toBeGreaterThan(0.05);
});
