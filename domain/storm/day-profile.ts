// Who wants to be online at which hour: people come and go, supernodes stay (facts 1.13, 1.16).
import { chanceOf } from '../chance.ts';
import type { NodeRecord } from '../network.ts';
import type { DayProfile, RunSettings } from '../run-settings.ts';

const hourMs = 3_600_000;

/** 1 January 1970 was a Thursday; days of a week are counted from Sunday. */
const weekdayOfTheEpoch = 4;

/**
 * Whether a node wants to be online at a moment of the run's clock. Nodes that could carry others
 * always do: uptime is what makes them eligible. Each of the others has one number that is held
 * against the share of the hour, so that the same ones are up late every day.
 */
export function wantsOnline(
  {
    nodeId,
    eligible,
    utcOffsetMinutes,
  }: Pick<NodeRecord, 'nodeId' | 'eligible' | 'utcOffsetMinutes'>,
  { seed, storm, shiftMs }: Pick<RunSettings, 'seed' | 'storm' | 'shiftMs'>,
  nowMs: number,
): boolean {
  if (storm.day === null || eligible) return true;
  const localMs = nowMs - shiftMs + utcOffsetMinutes * 60_000;
  return chanceOf(seed, 'day', nodeId) < shareAt(storm.day, localMs);
}

/**
 * The share of ordinary nodes that wants to be online at a local time, linear between full hours.
 * @param localMs local time as if it were UTC, in milliseconds since 1970
 */
export function shareAt(day: DayProfile, localMs: number): number {
  const hour = Math.floor(localMs / hourMs);
  const passed = localMs / hourMs - hour;
  return (1 - passed) * shareOfHour(day, hour) + passed * shareOfHour(day, hour + 1);
}

/** @param hour full hours since 1970, local time */
function shareOfHour({ workdayShares, weekendFactor }: DayProfile, hour: number): number {
  const hourOfDay = modulo(hour, 24);
  const weekday = modulo(Math.floor(hour / 24) + weekdayOfTheEpoch, 7);
  const share = workdayShares[hourOfDay];
  if (share === undefined) throw new Error(`expected 24 shares of a day, got none of ${hourOfDay}`);
  return isWeekend(weekday) ? share * weekendFactor : share;
}

function isWeekend(weekday: number): boolean {
  return weekday === 0 || weekday === 6;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
