import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { aRow } from '#runner/months/a-month-run.ts';
import { policySource } from '#runner/policy-choice.ts';
import { drill } from '#scenarios/drill.ts';
import { openGrid, pointsOf } from '../grid.ts';
import { varyWords } from '../vary-words.ts';
import type { SettingBands } from './sweep-lines.ts';
import { axisOf, linesOver, settingsOf } from './sweep-lines.ts';
import { renderSweepReport } from './sweep-report.ts';
import { valueScale, variedScale } from './sweep-scale.ts';

const band = (median: number, spread = 0) => {
  return { min: median - spread, median, max: median + spread };
};

function setting(policy: string, nodes: number, values: SettingBands['values'] = {}): SettingBands {
  const never = Number.POSITIVE_INFINITY;
  const heal = policy === 'resilient' ? band(12_000, 2_000) : band(never);
  const bands = [band(nodes * 100, 500), heal, band(0.4, 0.1), band(nodes * nodes)];
  return { values, policy, nodes, seedCount: 4, bands: bands.map((one) => ({ ...one })) };
}

const settings = [60, 120, 240, 480].flatMap((nodes) => [
  setting('resilient', nodes),
  setting('legacy-2007', nodes),
]);

const head = {
  schemaVersion: 1 as const,
  scenario: 'drill',
  cloud: 'twin',
  scale: 'embedded',
  program: '0.1.0 abc',
  commit: 'abcdef0123',
  argv: ['sweep', 'drill'],
  inputs: {},
  fields: [],
};

test('the axis is what most numbers are varied of, by factors or by steps as they rise', () => {
  expect(axisOf(settings)).toMatchObject({ name: 'nodes', isLogarithmic: true });
  const stepped = [100, 200, 300].map((nodes) => setting('resilient', nodes));
  expect(axisOf(stepped)).toMatchObject({ values: [100, 200, 300], isLogarithmic: false });
  const factors = ['x0.5', 'x1'].map((at) => setting('resilient', 60, { 'sizes.headroom': at }));
  expect(axisOf(factors)).toMatchObject({
    name: 'sizes.headroom',
    values: [0.5, 1],
    isFactor: true,
  });
  expect(axisOf([setting('resilient', 60), setting('legacy-2007', 60)])).toBeNull();
});

test('whatever else is varied parts the lines, and is part of their names', () => {
  const both = [60, 120, 240].flatMap((nodes) =>
    ['x1', 'x2'].map((at) => setting('resilient', nodes, { 'sizes.headroom': at })),
  );
  const axis = axisOf(both);
  if (axis === null) throw new Error('expected an axis');
  const lines = linesOver(axis, both);
  expect(lines.map(({ name }) => name)).toEqual([
    'resilient, headroom x1',
    'resilient, headroom x2',
  ]);
  expect(lines[0]?.points.map(({ x }) => x)).toEqual([60, 120, 240]);
});

test('a value axis is logarithmic where a linear one would hide the small values', () => {
  const large = valueScale('count', [100, 90_000], [200, 0]);
  expect(large.isLogarithmic).toBe(true);
  expect(large.ticks.map(({ words }) => words)).toEqual(['100', '1 k', '10 k', '100 k']);
  expect(valueScale('count', [100, 900], [200, 0]).isLogarithmic).toBe(false);
  expect(valueScale('ms', [3_600_000, 7_200_000], [200, 0]).ticks.at(-1)?.words).toBe('2 h');
});

test('the largest value that was run has a tick, and ticks leave room for their words', () => {
  const values = [60, 80, 1000];
  const axis = { name: 'nodes', values, isFactor: false, isLogarithmic: false };
  const { ticks } = variedScale(axis, [0, 400], 58);
  expect(ticks.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual([80, 1000]);
});

test('the report tells each point where the pointer rests, and what never came', () => {
  const report = renderSweepReport(head, settings, 0);
  expect(report).toContain('<title>resilient, nodes 60: 12 s (10 s to 14 s), 4 seeds</title>');
  expect(report).toContain('<title>legacy-2007, nodes 480: never, 4 seeds</title>');
  // Four measures, each for wide and for narrow pages.
  expect(report.match(/<svg/g)).toHaveLength(8);
  expect(report).toContain('nodes (logarithmic) →');
  expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|NaN|undefined|Infinity/);
});

test('a sweep of no number has a table alone, and long names have letters', () => {
  const flat = renderSweepReport(head, [setting('resilient', 60), setting('herd', 60)], 3);
  expect(flat).not.toContain('<svg');
  expect(flat).toContain('3 settings more are in points.json');
  const long = [60, 120].map((nodes) => setting('<b>a policy with a long name', nodes));
  const report = renderSweepReport(head, long, 0);
  expect(report).toContain('<b>A</b> &lt;b&gt;a policy with a long name');
});

test('rates of faults are an axis, with a line for each plan below them', () => {
  const grid = openGrid({
    scenario: drill,
    scale: 'embedded',
    policies: [policySource('resilient')],
    nodes: 60,
    seeds: [1, 2],
    faults: FAULTS_NONE,
    vary: ['faults=none,default', 'faults.throttle=0:0.2:3'].map(varyWords),
  });
  const swept = Array.from(pointsOf(grid), (point) => ({ point, row: aRow() }) as never);
  const found = [...settingsOf(swept)];
  const axis = axisOf(found);
  if (axis === null) throw new Error('expected an axis');
  expect(axis).toMatchObject({ name: 'faults.throttle', values: [0, 0.1, 0.2] });
  const lines = linesOver(axis, found).map(({ name, points }) => [name, points.length]);
  expect(lines).toEqual([
    ['resilient, faults none', 3],
    ['resilient, faults default', 3],
  ]);
});
