import { healStep } from '#domain/heal/heal-step.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { bookOf } from '../prices.ts';
import type { ChartContext } from './chart-specs.ts';
import { chartsOf, rateCurve, supernodesNeeded } from './chart-specs.ts';
import { dollarRate, dollarTotal, partUsd } from './dollar-series.ts';
import { measuredCharts } from './measured-charts.ts';
import { spokenAt, timesOf, valueAt } from './read-out.ts';

const book = bookOf('us-east-1');
const context: ChartContext = {
  scenario: drill,
  scale: 'embedded',
  nodes: 300,
  cellCount: 2,
  book,
};

function exampleRuns() {
  return exampleResult().runs.map((run) => ({
    policy: run.policy,
    samples: run.samples,
    details: null,
    done: run,
  }));
}

test('each curve has a value for each of its times, and each chart title, unit and note', () => {
  const charts = chartsOf(exampleRuns(), context);
  expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
  for (const { series, title, unit, note } of charts) {
    expect([title, unit, note]).not.toContain('');
    for (const { curve } of series) expect(curve.values).toHaveLength(curve.atMs.length);
  }
});

test('of a run without details a chart is filled, or named among those without values', () => {
  const all = chartsOf(exampleRuns(), context);
  const { charts, without } = measuredCharts(all);
  for (const { series } of charts)
    expect(series.some(({ curve }) => curve.values.length > 0)).toBe(true);
  const empty = all.filter(({ title }) => without.includes(title));
  expect(empty.map(({ id }) => id)).toEqual([
    'clients-0',
    'clients-1',
    'oldest-0',
    'oldest-1',
    'heal-steps',
    'turned-away',
    'throttles',
  ]);
});

test('at full size a node stands for its share of the people, beside what was reported', () => {
  const full: ChartContext = { ...context, scenario: august2007, scale: 'full', nodes: 1_000 };
  const [signedIn] = chartsOf(exampleRuns(), full);
  const [sample] = exampleRuns()[0]?.samples ?? [];
  expect(signedIn?.series[0]?.curve.values[0]).toBe((sample?.onlineCount ?? 0) * 10_000);
  expect(signedIn?.series.at(-1)).toMatchObject({ look: 'points' });
});

test('without details the dollars of all phases are those of the bill', () => {
  for (const run of exampleRuns()) {
    const sum = run.done.phases.reduce((total, part) => total + partUsd(run.done, part), 0);
    expect(sum).toBeCloseTo(run.done.bill.totalUsd, 12);
    expect(dollarTotal(run, book).values.at(-1)).toBeCloseTo(run.done.bill.totalUsd, 12);
    const { atMs, values } = dollarRate(run, book);
    const area = atMs.slice(1).reduce((total, at, index) => {
      const minutes = (at - (atMs[index] ?? at)) / 60_000;
      return total + minutes * (values[index] ?? 0);
    }, 0);
    expect(area).toBeCloseTo(run.done.bill.totalUsd, 12);
  }
});

test('supernodes needed are those whose slots a heal step would ask for', () => {
  const { shape, sizes } = drill.embedded;
  for (const wantedCount of [20, 150, 151, 900]) {
    const cell = { population: wantedCount, gate: { openAtMs: 0 } } as never;
    const settings = { seed: 1, policy: {}, timings: drill.timings, sizes } as never;
    const { slotsNeeded } = healStep(cell, [], [], settings, 0);
    const one = { scenario: drill, scale: 'embedded', cellCount: 1 } as const;
    const needed = supernodesNeeded({ wantedCount, supernodesLive: 1 }, one);
    const slots = shape.operatorSlots + (needed - 1) * sizes.slotsPerSupernode;
    expect(slots).toBeGreaterThanOrEqual(slotsNeeded);
    if (needed > 1) expect(slots - sizes.slotsPerSupernode).toBeLessThan(slotsNeeded);
  }
});

test('a rate is what a total rose by, for each minute between two samples', () => {
  const [sample] = exampleRuns()[0]?.samples ?? [];
  if (sample === undefined) throw new Error('expected the example to have samples');
  const samples = [0, 30_000, 90_000].map((atMs, index) => ({
    ...sample,
    atMs,
    promotionsTotal: index * 5,
  }));
  expect(rateCurve(samples, (one) => one.promotionsTotal)).toEqual({
    atMs: [30_000, 90_000],
    values: [10, 5],
  });
});

test('a moment has the value of the last sample, and none outside the run', () => {
  const curve = { atMs: [10, 20, 40], values: [1, 2, 3] };
  expect([5, 10, 19, 20, 39, 40, 41].map((atMs) => valueAt(curve, atMs))).toEqual([
    null,
    1,
    1,
    2,
    2,
    3,
    null,
  ]);
  expect(timesOf([curve, { atMs: [15, 20], values: [0, 0] }])).toEqual([10, 15, 20, 40]);
});

test('what is spoken names moment, chart, series and values', () => {
  const [chart] = chartsOf(exampleRuns(), context);
  const run = exampleRuns()[0];
  const [sample] = run?.samples ?? [];
  if (chart === undefined || sample === undefined) throw new Error('expected a chart');
  expect(spokenAt(chart, sample.atMs)).toContain(`Signed in: ${run?.policy} `);
});
