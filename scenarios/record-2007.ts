// What was counted and announced in August 2007, point by point, as far as it is public. Each has
// its row in docs/facts.md, which names where it was read.
import type { RecoveryPoint } from '#domain/scenario/scenario.ts';

/** Who saw a point. */
export type Witness =
  /** The operator of the network. */
  | 'operator'
  /** The counter of users online, as somebody read it in a client. */
  | 'counter'
  /** A network on which packets were recorded. */
  | 'wire';

/** One dated point of the record. */
export interface RecordPoint {
  /** In milliseconds since 1970, UTC. */
  readonly atMs: number;
  /** The earliest and the latest moment that the words allow. */
  readonly atMsRange: readonly [number, number];
  /** Users online; null: something that happened, without a count. */
  readonly onlineCount: number | null;
  /** The least and the most that the words allow; null without a count. */
  readonly onlineCountRange: readonly [number, number] | null;
  readonly label: string;
  readonly witness: Witness;
  /** The row in docs/facts.md, such as `1.31`. */
  readonly factRow: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const million = 1_000_000;

/** Tuesday 14 August 2007, 00:00 UTC. */
const startOf14thMs = 1_187_049_600_000;

/** A time that is given to the minute was read from a clock; one given to the hour was not. */
const clockMs = 5 * minuteMs;
const aboutMs = 30 * minuteMs;

/**
 * The record of 14 to 18 August 2007, in order of time. Ranges are what the words leave open: a
 * rounded figure half of its last digit, one that was passed ("over") up to the next one reported.
 * They do not say how far a witness is to be believed: a client's counter may have seen only a part
 * of a network in pieces.
 */
export const record2007: readonly RecordPoint[] = [
  // The hour of a peak is not given. A working day's peak is when Europe and the Americas work.
  count([14, 16, 30], 4.5 * hourMs, 8.5, [8.45, 8.55], 'peak of the day', '1.50'),
  count([15, 16, 30], 4.5 * hourMs, 7.8, [7.75, 7.85], 'peak of a holiday', '1.51'),
  event([16, 11, 0], aboutMs, 'traffic leaps, clients fall', 'wire', '1.29'),
  event([16, 14, 2], clockMs, 'first notice', 'operator', '1.30'),
  count([16, 22, 15], clockMs, 0.149608, [0.149608, 0.149608], 'perhaps a part', '1.31'),
  // "Early": from midnight on, and before Europe was at work, when the count fell again.
  count([17, 4, 0], 4 * hourMs, 2.5, [2.5, 3], 'at least; hour unknown', '1.32'),
  event([17, 7, 0], aboutMs, 'a solution is said to be near', 'operator', '1.52'),
  event([17, 8, 0], 2 * hourMs, 'the count falls as Europe wakes', 'counter', '1.53'),
  event([17, 10, 0], aboutMs, 'said to be stabilizing', 'operator', '1.33'),
  count([17, 14, 45], clockMs, 3.154444, [3.154444, 3.154444], 'read to the user', '1.34'),
  count([17, 16, 0], aboutMs, 3, [2.5, 3.5], '5 M short of the usual 8 M', '1.35'),
  count([17, 16, 25], clockMs, 3.5, [3.25, 3.5], 'near this', '1.54'),
  count([17, 19, 45], clockMs, 4, [4, 4.5], 'over this', '1.55'),
  count([17, 20, 35], clockMs, 4.5, [4.5, 5], 'over this', '1.55'),
  count([17, 21, 20], clockMs, 5, [5, 5.5], 'over this', '1.55'),
  count([17, 22, 0], aboutMs, 5.5, [5.45, 5.55], 'on the way back', '1.36'),
  count([17, 22, 30], aboutMs, 6, [6, 6.5], 'reached', '1.56'),
  // Two witnesses: 4.1 M, and a fall to 0.6 M for a moment.
  count([17, 23, 0], aboutMs, 4.1, [0.6, 4.15], 'a second fall', '1.57'),
  event([18, 11, 0], aboutMs, 'the all-clear', 'operator', '1.58'),
];

/** The first point with a row of docs/facts.md. @throws Error where there is none */
export function pointOf(factRow: string): RecordPoint {
  const point = record2007.find((one) => one.factRow === factRow);
  if (point === undefined) throw new Error(`the record has no point of facts ${factRow}`);
  return point;
}

/** The counts of the record from a moment on, as a scenario compares its curve with them. */
export function recoveryPointsFrom(startMs: number): RecoveryPoint[] {
  return record2007.flatMap((point) => {
    const { atMs, atMsRange, onlineCount, onlineCountRange, label, factRow } = point;
    if (onlineCount === null || onlineCountRange === null || atMs < startMs) return [];
    return [
      {
        atMs,
        atMsRange,
        onlineCount,
        onlineCountRange,
        label,
        factRow: `facts ${factRow}`,
      },
    ];
  });
}

/** A moment of August 2007, UTC: its day, hour and minute. */
type Moment = readonly [day: number, hour: number, minute: number];

function count(
  at: Moment,
  withinMs: number,
  millions: number,
  [least, most]: readonly [number, number],
  label: string,
  factRow: string,
): RecordPoint {
  return {
    ...when(at, withinMs),
    onlineCount: Math.round(millions * million),
    onlineCountRange: [Math.round(least * million), Math.round(most * million)],
    label,
    witness: 'counter',
    factRow,
  };
}

function event(
  at: Moment,
  withinMs: number,
  label: string,
  witness: Witness,
  factRow: string,
): RecordPoint {
  const nothing = { onlineCount: null, onlineCountRange: null };
  return { ...when(at, withinMs), ...nothing, label, witness, factRow };
}

function when([day, hour, minute]: Moment, withinMs: number) {
  const atMs = startOf14thMs + (day - 14) * 24 * hourMs + hour * hourMs + minute * minuteMs;
  return { atMs, atMsRange: [atMs - withinMs, atMs + withinMs] as const };
}
