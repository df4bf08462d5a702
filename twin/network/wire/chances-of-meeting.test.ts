import { chancesOfMeeting } from './chances-of-meeting.ts';

/** Every way in which so many attempts can ask: how many of them ask the first supernode. */
function asksOfTheFirst(attemptCount: number, knownCount: number): number[] {
  return Array.from({ length: attemptCount }).reduce<number[]>(
    (ways) =>
      ways.flatMap((asks) =>
        Array.from({ length: knownCount }, (_, asked) => (asked === 0 ? asks + 1 : asks)),
      ),
    [0],
  );
}

test.each([
  [1, 3],
  [2, 2],
  [4, 3],
  [5, 1],
])('%d attempts at %d supernodes meet one as often as all ways together say', (attempts, known) => {
  const ways = asksOfTheFirst(attempts, known);
  const partOf = (isMet: (asks: number) => boolean) => ways.filter(isMet).length / ways.length;
  const { once, again } = chancesOfMeeting(attempts, known);
  expect(once).toBeCloseTo(
    partOf((asks) => asks >= 1),
    12,
  );
  expect(again).toBeCloseTo(
    partOf((asks) => asks >= 2),
    12,
  );
});

test('a part of one attempt meets nobody twice', () => {
  expect(chancesOfMeeting(0.3, 1)).toMatchObject({ again: 0 });
});
