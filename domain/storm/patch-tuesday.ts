// How an update reaches the machines: released once, found by each machine's own clock, loaded
// slowly, installed at the next 03:00 local time. Which night restarts whom follows from that.
import type { Night, Zone } from '../run-settings.ts';

/** One month's update. */
export interface PatchTuesday {
  readonly releasedAtMs: number;
  /** A machine asks for updates every so long, each at an interval of its own (facts 2.9). */
  readonly pollMsMin: number;
  readonly pollMsMax: number;
  /** From finding an update to having loaded it. */
  readonly downloadMs: number;
  /**
   * Of the machines that are on at 03:00, the share that installs by itself and restarts at the
   * first such hour at which it has the update (facts 2.3, 2.6).
   */
  readonly restartShare: number;
}

/** A night before it is known who restarts in it. */
export type CalendarNight = Omit<Night, 'restartShare'>;

/**
 * Gives each night its share of restarts, zone by zone: of those that install by themselves, the
 * ones that got the update since the 03:00 before.
 * @param nights one after the other, a day apart
 */
export function restartsByNight(
  patch: PatchTuesday,
  nights: readonly CalendarNight[],
  zones: readonly Pick<Zone, 'label' | 'utcOffsetMinutes'>[],
): Night[] {
  return nights.map((night, index) => {
    const before = nights[index - 1];
    const restartShare = Object.fromEntries(
      zones.map((zone) => {
        const late = before === undefined ? 0 : readyShare(patch, threeAmMs(before, zone));
        const share = readyShare(patch, threeAmMs(night, zone)) - late;
        return [zone.label, patch.restartShare * share];
      }),
    );
    return { ...night, restartShare };
  });
}

/** The share of machines that found the update and loaded it by a moment, from 0 to 1. */
export function readyShare(
  { releasedAtMs, pollMsMin, pollMsMax, downloadMs }: PatchTuesday,
  atMs: number,
): number {
  const waitedMs = atMs - releasedAtMs - downloadMs;
  if (waitedMs <= 0) return 0;
  if (waitedMs >= pollMsMax) return 1;
  // A machine that asks every p is somewhere between two questions at the release, so it has asked
  // by then with chance min(1, waited / p); the mean of that over all p is taken here.
  const spanMs = pollMsMax - pollMsMin;
  if (spanMs === 0) return waitedMs / pollMsMax;
  const sureMs = Math.max(0, waitedMs - pollMsMin);
  const fromMs = Math.max(pollMsMin, waitedMs);
  return (sureMs + waitedMs * Math.log(pollMsMax / fromMs)) / spanMs;
}

/** 03:00 of a night where a zone's clocks say so. */
export function threeAmMs(
  { threeAmUtcMs }: Pick<Night, 'threeAmUtcMs'>,
  { utcOffsetMinutes }: Pick<Zone, 'utcOffsetMinutes'>,
): number {
  return threeAmUtcMs - utcOffsetMinutes * 60_000;
}
