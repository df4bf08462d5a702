// A network is served by as many shards as it takes: one stack's queues and table bear only so
// much.
import { sumReadings } from '#domain/meter-readings.ts';
import type { CellId } from '#domain/network.ts';
import type { CurvePoint } from '#domain/storm/judge-run.ts';
import type { NetworkRun, NetworkRunOptions, NetworkSample } from './network-run.ts';
import { mergeTallies, type WireTally } from './wire/wire-tally.ts';

/**
 * Nodes that one stack serves. In the worst flood all of them ask once in some 54 s, which is 9,300
 * attempts a second. The login queue's mapping has twenty batches of fifty at a time (limits.ts),
 * of some 80 ms each, when a batch meets many cells: 12,500 a second.
 */
export const nodesPerShardMax = 500_000;

/** A shard: the cells of a network that one deployed stack serves. Shards share nothing. */
export interface Shard {
  readonly index: number;
  /** Where its cells begin among all. */
  readonly firstCell: number;
  readonly cells: readonly CellId[];
}

/** Divides a network's cells among as few shards as bear them, evenly. */
export function shardsOf({
  settings: { cells },
  shape: { nodeCount },
  nodesPerShard = nodesPerShardMax,
}: Pick<NetworkRunOptions, 'settings' | 'shape' | 'nodesPerShard'>): Shard[] {
  const count = Math.min(cells.length, Math.max(1, Math.ceil(nodeCount / nodesPerShard)));
  const edge = (index: number) => Math.floor((index * cells.length) / count);
  return Array.from({ length: count }, (_, index) => {
    const firstCell = edge(index);
    return { index, firstCell, cells: cells.slice(firstCell, edge(index + 1)) };
  });
}

/**
 * Puts the runs of all shards together, in their order. A shard that ended before the others is
 * counted from then on as it was last seen.
 * @param sampleEveryMs how often each of them was sampled
 */
export function mergeShards(runs: readonly NetworkRun[], sampleEveryMs: number): NetworkRun {
  const [first] = runs;
  if (first === undefined) throw new Error('expected at least one shard');
  if (runs.length === 1) return first;
  const endMs = Math.max(...runs.map((run) => run.endMs));
  return {
    samples: mergedSamples(runs, sampleEveryMs),
    between: mergedBetween(runs),
    counts: sumOf(runs.map(({ counts }) => counts)),
    meters: sumOf(runs.map(({ meters }) => meters)),
    readings: sumReadings(runs),
    waves: first.waves.map((wave, index) => ({
      ...wave,
      restarts: sum(runs.map(({ waves }) => waves[index]?.restarts ?? 0)),
    })),
    startMs: first.startMs,
    endMs,
    ending: worstEnding(runs),
    failure: runs.find(({ failure }) => failure !== null)?.failure ?? null,
    peaks: peaksOf(runs.map(({ peaks }) => peaks)),
    violations: runs.flatMap(({ violations }) => violations),
    executedEventCount: sum(runs.map((run) => run.executedEventCount)),
    aggregatedEventCount: sum(runs.map((run) => run.aggregatedEventCount)),
    ...(first.wire && { wire: mergedWires(runs, first.wire.length) }),
  };
}

function mergedSamples(runs: readonly NetworkRun[], sampleEveryMs: number): NetworkSample[] {
  const longest = Math.max(...runs.map(({ samples }) => samples.length));
  return Array.from({ length: longest }, (_, at) => {
    const seen = runs.flatMap(({ samples }) => samples[Math.min(at, samples.length - 1)] ?? []);
    const atMs = (runs[0]?.startMs ?? 0) + at * sampleEveryMs;
    const { atMs: _atMs, ...counts } = sumOf(seen.map((one) => ({ ...one })));
    return { atMs, ...counts } as unknown as NetworkSample;
  });
}

/** They were counted at the same moments. A shard that ended first counts as it was last seen. */
function mergedBetween(runs: readonly NetworkRun[]): CurvePoint[] {
  const longest = runs.reduce<readonly CurvePoint[]>(
    (most, { between }) => (between.length > most.length ? between : most),
    [],
  );
  return longest.map(({ atMs }, at) => {
    const seen = runs.map(({ between, samples }) => between[at] ?? samples.at(-1));
    return {
      atMs,
      onlineCount: sum(seen.map((one) => one?.onlineCount ?? 0)),
      wantedCount: sum(seen.map((one) => one?.wantedCount ?? 0)),
    };
  });
}

function mergedWires(runs: readonly NetworkRun[], windowCount: number): WireTally[] {
  return Array.from({ length: windowCount }, (_, at) =>
    mergeTallies(runs.flatMap(({ wire }) => wire?.[at] ?? [])),
  );
}

const endings = ['healed', 'timed-out', 'horizon', 'failed', 'stopped'] as const;

/** A network is healed once all of its shards are. */
function worstEnding(runs: readonly NetworkRun[]): NetworkRun['ending'] {
  const worst = Math.max(...runs.map(({ ending }) => endings.indexOf(ending)));
  return endings[worst] ?? 'stopped';
}

function peaksOf(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(...records.map((record) => record[name] ?? 0))]),
  );
}

function sumOf(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return Object.fromEntries(
    names.map((name) => [name, sum(records.map((record) => record[name] ?? 0))]),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
