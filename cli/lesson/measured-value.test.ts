import { measuredValue } from './measured-value.ts';

const result = {
  runs: [
    { policy: 'resilient', healMs: 90_000, meters: { 'sqs.requests': 12 }, tried: [1, 2, 3] },
    { policy: 'legacy-2007', healMs: null, meters: { 'sqs.requests': 48 }, tried: [] },
  ],
};

test('an element of a list is found by what it is called, and by its place', () => {
  expect(measuredValue(result, 'runs.resilient.healMs')).toBe(90_000);
  expect(measuredValue(result, 'runs.1.meters.sqs.requests')).toBe(48);
  expect(measuredValue(result, 'runs.resilient.tried.length')).toBe(3);
});

test('two values are divided and subtracted, and what never came stays never', () => {
  const of = (policy: string) => `runs.${policy}.meters.sqs.requests`;
  expect(measuredValue(result, `${of('legacy-2007')} / ${of('resilient')}`)).toBe(4);
  expect(measuredValue(result, `${of('legacy-2007')} - ${of('resilient')}`)).toBe(36);
  expect(measuredValue(result, 'runs.legacy-2007.healMs / runs.resilient.healMs')).toBe(null);
});

test('a path that leads nowhere names the part and what there is', () => {
  expect(() => measuredValue(result, 'runs.resilient.heal')).toThrow(
    'nothing is called heal in runs.resilient.heal; there are: policy, healMs, meters, tried',
  );
  expect(() => measuredValue(result, 'runs.resilient.policy')).toThrow('expected a number');
});
