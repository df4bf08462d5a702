import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { breachWords, invariantWords } from './invariant-words.ts';

const verdict = (id: InvariantVerdict['id'], kind: InvariantVerdict['verdict']) => ({
  id,
  sentence: '',
  decidedBy: '',
  verdict: kind,
  reason: null,
  breaches: [],
  breachCount: 0,
});

test('what holds is counted, what does not is named', () => {
  const all = [
    verdict('one-home', 'holds'),
    verdict('only-proven', 'holds'),
    verdict('heal-ends', 'broken'),
    verdict('liveness', 'unknown'),
  ];
  expect(invariantWords(all.slice(0, 2))).toBe('2 hold');
  expect(invariantWords(all)).toBe('2 hold; broken: heal-ends; unknown: liveness');
});

test('a run that nobody checked is not said to hold', () => {
  expect(invariantWords([])).toBe('not checked');
});

test('each broken one is told once; that a network does not come back breaks no safety', () => {
  const breach = { item: 's1@1', words: '2 slots used', atMs: 0, entry: 9 };
  const broken = { ...verdict('one-home', 'broken'), breaches: [breach], breachCount: 3 };
  const late = { ...verdict('liveness', 'broken'), breaches: [breach], breachCount: 1 };
  const told = breachWords([verdict('only-proven', 'holds'), broken, late]);
  expect(told).toEqual(['one-home: s1@1: 2 slots used, and 2 more']);
});
