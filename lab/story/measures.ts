// What the questions of the story ask for, measured in a run.
import { greatest, least } from 'd3-array';
import type { BilledRun, ComparisonResult, Sample } from '#runner/result.ts';
import { formatHealTime, formatShare } from '#runner/sentences/human-numbers.ts';

/** An hour, in milliseconds. */
export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The first of two policies, as in a story step the one that is looked at. */
export function firstRun({ runs }: ComparisonResult): BilledRun {
  const [run] = runs;
  if (run === undefined) throw new Error('expected a run');
  return run;
}

/** The second of two policies. */
export function secondRun({ runs }: ComparisonResult): BilledRun {
  const [, run] = runs;
  if (run === undefined) throw new Error('expected a second run');
  return run;
}

/** Samples of the first day of a run, before any restart matters. */
function firstDay({ samples, startMs }: BilledRun): readonly Sample[] {
  return samples.filter(({ atMs }) => atMs <= startMs + dayMs);
}

/** How far the count of those signed in falls within the first day, in per cent of its peak. */
export function fallWithinDay(run: BilledRun): number | null {
  const counts = firstDay(run).map(({ onlineCount }) => onlineCount);
  const peak = Math.max(...counts);
  return counts.length === 0 || peak === 0 ? null : 100 * (1 - Math.min(...counts) / peak);
}

/** When the fewest are signed in within the first day. */
export function quietestMoment(run: BilledRun): number | null {
  return least(firstDay(run), ({ onlineCount }) => onlineCount)?.atMs ?? null;
}

/** The largest share that was not signed in, in per cent of those who wanted to be. */
export function worstOfflinePercent({ worstOfflineShare }: BilledRun): number | null {
  return Number.isFinite(worstOfflineShare) ? 100 * worstOfflineShare : null;
}

/** Of a hundred supernodes that were live before the first restart, the fewest that were left. */
export function fewestSupernodes(run: BilledRun): number | null {
  const firstWaveMs = Math.min(...run.waves.map(({ atMs }) => atMs));
  const before = run.samples.findLast(({ atMs }) => atMs <= firstWaveMs);
  if (before === undefined || before.supernodesLive === 0) return null;
  const later = run.samples.filter(({ atMs }) => atMs > firstWaveMs);
  const fewest = Math.min(...later.map(({ supernodesLive }) => supernodesLive));
  return Number.isFinite(fewest) ? (100 * fewest) / before.supernodesLive : null;
}

/** The moment with the largest share of ghosts among the supernodes that heal counts. */
export function ghostMoment({ samples }: BilledRun): number | null {
  return greatest(samples, ghostShare)?.atMs ?? null;
}

/** The largest share of ghosts among the supernodes that heal counts, in per cent. */
export function ghostPercent({ samples }: BilledRun): number | null {
  const worst = greatest(samples, ghostShare);
  return worst === undefined ? null : 100 * ghostShare(worst);
}

function ghostShare({ supernodesCounted, supernodesLive }: Sample): number {
  return supernodesCounted === 0 ? 0 : (supernodesCounted - supernodesLive) / supernodesCounted;
}

/** Hours from the last restart until the target share was signed in for good; null: never. */
export function healHours({ healMs }: BilledRun): number | null {
  return healMs === null ? null : healMs / hourMs;
}

/** In which of three spans it healed, from the last restart on: two hours, a day, longer. */
export function whenHealed(run: BilledRun): { readonly index: number; readonly why: string } {
  const hours = healHours(run) ?? Number.POSITIVE_INFINITY;
  const worst = `at worst ${formatShare(run.worstOfflineShare)} were missing`;
  const when = run.healMs === null ? 'not within the run' : formatHealTime(run.healMs);
  const index = hours <= 2 ? 0 : hours < 24 ? 1 : 2;
  return { index, why: `${when}; ${worst}` };
}

/** Hours with less than the target share signed in, of the whole run. */
export function hoursBelowTarget({ belowTargetMs }: BilledRun): number {
  return belowTargetMs / hourMs;
}

/** How often a log-in was tried before it got a place, the mean of all. */
export function attemptsPerLogin({ loginAttempts, loginsPlaced }: BilledRun): number | null {
  return loginsPlaced === 0 ? null : loginAttempts / loginsPlaced;
}

/** Dollars an hour of the run. Runs of the same storm may have different lengths. */
export function usdPerHour({ bill, startMs, endMs }: BilledRun): number {
  return bill.totalUsd / ((endMs - startMs) / hourMs);
}
