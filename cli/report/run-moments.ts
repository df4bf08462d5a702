// The moments of a run that tell its story: the collapse, the domino, the ghosts and their end.

import { greatest } from 'd3-array';
import { formatHeal } from '#cli/show/comparison-rows.ts';
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import { formatCount, formatShare, formatTarget } from '#runner/sentences/human-numbers.ts';

/** A smaller fall is a dip, and no collapse. */
const collapseShareMin = 0.2;

/**
 * When a network collapsed: the first sample with half of the worst fall. Null if it fell little,
 * or came back in time.
 */
export function collapseOf(run: RunResult): { readonly atMs: number } | null {
  const isBack = run.verdict.kind === 'healed';
  if (isBack || !(run.worstOfflineShare >= collapseShareMin)) return null;
  const firstMs = run.waves[0]?.atMs ?? run.startMs;
  const fallen = run.samples.find(
    (sample) => sample.atMs >= firstMs && 1 - onlineShare(sample) >= run.worstOfflineShare / 2,
  );
  return fallen === undefined ? null : { atMs: fallen.atMs };
}

/** The collapse of the run that fell furthest, for all pictures alike. */
export function markedCollapse(
  result: ComparisonResult,
): { readonly run: RunResult; readonly atMs: number } | null {
  const collapsed = result.runs.flatMap((run) => {
    const collapse = collapseOf(run);
    return collapse === null ? [] : [{ run, ...collapse }];
  });
  return greatest(collapsed, ({ run }) => run.worstOfflineShare) ?? null;
}

/** One line of the story of a run. */
export interface TimelineEntry {
  readonly atMs: number;
  readonly words: string;
}

/** The story of a run in the order of time. */
export function timelineOf(run: RunResult, targetShare: number): TimelineEntry[] {
  const entries = [
    ...waveEntries(run),
    ...fallEntries(run),
    ...dominoEntries(run),
    ...ghostEntries(run),
    endEntry(run, targetShare),
  ];
  // A storm that was ended before its time has waves that never came.
  return entries.filter(({ atMs }) => atMs <= run.endMs).sort((a, b) => a.atMs - b.atMs);
}

function waveEntries({ waves, lastRestartAtMs }: RunResult): TimelineEntry[] {
  const [first] = waves;
  if (first === undefined) return [];
  const total = waves.reduce((sum, { restarts }) => sum + restarts, 0);
  const largest = greatest(waves, ({ restarts }) => restarts) ?? first;
  const inAll = `${formatCount(total)} PCs restart in ${formatCount(waves.length)} waves`;
  const entries = [
    { atMs: first.atMs, words: `The first wave (${first.label}). In all ${inAll}.` },
    { atMs: lastRestartAtMs, words: 'The last restart is over.' },
  ];
  if (waves.length < 2) return entries;
  const words = `The largest wave (${largest.label}): ${formatCount(largest.restarts)} restarts.`;
  return largest === first ? entries : [...entries, { atMs: largest.atMs, words }];
}

function fallEntries(run: RunResult): TimelineEntry[] {
  if (!Number.isFinite(run.worstOfflineShare)) return [];
  const collapse = collapseOf(run);
  const worst = `${formatShare(run.worstOfflineShare)} of those who want to be signed in are not.`;
  const low = { atMs: run.worstOfflineAtMs, words: `The worst moment: ${worst}` };
  if (run.worstOfflineShare === 0) return [];
  if (collapse === null || collapse.atMs >= low.atMs) return [low];
  return [{ atMs: collapse.atMs, words: 'The network collapses: half of its fall is done.' }, low];
}

/** Half of the supernodes gone is more than a wave of restarts takes. */
function dominoEntries({ samples, waves }: RunResult): TimelineEntry[] {
  const firstMs = waves[0]?.atMs ?? 0;
  const before = samples.findLast(({ atMs }) => atMs <= firstMs) ?? samples[0];
  if (before === undefined) return [];
  const half = samples.find(
    (one) => one.atMs > firstMs && one.supernodesLive * 2 <= before.supernodesLive,
  );
  if (half === undefined) return [];
  const left = `${formatCount(half.supernodesLive)} of ${formatCount(before.supernodesLive)}`;
  const words = `The domino: only ${left} supernodes are left; each that goes loads the others.`;
  return [{ atMs: half.atMs, words }];
}

function ghostEntries({ samples }: RunResult): TimelineEntry[] {
  const worst = greatest(samples, ghostsIn);
  if (worst === undefined || ghostsIn(worst) <= 0) return [];
  const most = {
    atMs: worst.atMs,
    words: `Most ghosts: ${formatCount(ghostsIn(worst))} supernodes are counted and not there.`,
  };
  const last = samples.findLastIndex((sample) => ghostsIn(sample) > 0);
  const free = samples[last + 1];
  if (free === undefined) return [most];
  return [most, { atMs: free.atMs, words: 'The last ghost is forgotten.' }];
}

function endEntry(run: RunResult, targetShare: number): TimelineEntry {
  const target = formatTarget(targetShare);
  if (run.healMs !== null) {
    const atMs = run.lastRestartAtMs + run.healMs;
    if (run.healMs === 0)
      return { atMs, words: `It is healed: ${target} are signed in, and stay so to the end.` };
    const after = `${formatHeal(run)} after the last restart`;
    return { atMs, words: `It is healed, ${after}: ${target} are signed in to the end.` };
  }
  const last = run.samples.at(-1);
  const share = last === undefined ? '' : ` with ${formatShare(onlineShare(last))} signed in`;
  const isStopped = run.verdict.kind === 'stopped';
  const words = isStopped ? `The run is stopped${share}.` : `The run ends${share}, not healed.`;
  return { atMs: run.endMs, words };
}

function ghostsIn({ supernodesCounted, supernodesLive }: Sample): number {
  return supernodesCounted - supernodesLive;
}
