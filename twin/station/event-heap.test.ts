import fc from 'fast-check';
import { EventHeap, ranks } from './event-heap.ts';

const anEvent = fc.tuple(
  fc.integer({ min: 0, max: 20 }),
  fc.constantFrom(...Object.values(ranks)),
  fc.nat(),
);

test('events come by time, then by rank, then in the order in which they were noted', () => {
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 300 }), (events) => {
      const heap = new EventHeap();
      for (const [atMs, rank, subject] of events) heap.push(atMs, rank, subject);
      const sorted = events.toSorted(([aMs, aRank], [bMs, bRank]) => aMs - bMs || aRank - bRank);
      expect(drained(heap)).toEqual(sorted);
    }),
  );
});

test('events that are noted while others come take their place among them', () => {
  const heap = new EventHeap();
  heap.push(5, ranks.retry, 1);
  heap.push(1, ranks.timeout, 2);
  heap.pop();
  heap.push(5, ranks.departure, 3);
  heap.push(2, ranks.retry, 4);
  expect(drained(heap).map(([, , subject]) => subject)).toEqual([4, 3, 1]);
  expect(heap.nextMs).toBe(Number.POSITIVE_INFINITY);
});

function drained(heap: EventHeap): [number, number, number][] {
  const events: [number, number, number][] = [];
  while (heap.nextMs < Number.POSITIVE_INFINITY) {
    heap.pop();
    events.push([heap.poppedAtMs, heap.poppedRank, heap.poppedSubject]);
  }
  return events;
}
