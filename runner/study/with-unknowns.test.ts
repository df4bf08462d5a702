import { checkScenario } from '#domain/scenario/check-scenario.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import {
  augustUnknowns,
  drawUnknowns,
  shippedValues,
  unknownNames,
} from '#scenarios/unknowns/august-unknowns.ts';
import { leavesOf } from '../leaves.ts';
import { atSize, withUnknowns } from './with-unknowns.ts';

const numbersOf = (value: unknown) =>
  leavesOf(value).map(({ path, value: leaf }) => [
    path.join('.'),
    typeof leaf === 'number' ? Number(leaf.toPrecision(12)) : leaf,
  ]);

test('the values that ship change nothing', () => {
  expect(numbersOf(withUnknowns(august2007, shippedValues))).toEqual(numbersOf(august2007));
});

test('every draw, and every end of a range, is a scenario that makes sense', () => {
  const draws = Array.from({ length: 200 }, (_, number) => drawUnknowns(5, number));
  const ends = unknownNames.flatMap((name) =>
    augustUnknowns[name].range.map((value) => ({ ...shippedValues, [name]: value })),
  );
  for (const values of [...draws, ...ends])
    expect(checkScenario(withUnknowns(august2007, values))).toEqual([]);
});

test('each unknown changes the scenario', () => {
  const shipped = JSON.stringify(august2007);
  const without = unknownNames.filter((name) => {
    const [least] = augustUnknowns[name].range;
    const changed = withUnknowns(august2007, { ...shippedValues, [name]: least });
    return JSON.stringify(changed) === shipped;
  });
  expect(without).toEqual([]);
});

test('a cell of fewer nodes has its part of what a cell has, and a whole one all', () => {
  expect(atSize(august2007, 40_000)).toBe(august2007);
  const { full } = atSize(august2007, 8_000);
  expect(full?.shape.operatorSlots).toBe(60);
  expect(full?.sizes.promotionsPerStep).toBe(2);
});
