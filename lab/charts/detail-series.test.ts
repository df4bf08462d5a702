import { policies } from '#domain/policies.ts';
import { billRun } from '#runner/pricing/bill-run.ts';
import { drill } from '#scenarios/drill.ts';
import type { NetworkDetails } from '#twin/network/detail/network-detail.ts';
import { bookOf } from '../prices.ts';
import { runOnTwin } from '../twin/run-on-twin.ts';
import { clientsPerSupernode, oldestMessages, stackRates } from './detail-charts.ts';
import { clientQuantile } from './detail-series.ts';
import { dollarRate, dollarTotal } from './dollar-series.ts';
import type { RunSoFar } from './run-so-far.ts';

const book = bookOf('eu-central-1');
const nodes = 300;

/** A run as the page has it at its end. */
function computed(accountConcurrency?: number): RunSoFar & { done: NonNullable<RunSoFar['done']> } {
  let details: NetworkDetails | null = null;
  const { run } = runOnTwin(
    {
      kind: 'run',
      scenario: drill,
      policy: policies['legacy-2007'],
      seed: 7,
      nodeCount: nodes,
      scale: 'embedded',
      retries: 'executed',
      accountConcurrency,
    },
    (progress) => {
      const more = progress.details;
      if (more !== null)
        details = { ...more, details: [...(details?.details ?? []), ...more.details] };
    },
    () => 0,
  );
  const bill = billRun(run, nodes, { book, isFreeTierUsed: false });
  return { policy: run.policy, samples: run.samples, details, done: { ...run, bill } };
}

const run = computed();

/** What a rate comes to over its whole run. */
function areaOf({ atMs, values }: { atMs: readonly number[]; values: readonly number[] }): number {
  let before = run.done.startMs;
  return values.reduce((sum, value, index) => {
    const minutes = ((atMs[index] ?? 0) - before) / 60_000;
    before = atMs[index] ?? 0;
    return sum + minutes * value;
  }, 0);
}

test('the dollars of the last moment are those of the bill, and never fall', () => {
  const { atMs, values } = dollarTotal(run, book);
  expect(atMs.at(-1)).toBe(run.done.endMs);
  expect(values.at(-1)).toBeCloseTo(run.done.bill.totalUsd, 12);
  for (const [index, value] of values.slice(1).entries())
    expect(value).toBeGreaterThanOrEqual((values[index] ?? 0) - 1e-9);
});

test('dollars a minute, over all minutes, are the bill less what it took to begin', () => {
  const [begun = Number.NaN] = dollarTotal(run, book).values;
  expect(begun).toBeGreaterThan(0);
  expect(areaOf(dollarRate(run, book)) + begun).toBeCloseTo(run.done.bill.totalUsd, 12);
});

test('steps, refusals and throttles, over all minutes, are those of the run', () => {
  const tight = computed(4);
  const of = (one: RunSoFar, id: string) => {
    const chart = stackRates([one]).find((each) => each.id === id);
    return areaOf(chart?.series[0]?.curve ?? { atMs: [], values: [] });
  };
  expect(of(run, 'heal-steps')).toBeCloseTo(run.done.counts.HealSteps ?? Number.NaN, 6);
  expect(of(run, 'turned-away')).toBeCloseTo(run.done.counts.LoginsBusy ?? Number.NaN, 6);
  expect(of(run, 'throttles')).toBe(0);
  const throttled = tight.done.meters['lambda.throttles'] ?? Number.NaN;
  expect(throttled).toBeGreaterThan(0);
  expect(of(tight, 'throttles')).toBeCloseTo(throttled, 6);
  const ages = oldestMessages(tight, 0).series.map(({ curve }) => Math.max(...curve.values));
  expect(Math.max(...ages)).toBeGreaterThan(1);
});

test('each column of the heat strip has the live supernodes but those of the operator', () => {
  const { heat } = clientsPerSupernode(run, 0);
  const [sample] = run.samples;
  const first = heat?.bins[0]?.reduce((sum, one) => sum + one, 0) ?? Number.NaN;
  expect(first).toBeGreaterThan(0);
  expect(first + (run.details?.head.cells.length ?? 0)).toBe(sample?.supernodesLive);
});

test.each([
  [[0, 4, 0, 0], 0.5, 15],
  [[2, 0, 0, 2], 0.5, 10],
  [[2, 0, 0, 2], 0.9, 38],
  [[0, 0, 0, 0], 0.5, Number.NaN],
])('of supernodes by tens of clients %j, %d have at most %d', (counts, share, clients) => {
  const details = { head: { clientsPerBin: 10 } } as NetworkDetails;
  const detail = { clientBins: Int32Array.from(counts) };
  expect(clientQuantile(detail, details, share)).toBe(clients);
});
