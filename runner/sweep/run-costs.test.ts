import { readFileSync } from 'node:fs';
import { august2007 } from '#scenarios/august-2007.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import { idleProcessBytes, usualRunCost } from './run-costs.ts';

interface Figure {
  readonly scenario: string;
  readonly cloud: 'local' | 'twin';
  readonly policy: string;
  readonly nodes: number;
  readonly cpuMs: number;
  readonly peakRssBytes: number;
  readonly retries: 'executed' | 'aggregated' | null;
}

const entries: { bench?: string; figures: Figure[] }[] = JSON.parse(
  readFileSync('bench/results.json', 'utf8'),
);
const figures = entries.findLast(({ bench }) => bench === 'sweep-points')?.figures ?? [];

test('every measured run is expected to take what the bench says', () => {
  expect(figures.length).toBeGreaterThanOrEqual(18);
  for (const figure of figures) {
    const scenario = scenarios[figure.scenario] ?? august2007;
    const retries = figure.retries ?? 'executed';
    const { cpuMs, peakRssBytes } = usualRunCost({ ...figure, scenario, retries });
    expect(cpuMs).toBeCloseTo(figure.cpuMs, 3);
    expect(Math.abs(peakRssBytes - figure.peakRssBytes)).toBeLessThan(2e6);
  }
});

test('between and beyond measured sizes more nodes take more time', () => {
  const at = (nodes: number, retries: 'executed' | 'aggregated' = 'executed') =>
    usualRunCost({ scenario: august2007, cloud: 'twin', retries, policy: 'legacy-2007', nodes });
  const sizes = [500, 1_000, 4_000, 10_000, 50_000, 200_000].map((nodes) => at(nodes).cpuMs);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect(at(1_000_000, 'aggregated').cpuMs).toBeGreaterThan(at(100_000, 'aggregated').cpuMs * 5);
  expect(at(100, 'aggregated').peakRssBytes).toBeGreaterThan(idleProcessBytes);
});

test('a network of several shards has one of them in a thread at a time', () => {
  const costAt = (nodes: number) =>
    usualRunCost({
      scenario: august2007,
      cloud: 'twin',
      retries: 'aggregated',
      policy: 'resilient',
      nodes,
    });
  const shard = costAt(nodesPerShardMax);
  expect(shard.peakRssBytes).toBeGreaterThan(costAt(300_000).peakRssBytes);
  const large = costAt(200 * nodesPerShardMax);
  expect(large.peakRssBytes).toBe(shard.peakRssBytes);
  expect(large.cpuMs).toBeCloseTo(200 * shard.cpuMs, 3);
});

test('a policy that nobody measured is expected to take what the dearer one does', () => {
  const of = (policy: string) =>
    usualRunCost({
      scenario: august2007,
      cloud: 'twin',
      retries: 'executed',
      policy,
      nodes: 10_000,
    });
  expect(of('herd')).toEqual(of('legacy-2007'));
});
