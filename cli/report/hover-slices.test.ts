import { scaleUtc } from 'd3-scale';
import { exampleResult } from '#testing/cli/example-result.ts';
import { chartSizes, timeSpanOf } from './chart-frame.ts';
import { hoverSlices } from './hover-slices.ts';

const { runs } = exampleResult();
const [wide, narrow] = chartSizes;
if (wide === undefined || narrow === undefined) throw new Error('expected two sizes');
const x = scaleUtc().domain(timeSpanOf(runs)).range([50, 650]);

const slicesOf = (size = wide, some = runs) =>
  hoverSlices({
    runs: some,
    size,
    x,
    top: 10,
    bottom: 110,
    words: ({ onlineCount }) => `${onlineCount} online`,
  }).text;

const titles = (text: string) =>
  [...text.matchAll(/<title>([^<]*)<\/title>/g)].map(([, said]) => said);

test('each slice says its time and the value of every policy then', () => {
  const [first = ''] = titles(slicesOf());
  const lines = first.split('\n');
  expect(lines[0]).toMatch(/^16 Aug \d\d:\d\d$/);
  expect(lines.slice(1)).toEqual(
    runs.map(({ policy, samples }) => {
      const seen = samples.findLast(({ atMs }) => atMs <= x.invert(55).getTime());
      return `${policy}: ${seen?.onlineCount} online`;
    }),
  );
});

test('the slices lie side by side over the whole time', () => {
  const places = [
    ...slicesOf().matchAll(/<rect x="([\d.]+)" y="10" width="([\d.]+)" height="100"/g),
  ];
  expect(places).toHaveLength(60);
  expect(Number(places[0]?.[1])).toBe(50);
  expect(Number(places.at(-1)?.[1]) + Number(places.at(-1)?.[2])).toBeCloseTo(650, 1);
});

test('a policy whose run is over says nothing more', () => {
  const [one, other] = runs;
  if (one === undefined || other === undefined) throw new Error('expected two runs');
  const short = { ...other, samples: other.samples.slice(0, 2) };
  const last = titles(slicesOf(wide, [one, short])).at(-1) ?? '';
  expect(last).toContain(`${one.policy}: `);
  expect(last).not.toContain(short.policy);
});

test('narrow pages are touched, and get none', () => {
  expect(slicesOf(narrow)).toBe('');
});
