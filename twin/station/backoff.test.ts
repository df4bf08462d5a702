import { openRandom } from '#twin/engine/random.ts';
import { backoffMs, firstPauseMs } from './backoff.ts';
import type { Backoff } from './station.ts';

const always = (chance: number) => () => chance;

function doubling(jitter: 'none' | 'full' | 'equal' | 'decorrelated'): Backoff {
  return { law: 'exponential', baseMs: 10, capMs: 50, jitter };
}

test('without a law nobody pauses', () => {
  expect(backoffMs({ law: 'none' }, 3, 0, always(0.5))).toBe(0);
  expect(firstPauseMs({ law: 'none' })).toBe(0);
});

test('a fixed pause does not grow, and jitter shortens it', () => {
  const fixed = (jitter: 'none' | 'full' | 'equal') =>
    backoffMs({ law: 'fixed', baseMs: 10, jitter }, 9, 10, always(0.5));
  expect([fixed('none'), fixed('full'), fixed('equal')]).toEqual([10, 5, 7.5]);
});

test('an exponential pause doubles from the base to the cap', () => {
  const pauses = [1, 2, 3, 4, 5].map((retry) => backoffMs(doubling('none'), retry, 0, always(0)));
  expect(pauses).toEqual([10, 20, 40, 50, 50]);
});

test('full jitter draws from zero on, equal jitter from half on', () => {
  const third = (jitter: 'full' | 'equal', chance: number) =>
    backoffMs(doubling(jitter), 3, 0, always(chance));
  expect([third('full', 0), third('full', 0.75)]).toEqual([0, 30]);
  expect([third('equal', 0), third('equal', 0.75)]).toEqual([20, 35]);
});

test('decorrelated jitter draws between the base and three times the pause before', () => {
  const after = (previousMs: number, chance: number) =>
    backoffMs(doubling('decorrelated'), 2, previousMs, always(chance));
  expect([after(10, 0), after(10, 0.5), after(16, 0.5), after(40, 1)]).toEqual([10, 20, 29, 50]);
});

test('the same chance gives the same pauses', () => {
  const pauses = (seed: number) => {
    const random = openRandom(seed);
    return [1, 2, 3].map((retry) => backoffMs(doubling('full'), retry, 0, random));
  };
  expect(pauses(4)).toEqual(pauses(4));
  expect(pauses(4)).not.toEqual(pauses(5));
});
