import fc from 'fast-check';
import { WaitingLine } from './waiting-line.ts';

test.each(['fifo', 'lifo'] as const)(
  '%s: whoever is next is whoever an array would say',
  (discipline) => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat()), { maxLength: 400 }), (steps) => {
        const line = new WaitingLine(discipline);
        const array: number[] = [];
        for (const attempt of steps) {
          if (attempt === null) {
            const next = discipline === 'fifo' ? array.shift() : array.pop();
            expect(line.take()).toBe(next ?? -1);
          } else {
            line.push(attempt);
            array.push(attempt);
          }
        }
      }),
    );
  },
);

test('a line that went round its ring keeps its order when it grows', () => {
  const line = new WaitingLine('fifo');
  for (let attempt = 0; attempt < 60; attempt++) line.push(attempt);
  for (let attempt = 0; attempt < 50; attempt++) line.take();
  for (let attempt = 60; attempt < 200; attempt++) line.push(attempt);
  const taken = Array.from({ length: 150 }, () => line.take());
  expect(taken).toEqual(Array.from({ length: 150 }, (_, index) => 50 + index));
});
