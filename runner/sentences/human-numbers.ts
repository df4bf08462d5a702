// How numbers are written for people, alike in the terminal, the report and the progress line.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Shown in place of a number that a run did not measure. */
export const notMeasured = 'not measured';

/** A duration in milliseconds as its two largest units: `1 h 52 min`, `2 d 3 h`, `40 s`. */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return notMeasured;
  if (durationMs > 0 && durationMs < secondMs) return `${Math.max(1, Math.round(durationMs))} ms`;
  if (durationMs < minuteMs - secondMs / 2) return `${Math.round(durationMs / secondMs)} s`;
  if (durationMs < 10 * minuteMs) return inUnits(durationMs, minuteMs, 'min', secondMs, 's');
  if (durationMs < hourMs - minuteMs / 2) return `${Math.round(durationMs / minuteMs)} min`;
  if (durationMs < dayMs) return inUnits(durationMs, hourMs, 'h', minuteMs, 'min');
  return inUnits(durationMs, dayMs, 'd', hourMs, 'h');
}

/** A share from 0 to 1 in percent: `41.2 %`. Only an exact 0 or 1 is shown as `0 %` or `100 %`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return notMeasured;
  if (share === 0 || share === 1) return `${share * 100} %`;
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share > 0.999 && share < 1) return '99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** A target share in percent, with every digit that it has and no other: `99 %`, `99.95 %`. */
export function formatTarget(share: number): string {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(12))} %` : notMeasured;
}

/** A count or an amount with thousands separated: `12,345`; small fractions keep two places. */
export function formatCount(count: number | undefined): string {
  if (count === undefined || !Number.isFinite(count)) return notMeasured;
  const places = Number.isInteger(count) || Math.abs(count) >= 1000 ? 0 : 2;
  return count.toLocaleString('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}

/** So many things in words: `1 setting`, `1,200 settings`. */
export function counted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A large count in at most five characters, for labels in pictures: `150 k`, `3.2 M`. */
export function formatShortCount(count: number): string {
  if (count >= 999_500) return `${trimmed(count / 1e6)} M`;
  if (count >= 1000) return `${trimmed(count / 1e3)} k`;
  return trimmed(count);
}

/**
 * Whether a moment is on a stop-watch and no date: a scenario that never happened begins at 0, and
 * lasts less than a day.
 */
export function isOnStopwatch(atMs: number): boolean {
  return Math.abs(atMs) < dayMs;
}

/**
 * A moment in UTC without its year: `16 Aug 10:05`. On a stop-watch minutes and seconds: `2:05`.
 * Rounded down.
 */
export function formatMoment(atMs: number): string {
  if (!Number.isFinite(atMs)) return notMeasured;
  if (isOnStopwatch(atMs)) return formatStopwatch(atMs);
  return `${formatDay(atMs)} ${formatTimeOfDay(atMs)}`;
}

/** A stop-watch's minutes and seconds, and hours where there are any: `2:05`, `1:02:05`. */
export function formatStopwatch(atMs: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(Math.abs(atMs) / secondMs);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const clock = hours === 0 ? String(minutes) : `${hours}:${two(minutes)}`;
  return `${atMs < 0 ? '-' : ''}${clock}:${two(seconds % 60)}`;
}

/** The day of a moment in UTC: `16 Aug`. */
export function formatDay(atMs: number): string {
  const at = new Date(atMs);
  const month = at.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${at.getUTCDate()} ${month}`;
}

/** The time of day of a moment in UTC: `10:05`. */
export function formatTimeOfDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

function inUnits(
  durationMs: number,
  largeMs: number,
  largeName: string,
  smallMs: number,
  smallName: string,
): string {
  const smalls = Math.round(durationMs / smallMs);
  const perLarge = largeMs / smallMs;
  const large = Math.floor(smalls / perLarge);
  const small = smalls % perLarge;
  return small === 0 ? `${large} ${largeName}` : `${large} ${largeName} ${small} ${smallName}`;
}

function trimmed(value: number): string {
  return value >= 99.5 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

/**
 * How long a network took to heal; `at once` where it was never below its target any more.
 * @param healMs milliseconds after the last restart
 */
export function formatHealTime(healMs: number): string {
  return healMs === 0 ? 'at once' : formatDuration(healMs);
}
