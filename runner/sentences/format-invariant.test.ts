import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { formatInvariant, violationWords } from './format-invariant.ts';

const verdict = (id: InvariantVerdict['id'], kind: InvariantVerdict['verdict']) => ({
  id,
  sentence: '',
  decidedBy: '',
  verdict: kind,
  reason: null,
  violations: [],
  violationCount: 0,
});

test('what holds is counted, what does not is named', () => {
  const all = [
    verdict('one-home', 'holds'),
    verdict('only-proven', 'holds'),
    verdict('heal-ends', 'violated'),
    verdict('liveness', 'unknown'),
  ];
  expect(formatInvariant(all.slice(0, 2))).toBe('2 hold');
  expect(formatInvariant(all)).toBe('2 hold; violated: heal-ends; unknown: liveness');
});

test('a run that nobody checked is not said to hold', () => {
  expect(formatInvariant([])).toBe('not checked');
});

test('each violated one is named once; that a network does not come back breaks no safety', () => {
  const violation = { item: 's1@1', words: '2 slots used', atMs: 0, entry: 9 };
  const violated = {
    ...verdict('one-home', 'violated'),
    violations: [violation],
    violationCount: 3,
  };
  const late = { ...verdict('liveness', 'violated'), violations: [violation], violationCount: 1 };
  const reported = violationWords([verdict('only-proven', 'holds'), violated, late]);
  expect(reported).toEqual(['one-home: s1@1: 2 slots used, and 2 more']);
});
