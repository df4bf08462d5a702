// What each number of a scenario has to be by itself. The schema of scenario files, the published
// JSON Schema and the check of scenarios all read it here.
import { cellNodesMax, cellsMax, dueAheadMsMax, sendDelaySecondsMax } from '../limits.ts';
import type { DayProfile, Sizes, Storm, Target, Timings, Zone } from '../run-settings.ts';
import type { ScaledShape } from './scenario.ts';

/** What a number has to be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
  /** Whether `min` itself is too little. */
  readonly isAboveMin?: boolean;
}

const dayMs = 86_400_000;

/** A share of a whole. */
export const aShare: NumberRange = { min: 0, max: 1 };

/** Up to the year 2100 at UTC: beyond it is a slip of the pen, such as nanoseconds. */
export const aMoment: NumberRange = { min: 0, max: 4_102_444_800_000 };

/** From one millisecond to a month: beyond it is a slip of the pen, such as microseconds. */
const aDuration: NumberRange = { min: 1, max: 31 * dayMs, isWhole: true };

/** What is sent as a message: nothing is planned further ahead. */
const dueAhead: NumberRange = { min: 1, max: dueAheadMsMax, isWhole: true };

const dueAheadOrNow: NumberRange = { ...dueAhead, min: 0 };

/** People online: no more than there are people. */
export const anOnlineCount: NumberRange = { min: 0, max: 1e10 };

/**
 * The twin counts a run's milliseconds in 31 bits, 24.9 days; a day is left for the last messages.
 */
export const runMsMax = 2 ** 31 - 1 - dayMs;

/** Durations in milliseconds, and log-ins served in a window. */
export const timingRanges: Readonly<Record<keyof Timings, NumberRange>> = {
  bootMsMin: dueAheadOrNow,
  bootMsMax: dueAheadOrNow,
  orphanNoticeMsMax: dueAheadOrNow,
  clientTimeoutMs: aDuration,
  retryMs: dueAhead,
  backoffMsBase: dueAhead,
  backoffMsMax: dueAhead,
  leaseMs: aDuration,
  renewEveryMs: dueAhead,
  healPaceMs: dueAhead,
  healOverdueMs: aDuration,
  rateLimitWindowMs: aDuration,
  loginsPerRateLimitWindow: { min: 1, max: 1e9, isWhole: true },
  candidateListMs: aDuration,
  // The state machine counts in seconds.
  observeEveryMs: { ...dueAhead, min: 1_000 },
  observeForMs: aDuration,
};

/** A cell has at least a supernode and a client. */
export const shapeRanges: Readonly<Record<keyof ScaledShape, NumberRange>> = {
  nodeCount: { min: 2, max: cellsMax * cellNodesMax, isWhole: true },
  cellNodes: { min: 2, max: cellNodesMax, isWhole: true },
  clientsPerSupernode: { min: 1, max: cellNodesMax },
  slotsPerSupernode: { min: 1, max: cellNodesMax, isWhole: true },
  operatorSlots: { min: 0, max: cellNodesMax, isWhole: true },
  eligibleShare: aShare,
};

/** `attemptsPerMinuteMax` may be null, too. */
export const sizeRanges: Readonly<Record<keyof Sizes, NumberRange>> = {
  slotsPerSupernode: shapeRanges.slotsPerSupernode,
  headroom: { min: 0, max: 100 },
  promotionsPerStep: { min: 1, max: cellNodesMax, isWhole: true },
  eligibleShare: aShare,
  attemptsPerMinuteMax: { min: 0, max: 1e9, isAboveMin: true },
};

/** No clock on Earth is further from UTC. */
const offsetMinutesMax = 14 * 60;

/** The numbers of a time zone. */
export const zoneRanges: Readonly<Record<NumbersOf<Zone>, NumberRange>> = {
  utcOffsetMinutes: { min: -offsetMinutesMax, max: offsetMinutesMax, isWhole: true },
  nodeShare: aShare,
  supernodeShare: aShare,
};

/** The numbers of a storm. Who grows by more than ten times itself a day is a slip of the pen. */
export const stormRanges: Readonly<Record<NumbersOf<Storm>, NumberRange>> = {
  spreadMs: { min: 0, max: sendDelaySecondsMax * 1_000, isWhole: true },
  growthPerDay: { min: 0, max: 10 },
};

/** The numbers of a day, beside its hours. */
export const dayRanges: Readonly<Record<NumbersOf<DayProfile>, NumberRange>> = {
  weekendFactor: aShare,
};

/** What counts as healed, and by when. */
export const targetRanges: Readonly<Record<keyof Target, NumberRange>> = {
  onlineShare: { ...aShare, min: 0.01 },
  healWithinMs: { min: 1, max: runMsMax },
};

/** The fields of a type that are numbers. */
type NumbersOf<Type> = {
  [Field in keyof Type]-?: Type[Field] extends number ? Field : never;
}[keyof Type];

/** What a number was to be, and what it is: `expected a whole number from 1 to 5, got 7`. */
export function rangeReason(range: NumberRange, value: unknown): string {
  const kind = range.isWhole ? 'a whole number' : 'a number';
  const from = range.isAboveMin ? `above ${range.min} and at most` : `from ${range.min} to`;
  return `expected ${kind} ${from} ${range.max}, got ${value}`;
}

/** Whether a number is what it has to be. */
export function isInRange(value: number, range: NumberRange): boolean {
  const isKind = range.isWhole ? Number.isInteger(value) : Number.isFinite(value);
  const isEnough = range.isAboveMin ? value > range.min : value >= range.min;
  return isKind && isEnough && value <= range.max;
}
