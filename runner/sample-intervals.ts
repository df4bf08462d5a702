// How often the curves of a run are sampled, on every cloud alike.
import type { RunSettings } from '#domain/run-settings.ts';
import { firstRestartAtMs, lastRestartAtMs } from '#domain/storm/plan-storm.ts';

/** How often a run is sampled, in virtual time. */
export interface SampleIntervals {
  /** Until the last restart. */
  readonly coarseMs: number;
  /** From then on, while the healing time is measured. */
  readonly fineMs: number;
  /**
   * From the last restart until the target's time is over, on the twin: by these points healing is
   * told. The local cloud needs none, since it tells every write.
   */
  readonly betweenMs: number;
}

const coarseMsMax = 5 * 60_000;
const fineMsMax = 60_000;
const secondMs = 1_000;
/** A picture of this many samples of each part is smooth. */
const samplesMin = 120;

/**
 * Days are sampled every five minutes, and every minute while they heal. A storm of minutes is
 * sampled more often, so that its waves are seen.
 */
export function sampleIntervals({
  storm,
  shiftMs,
  timings,
  target,
}: Pick<RunSettings, 'storm' | 'shiftMs' | 'timings' | 'target'>): SampleIntervals {
  const fineMs = Math.min(fineMsMax, timings.observeEveryMs, partOf(target.healWithinMs));
  const stormMs = lastRestartAtMs(storm, shiftMs) - firstRestartAtMs(storm, shiftMs);
  return {
    coarseMs: Math.max(fineMs, Math.min(coarseMsMax, partOf(stormMs + target.healWithinMs))),
    fineMs,
    betweenMs: Math.min(secondMs, fineMs),
  };
}

function partOf(spanMs: number): number {
  const seconds = Math.floor(spanMs / samplesMin / secondMs);
  return Number.isFinite(seconds) ? Math.max(1, seconds) * secondMs : fineMsMax;
}
