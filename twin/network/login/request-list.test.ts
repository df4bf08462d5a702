import { RequestList } from './request-list.ts';

function pairsOf(list: RequestList): [number, number][] {
  return Array.from({ length: list.length }, (_, at) => [list.requestAt(at), list.nodeAt(at)]);
}

/** Requests 0, 1, 2 and so on, of nodes ten times their number. */
function someRequests(count: number): RequestList {
  const list = new RequestList();
  for (let request = 0; request < count; request += 1) list.push(request, 10 * request);
  return list;
}

test('a list keeps each request with its node, however many there are', () => {
  const list = someRequests(1_000);
  expect(pairsOf(list)).toEqual(Array.from({ length: 1_000 }, (_, at) => [at, 10 * at]));
});

test('the last request takes the place of one that is taken out', () => {
  const list = someRequests(4);
  list.removeAt(1);
  expect(pairsOf(list)).toEqual([
    [0, 0],
    [3, 30],
    [2, 20],
  ]);
  list.removeAt(2);
  expect(pairsOf(list)).toEqual([
    [0, 0],
    [3, 30],
  ]);
});

test('those that are kept stay in their order, each asked about once', () => {
  const list = someRequests(6);
  const asked: number[] = [];
  list.keep((request, node) => {
    asked.push(node);
    return request % 2 === 1;
  });
  expect(asked).toEqual([0, 10, 20, 30, 40, 50]);
  expect(pairsOf(list)).toEqual([
    [1, 10],
    [3, 30],
    [5, 50],
  ]);
});
