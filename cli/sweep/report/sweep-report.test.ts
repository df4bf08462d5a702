import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { aRow } from '#runner/months/a-month-run.ts';
import { policySource } from '#runner/policy-choice.ts';
import { drill } from '#scenarios/drill.ts';
import { priceChoice } from '../../price-options.ts';
import { readMeasure } from '../../thresholds/read-threshold.ts';
import { openGrid, pointsOf } from '../grid.ts';
import { varyWords } from '../vary-words.ts';
import type { SettingBands } from './sweep-lines.ts';
import { axisOf, linesOver, notDrawn, settingsOf } from './sweep-lines.ts';
import { renderSweepReport } from './sweep-report.ts';
import { valueScale, variedScale } from './sweep-scale.ts';
import { drawnMeasures } from './swept-measures.ts';

const measures = drawnMeasures();

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
  const large = valueScale('number', [100, 90_000], [200, 0]);
  expect(large.isLogarithmic).toBe(true);
  expect(large.ticks.map(({ words }) => words)).toEqual(['100', '1 k', '10 k', '100 k']);
  expect(valueScale('number', [100, 900], [200, 0]).isLogarithmic).toBe(false);
  expect(valueScale('ms', [3_600_000, 7_200_000], [200, 0]).ticks.at(-1)?.words).toBe('2 h');
});

test('a bill of cents has ticks below one dollar', () => {
  const { ticks } = valueScale('usd', [0.003, 0.16], [200, 0]);
  expect(ticks.map(({ words }) => words)).toEqual(['$0.001', '$0.01', '$0.10', '$1.00']);
});

test('the largest value that was run has a tick, and ticks leave room for their words', () => {
  const values = [60, 80, 1000];
  const axis = { name: 'nodes', values, isFactor: false, isLogarithmic: false };
  const { ticks } = variedScale(axis, [0, 400], 58);
  expect(ticks.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual([80, 1000]);
});

test('the report tells each point where the pointer rests, and what never came', () => {
  const report = renderSweepReport(head, settings, measures, 0);
  expect(report).toContain('<title>resilient, nodes 60: 12 s (10 s to 14 s), 4 seeds</title>');
  expect(report).toContain('<title>legacy-2007, nodes 480: never, 4 seeds</title>');
  // Four measures, each for wide and for narrow pages.
  expect(report.match(/<svg/g)).toHaveLength(8);
  expect(report).toContain('nodes (logarithmic) →');
  expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|NaN|undefined|Infinity/);
});

test('a sweep of no number has a table alone, and long names have letters', () => {
  const flat = renderSweepReport(
    head,
    [setting('resilient', 60), setting('herd', 60)],
    measures,
    3,
  );
  expect(flat).not.toContain('<svg');
  expect(flat).toContain('3 settings more are in points.json');
  const long = [60, 120].map((nodes) => setting('<b>a policy with a long name', nodes));
  const report = renderSweepReport(head, long, measures, 0);
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
  const ran = { cloud: 'local' };
  const swept = Array.from(pointsOf(grid), (point) => ({ point, ran, row: aRow() }) as never);
  const found = [...settingsOf(swept, { measures, prices: priceChoice({ freeTier: false }) })];
  const axis = axisOf(found);
  if (axis === null) throw new Error('expected an axis');
  expect(axis).toMatchObject({ name: 'faults.throttle', values: [0, 0.1, 0.2] });
  const lines = linesOver(axis, found).map(({ name, points }) => [name, points.length]);
  expect(lines).toEqual([
    ['resilient, faults none', 3],
    ['resilient, faults default', 3],
  ]);
});

test('factors and values of a field share no axis, and the report says so', () => {
  const at = (lease: string | number) => setting('resilient', 60, { 'timings.leaseMs': lease });
  const mixed = [at(60_000), at('x2')];
  expect(axisOf(mixed)).toBeNull();
  const report = renderSweepReport(head, mixed, measures, 0);
  expect(report).not.toContain('<svg');
  expect(report).toContain('timings.leaseMs: factors and values share no axis, so there is');
  // What else is varied can still be the axis.
  const both = [60, 120].flatMap((nodes) =>
    [60_000, 'x2'].map((lease) => setting('resilient', nodes, { 'timings.leaseMs': lease })),
  );
  expect(axisOf(both)).toMatchObject({ name: 'nodes', values: [60, 120], isFactor: false });
});

test('a setting without a number on the axis is named as not drawn', () => {
  const values = [1, 2, 'null'].flatMap((limit) =>
    ['resilient', 'herd'].map((policy) => setting(policy, 60, { 'sizes.limit': limit })),
  );
  const axis = axisOf(values);
  if (axis === null) throw new Error('expected an axis');
  expect(notDrawn(axis, values)).toEqual(['resilient, limit null', 'herd, limit null']);
  const report = renderSweepReport(head, values, measures, 0);
  expect(report).toContain('Not drawn, since sizes.limit is no number there:');
  expect(report).toContain('resilient, limit null; herd, limit null.');
  expect(renderSweepReport(head, settings, measures, 0)).not.toContain('Not drawn');
});

test('a field that ends in a star is called by the word before it', () => {
  const field = 'storm.nights.*.restartShare.*';
  const starred = ['x0.5', 'x1'].map((at) => setting('resilient', 60, { [field]: at }));
  const report = renderSweepReport(head, starred, measures, 0);
  expect(report).toContain('Healed after against restartShare.*');
  expect(report).toContain('<th scope="col" class="words">restartShare.*</th>');
});

test('the measures that were asked for are drawn, and one that a run lacks is not', () => {
  const asked = ['userHoursLost', 'bill.total', 'bill.outage'].map(readMeasure);
  const lost = [60, 120].map((nodes): SettingBands => {
    const unknown = band(Number.NaN);
    const outage = nodes === 60 ? unknown : band(0.5);
    return { ...setting('resilient', nodes), bands: [band(nodes / 10), band(0.02), outage] };
  });
  const report = renderSweepReport(head, lost, asked, 0);
  expect(report.match(/<svg/g)).toHaveLength(6);
  expect(report).toContain('<h2>userHoursLost</h2>');
  expect(report).toContain('<title>resilient, nodes 120: 12, 4 seeds</title>');
  expect(report).toContain('<td>not measured</td>');
  // In its two pictures the third measure has one point of two.
  expect(report.match(/<g class="point">/g)).toHaveLength(2 * (2 + 2 + 1));
  expect(report).not.toMatch(/Healed after|NaN|undefined|Infinity/);
});
