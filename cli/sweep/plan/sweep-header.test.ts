import { policySource } from '#runner/policy-choice.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { openGrid } from '../grid.ts';
import { varyWords } from '../vary-words.ts';
import { type HeaderChoices, sweepHeader, warningsOf } from './sweep-header.ts';

function choices(vary: string[], others: Partial<HeaderChoices> = {}): HeaderChoices {
  const scale = others.scale ?? 'full';
  const grid = openGrid({
    scenario: august2007,
    scale,
    policies: ['legacy-2007', 'resilient'].map(policySource),
    nodes: 80_000,
    seeds: [1, 2],
    vary: vary.map(varyWords),
  });
  return { scenario: august2007, cloud: 'twin', commit: 'abc', ...others, scale, grid };
}

test('the header says what is run, where, at which scale and how attempts are treated', () => {
  const words = sweepHeader(choices(['timings.leaseMs=1h,24h', 'nodes=80k']));
  expect(words).toBe(
    [
      'Scenario: august-2007, on the twin, a model of the stack, at full scale; failing',
      '  attempts aggregated',
      'Policies: legacy-2007, resilient',
      'Nodes: 80,000; seeds: 1, 2',
      'Faults: none, what the twin models does not fail',
      'Varied: timings.leaseMs, 2 values',
      'Commit: abc',
      '',
    ].join('\n'),
  );
});

test('one value is said to be one', () => {
  expect(sweepHeader(choices(['timings.leaseMs=1h']))).toMatch(/^Varied: .*, 1 value$/m);
});

test('the same number of nodes is two worlds, and the header warns of the smaller one', () => {
  const [warning, ...others] = warningsOf(choices(['nodes=1000']));
  expect(others).toEqual([]);
  expect(warning).toMatch(/^1,000 nodes are less than one full cell of 20,000 at full scale/);
  expect(warning).toMatch(/At --scale embedded a cell has 1,000\.$/);
  expect(warningsOf(choices(['nodes=20k']))).toEqual([]);
  expect(warningsOf(choices(['nodes=1000'], { scale: 'embedded' }))).toEqual([]);
});

test('a cell is as large as a varied value makes it', () => {
  const vary = ['nodes=20k', 'shape.cellNodes=5000,10000'];
  expect(warningsOf(choices(vary))).toEqual([]);
  expect(warningsOf(choices([...vary.slice(1), 'nodes=8000']))[0]).toMatch(/full cell of 10,000/);
});

test('executed and aggregated attempts in one curve are warned of, one way for all is not', () => {
  const vary = ['nodes=20k,50k,80k'];
  expect(warningsOf(choices(vary))[0]).toMatch(/executed up to 50,000 nodes and aggregated above/);
  expect(warningsOf(choices(vary, { retries: 'executed' }))).toEqual([]);
  expect(warningsOf(choices(vary, { retries: 'aggregated' }))).toEqual([]);
  const local = choices(['nodes=20k,50k'], { cloud: 'local', scale: 'embedded' });
  expect(warningsOf(local)).toEqual([]);
});
