// In which unit a reader types a time.
import { unitsMs } from '#cli/time-units.ts';

/** A unit of time, and how many milliseconds it has. */
export interface TimeUnit {
  readonly word: string;
  readonly factor: number;
}

const offered = ['h', 'min', 's'] as const;

/** The largest unit in which the time is at least one, with two decimals at most. */
export function unitFor(ms: number): TimeUnit {
  const isShort = (factor: number) => ms >= factor && (ms * 100) % factor === 0;
  const word = offered.find((one) => isShort(unitsMs[one] ?? 1)) ?? 'ms';
  return { word, factor: unitsMs[word] ?? 1 };
}

/** A number that is no time, without a thousands' comma where it is small. */
export function formatInUnit(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}
