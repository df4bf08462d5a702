import { aCell, aHealStep, noonMs, someTimings } from '#testing/domain/builders.ts';
import { stepStanding } from './heal-standing.ts';

const timings = someTimings({ healOverdueMs: 1_000 });
const cell = aCell({ healStep: 5, healDueAtMs: noonMs });

test('the step whose number is next is due', () => {
  expect(stepStanding(cell, aHealStep(5), timings, noonMs)).toEqual({ kind: 'due' });
});

test('a copy of the step before is void while the next one can still arrive', () => {
  const onTime = noonMs + timings.healOverdueMs;
  expect(stepStanding(cell, aHealStep(4), timings, onTime)).toEqual({
    kind: 'void',
    metric: 'StaleEvents',
  });
});

test('a copy of the step before repeats the next one once that is overdue', () => {
  const overdue = noonMs + timings.healOverdueMs + 1;
  const repeated = { kind: 'repeat-next', step: 5 };
  expect(stepStanding(cell, aHealStep(4), timings, overdue)).toEqual(repeated);
});

test('a copy of the last step of a healthy cell starts nothing', () => {
  const healthy = aCell({ healStep: 5, healDueAtMs: null });
  expect(stepStanding(healthy, aHealStep(4), timings, noonMs * 2)).toEqual({
    kind: 'void',
    metric: 'StaleEvents',
  });
});

test.each([0, 3, 6, 99])('step %i is void when step 5 is next, however late it is', (step) => {
  expect(stepStanding(cell, aHealStep(step), timings, noonMs * 2)).toEqual({
    kind: 'void',
    metric: 'StaleEvents',
  });
});
