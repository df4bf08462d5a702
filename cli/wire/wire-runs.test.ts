import { policySource } from '#runner/policy-choice.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { wireTasks } from './wire-runs.ts';

function slotsAt(nodes: number): (number | undefined)[] {
  const tasks = wireTasks(
    {
      scenario: august2007,
      policies: [policySource('resilient')],
      scale: 'full',
      nodes,
      hosts: 100,
      seeds: [1],
      retries: 'aggregated',
      inputs: [],
      json: false,
    },
    'a program',
  );
  return tasks.map(({ order: { scenario } }) =>
    typeof scenario === 'string' ? undefined : scenario.full?.shape.operatorSlots,
  );
}

test('cells of a quarter of their size have a quarter of what a cell has of its own', () => {
  const whole = august2007.full?.shape.operatorSlots ?? Number.NaN;
  expect(slotsAt(40_000)).toEqual([whole, whole]);
  expect(slotsAt(10_000)).toEqual([Math.round(whole / 4), Math.round(whole / 4)]);
});
