import fc from 'fast-check';
import {
  chanceAt,
  hashEpoch,
  hashNewcomerName,
  hashNodeName,
  hashWords,
} from './chance.by-numbers.ts';
import { chanceOf } from './chance.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const words = fc.constantFrom('day', 'storm', 'zone', 'eligible', 'restart-minute', 'promote');

test('a node of the quiet day draws what its name draws', () => {
  fc.assert(
    fc.property(seeds, words, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed, word, index) => {
      const name = `n${String(index).padStart(8, '0')}`;
      const state = hashNodeName(hashWords(seed, `${word}/`), index);
      expect(chanceAt(state)).toBe(chanceOf(seed, word, name));
    }),
  );
});

test('a newcomer draws what its name draws, at any boot', () => {
  fc.assert(
    fc.property(
      seeds,
      words,
      fc.nat(9_999),
      fc.nat(300),
      fc.oneof(fc.nat(12), fc.nat()),
      (seed, word, cell, at, epoch) => {
        const cellId = `c${String(cell).padStart(4, '0')}`;
        const state = hashNewcomerName(hashWords(seed, `${word}/`), cellId, at);
        expect(chanceAt(state)).toBe(chanceOf(seed, word, `g${cellId}-${at}`));
        const booted = hashEpoch(state, epoch);
        expect(chanceAt(booted)).toBe(chanceOf(seed, word, `g${cellId}-${at}`, epoch));
      },
    ),
  );
});
