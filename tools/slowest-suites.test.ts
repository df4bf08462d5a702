import { slowestSuites } from './slowest-suites.ts';

const suite = (name: string, startTime: number, endTime: number) => ({ name, startTime, endTime });

test('the slowest come first, with paths from the root of the project', () => {
  const testResults = [
    suite('/here/a.test.ts', 0, 1_500),
    suite('/here/b/b.test.ts', 1_000, 61_000),
    suite('/elsewhere/c.test.ts', 0, 10_000),
  ];
  expect(slowestSuites(JSON.stringify({ testResults }), '/here', 2)).toEqual([
    { path: 'b/b.test.ts', seconds: 60 },
    { path: '/elsewhere/c.test.ts', seconds: 10 },
  ]);
});

test('what is no result of jest has none, and a file without times is left out', () => {
  expect(slowestSuites('{"suite":"deploy","tests":[]}', '/here', 10)).toEqual([]);
  const testResults = [{ name: '/here/a.test.ts' }];
  expect(slowestSuites(JSON.stringify({ testResults }), '/here', 10)).toEqual([]);
});
