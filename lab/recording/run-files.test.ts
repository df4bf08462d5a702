import { type ChosenFile, fileBytesMax, filesOfRun } from './run-files.ts';

function chosen(...paths: string[]): ChosenFile[] {
  return paths.map((path) => ({ path, file: { size: 10, text: async () => '' } }));
}

function found(...paths: string[]): (string | undefined)[] {
  const { result, manifest, series } = filesOfRun(chosen(...paths));
  return [result.path, manifest?.path, series?.path];
}

test('a run folder has its three files, and the others are left', () => {
  const paths = ['bill.csv', 'manifest.json', 'prices.json', 'result.json', 'series.csv'];
  expect(found(...paths.map((name) => `latest/${name}`))).toEqual([
    'latest/result.json',
    'latest/manifest.json',
    'latest/series.csv',
  ]);
});

test('the folder above it will do, where it has one run alone', () => {
  expect(found('drill/1/result.json', 'drill/1/series.csv')).toEqual([
    'drill/1/result.json',
    undefined,
    'drill/1/series.csv',
  ]);
  expect(() => found('drill/1/result.json', 'drill/2/result.json')).toThrow(/There are 2 runs/);
});

test('of two depths the higher one is meant: below it are copies', () => {
  expect(found('a/result.json', 'a/inputs/result.json')[0]).toBe('a/result.json');
});

test('the files that the page saves are read under their own names', () => {
  expect(found('drill-300-2007.json', 'drill-300-2007.csv')).toEqual([
    'drill-300-2007.json',
    undefined,
    'drill-300-2007.csv',
  ]);
});

test.each([[[]], [['report.html']], [['one.json', 'other.json']]])(
  '%j has no run, and the word says what would be one',
  (paths) => {
    expect(() => found(...paths)).toThrow(/no result\.json in it.*runs\/drill\/latest/);
  },
);

test('a file that is too large is not read', () => {
  const [large] = chosen('result.json');
  const file = { size: fileBytesMax + 1, text: () => Promise.reject(new Error('read')) };
  expect(() => filesOfRun([{ ...large, path: 'result.json', file }])).toThrow(/up to 64 MiB/);
});
