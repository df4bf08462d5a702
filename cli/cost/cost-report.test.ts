import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { aRow } from '#runner/months/a-month-run.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import { drill } from '#scenarios/drill.ts';
import { examplePrices } from '#testing/cli/example-result.ts';
import { costCsv } from './cost-files.ts';
import { findingsOf } from './cost-findings.ts';
import { asDeployed, type CostVariant } from './cost-grid.ts';
import type { CostHead } from './cost-head.ts';
import { type CostLine, runPoint, workedOutPoint } from './cost-points.ts';
import { renderCostReport } from './cost-report.ts';

const minuteMs = 60_000;

const head: CostHead = {
  schemaVersion: 1,
  scenario: 'drill',
  title: 'A <b>drill</b>',
  scale: 'embedded',
  program: '0.1.0 abc',
  argv: ['cost', 'drill'],
  inputs: {},
  seeds: [1, 2],
  prices: { region: 'us-east-1', asOf: '2026-11-30' },
};

/** A run whose writes, and so its bill, grow with a power of its nodes. */
function rowOf(nodes: number, power: number, healMs: number | null): SweepRow {
  const meters = { 'dynamodb.writeUnits': 1_000 * nodes ** power };
  const phases = [{ phase: 'storm' as const, fromMs: 0, toMs: 60 * minuteMs, meters }];
  const peaks = { 'dynamodb.tableWriteUnitsPerSecond': nodes };
  return aRow({ meters, phases, peaks, healMs, loginsPlaced: nodes });
}

const sizes = [1_000, 3_000, 10_000, 30_000, 100_000];

interface Drawn {
  readonly power?: number;
  readonly healMs?: number | null;
  readonly variant?: Partial<CostVariant>;
}

function lineOf(
  name: string,
  { power = 1, healMs = minuteMs, variant = {} }: Drawn = {},
): CostLine {
  const whole: CostVariant = {
    label: asDeployed,
    values: {},
    configuration: usualConfiguration,
    scenario: drill,
    ...variant,
  };
  const row = (nodes: number, seed: number) => {
    return { seed, row: rowOf(nodes * (1 + 0.02 * seed), power, healMs) };
  };
  const run = sizes.map((nodes) =>
    runPoint(nodes, [row(nodes, 1), row(nodes, 2)], whole, examplePrices),
  );
  const small = { nodes: 30_000, run: row(30_000, 1).row };
  const large = { nodes: 100_000, run: row(100_000, 1).row };
  const beyond = workedOutPoint(1e6, [{ seed: 1, small, large }], whole, examplePrices);
  return { name, policy: name, variant: whole, points: [...run, beyond] };
}

const choice = { strategy: 'cheapest', slos: [], scale: 'embedded' } as const;

test('a run is a full point, what was worked out a hollow one, and all are in the picture', () => {
  const lines = [lineOf('legacy-2007', { power: 1.3 }), lineOf('resilient')];
  const page = renderCostReport(head, lines, findingsOf(lines, choice));
  // Two pictures in two sizes; and the picture of the ways, in two.
  expect(page.match(/class="hollow"/g)).toHaveLength(2 * 2 * 2);
  expect(page.match(/class="end"/g)).toHaveLength(2 * 2 * 2 * sizes.length + 2 * 2);
  expect(page).not.toMatch(/NaN|Infinity|undefined/);
  expect(page).toContain('A &lt;b&gt;drill&lt;/b&gt;');
  expect(page.match(/class="floor"/g)).toHaveLength(2 * 2 * 2);
});

test('the words say the exponent, who overtakes whom, and that one of them was not run', () => {
  const steep = lineOf('steep', { power: 1.5 });
  const flat = lineOf('flat', { power: 1.5, healMs: 30 * minuteMs });
  const dear = {
    ...flat,
    points: flat.points.map((point) => {
      const usd = point.totalUsd.median;
      const own = usd * (2 / (point.nodes / 30_000) ** 0.4);
      return { ...point, totalUsd: { min: own, median: own, max: own } };
    }),
  };
  const { sentences } = findingsOf([steep, dear], choice);
  expect(sentences[0]).toMatch(
    /^steep: the bill grows as nodes\^1\.50 \(95 %: 1\.\d\d to 1\.\d\d\)\.$/,
  );
  expect(sentences.join(' ')).toMatch(/Above about 170,000 nodes flat is cheaper than steep/);
  expect(sentences.join(' ')).toContain('the larger one was worked out and not run');
});

test('what never healed is on no front, and what AWS would throttle is not chosen', () => {
  const provisioned = { ...usualConfiguration, tableBilling: 'provisioned' } as const;
  const reserved = lineOf('reserved', {
    variant: { configuration: { ...provisioned, tableReadUnits: 1, tableWriteUnits: 50_000 } },
  });
  const lines = [lineOf('stuck', { power: 0.5, healMs: null }), lineOf('usual'), reserved];
  const { front, chosen, ways, sentences } = findingsOf(lines, choice);
  expect(front.map(({ line }) => line)).toEqual(['usual']);
  expect(ways.find(({ line }) => line === 'reserved')?.throttled).toMatch(
    /up to 104000 write units/,
  );
  expect(chosen?.line).toBe('usual');
  expect(sentences.at(-1)).toMatch(/^The cheapest: usual \(\$.*, healed in 1 min\)/);
  expect([...costCsv(lines)]).toHaveLength(1 + 3 * (2 * sizes.length + 1));
});
