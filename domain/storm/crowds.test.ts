import fc from 'fast-check';
import { crowdsOf } from './crowds.ts';

const populations = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 });

test('every cell is in one crowd, in order, and only a cell alone is too large for one', () => {
  fc.assert(
    fc.property(populations, (sizes) => {
      const cells = sizes.map((population) => ({ population }));
      const crowds = crowdsOf(cells);
      expect(crowds.flat()).toEqual(cells);
      for (const crowd of crowds) {
        expect(crowd.length).toBeGreaterThan(0);
        const nodeCount = crowd.reduce((sum, { population }) => sum + population, 0);
        if (crowd.length > 1) expect(nodeCount).toBeLessThanOrEqual(20_000);
      }
    }),
  );
});

test('small cells are read together, cells of full size one by one', () => {
  const crowdsOfCells = (population: number) =>
    crowdsOf(Array.from({ length: 30 }, () => ({ population }))).map(({ length }) => length);
  expect(crowdsOfCells(2_000)).toEqual([10, 10, 10]);
  expect(crowdsOfCells(17_000)).toEqual(Array.from({ length: 30 }, () => 1));
});
