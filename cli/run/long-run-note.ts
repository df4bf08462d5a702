// What a long run takes, said before it begins.
import { availableParallelism } from 'node:os';
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { costSource, idleProcessBytes, usualRunCost } from '#runner/sweep/run-costs.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { RunOptions } from './run-options.ts';

/** Who waits for less is not told. */
const toldFromMs = 2 * 60_000;

/**
 * How long a run probably takes and how much memory, as a line; empty where it is short.
 * @param policies as they are called in results
 */
export function longRunNote(
  options: Pick<RunOptions, 'scenario' | 'cloud' | 'retries' | 'nodes'>,
  policies: readonly string[],
  cores = availableParallelism(),
): string {
  const costs = policies.map((policy) => usualRunCost({ ...options, policy }));
  const { cloud, nodes } = options;
  // Each shard of a network has a thread, on the twin alone.
  const shards = cloud === 'twin' ? Math.ceil(nodes / nodesPerShardMax) : 1;
  const pieces = costs.flatMap(({ cpuMs, peakRssBytes }) =>
    Array.from({ length: shards }, () => ({ cpuMs: cpuMs / shards, bytes: peakRssBytes })),
  );
  const cpuMs = pieces.reduce((sum, piece) => sum + piece.cpuMs, 0);
  const longestMs = Math.max(...pieces.map((piece) => piece.cpuMs));
  const expectedMs = Math.max(longestMs, cpuMs / cores);
  if (expectedMs < toldFromMs) return '';
  const atOnce = pieces
    .map(({ bytes }) => bytes - idleProcessBytes)
    .sort((a, b) => b - a)
    .slice(0, cores);
  const bytes = atOnce.reduce((sum, own) => sum + own, idleProcessBytes);
  return (
    `This takes about ${formatDuration(expectedMs)} on ${cores} idle ` +
    `${cores === 1 ? 'core' : 'cores'}, and some ${formatCount(Math.round(bytes / 1e6))} MB of ` +
    `memory, by ${costSource}; other scenarios than those may differ by far.\n`
  );
}
