// What of a run is compared with the record of August 2007: sixteen points, thirteen counts and
// three events. Two of the counts are peaks before the outage, which judge nothing. The statistics
// of the wire are not among the points.

import { mean } from 'simple-statistics';
import { groupBy } from '#domain/group-by.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { pointOf, type RecordPoint, record2007 } from '#scenarios/record-2007.ts';
import {
  type ComparedCurve,
  comparedCurve,
  log2Users,
  lowestPart,
  type Users,
} from './compared-curve.ts';
import { featuresOf } from './features.ts';
import type { StudyRow } from './study-row.ts';

/** One point of the record beside a run. */
export interface PointFit {
  readonly factRow: string;
  readonly label: string;
  readonly atMs: number;
  /** Users, or the moment in milliseconds since 1970, or a share; see `unit`. */
  readonly recorded: number;
  readonly simulated: number;
  readonly unit: 'users' | 'moment' | 'share';
  /** The part of the outage that it tells of; null: it was before, and judges nothing. */
  readonly part: OutagePart | null;
  /**
   * How far the run is from what the words of the source allow, as a logarithm to the base two: 1
   * is a factor of two. Six hours of an event count like a factor of two. 0: within.
   */
  readonly error: number;
}

/** Parts of the outage, which weigh the same: nine of the points are of one evening. */
export type OutagePart = 'fall' | 'night' | 'evening' | 'second fall' | 'all-clear';

/** A run beside the record. */
export interface Summary {
  readonly points: readonly PointFit[];
  /** The root of the mean over the parts of the outage of their mean square errors. */
  readonly distance: number;
  /** Whether clients fell at all. */
  readonly hasFallen: boolean;
  /** The largest share of those who want to be signed in that was offline for an hour. */
  readonly offlineShare: number;
  /** What model choice looks at, by name: positions of the curve, and its shape. */
  readonly features: Readonly<Record<string, number>>;
}

/** A factor of 16: how much further a point is away makes no difference. */
const errorMax = 4;

/** An event that the run does not show at all is as bad as a factor of four: our choice. */
const absentError = 2;
const hourMs = 3_600_000;

/** Six hours early or late are as bad as twice or half of a count: our choice. */
const hoursLikeTwo = 6;

/** A network that was not clear by its run's end has an all-clear as late as it is judged. */
const notClearMs = pointOf('1.58').atMs + absentError * hoursLikeTwo * hourMs;

/** Below this share of those who want to be signed in, for an hour, clients have fallen. */
export const fallenShare = 0.8;

/** A PC that only restarts is back within minutes. */
const fallMs = hourMs;

/** A fall by less than this is the noise of a counter. */
const dipShare = 0.97;

/**
 * Peaks of a day: the highest count around the hour, which is not known. They tell of the demand,
 * which is the same under every hypothesis.
 */
const peaks: readonly string[] = ['1.50', '1.51'];

/** The evening before the second day, 16:30 UTC: whoever fell earlier fell by something else. */
const watchedFromMs = Date.UTC(2007, 7, 15, 16, 30);

/** The events that a curve can show. What the operator said is no event of the network. */
const events = { onset: '1.29', dip: '1.53', allClear: '1.58' };

/** The parts by rows of docs/facts.md. All other points are counts of the evening of the 17th. */
const parts: Readonly<Record<string, OutagePart>> = {
  [events.onset]: 'fall',
  '1.31': 'night',
  '1.32': 'night',
  [events.dip]: 'night',
  '1.57': 'second fall',
  [events.allClear]: 'all-clear',
};

/** The record's points that runs are compared with, in order of time. */
export const comparedPoints: readonly RecordPoint[] = record2007.filter(
  ({ onlineCount, factRow }) => onlineCount !== null || Object.values(events).includes(factRow),
);

/** What of a run is compared. */
export type ComparedRow = Pick<StudyRow, 'curve' | 'ranMs' | 'healMs' | 'lastRestartAtMs'>;

/** Compares a run of August 2007 with the record. @param scenario the one that was run */
export function summarize(scenario: Scenario, row: ComparedRow): Summary {
  const curve = comparedCurve(scenario, row);
  const endMs = scenario.startMs + row.ranMs;
  const clearMs = row.healMs === null ? notClearMs : row.lastRestartAtMs + row.healMs;
  const offline = lastingShares(curve, endMs);
  const moments = {
    curve,
    clearMs,
    isClear: row.healMs !== null,
    onsetMs: onsetOf(offline, curve),
  };
  const points = comparedPoints.map((point) => fitOf(point, moments));
  return {
    points,
    distance: distanceOf(points),
    hasFallen: moments.onsetMs !== null,
    offlineShare: Math.max(0, ...offline),
    features: featuresOf(curve, scenario.startMs, moments),
  };
}

/** How many of the points that judge a run are within a factor of the record. */
export function countWithin(points: readonly PointFit[], factor: number): number {
  return judgingPoints(points).filter(({ error }) => error <= Math.log2(factor)).length;
}

/** The points that judge a run: those of the outage. */
export function judgingPoints(points: readonly PointFit[]): PointFit[] {
  return points.filter(({ part }) => part !== null);
}

function distanceOf(points: readonly PointFit[]): number {
  const byPart = groupBy(judgingPoints(points), ({ part }) => part);
  const squares = Array.from(byPart.values(), (ofPart) =>
    mean(ofPart.map(({ error }) => Math.min(error, errorMax) ** 2)),
  );
  return Math.sqrt(mean(squares));
}

interface Moments {
  readonly curve: ComparedCurve;
  readonly clearMs: number;
  readonly isClear: boolean;
  /** When clients fell for the first time; null: they did not. */
  readonly onsetMs: number | null;
}

function fitOf(point: RecordPoint, moments: Moments): PointFit {
  const { factRow } = point;
  if (factRow === events.onset) return onsetFit(point, moments);
  if (factRow === events.dip) return dipFit(point, moments.curve);
  if (factRow === events.allClear) return clearFit(point, moments);
  return countFit(point, moments.curve);
}

function countFit(point: RecordPoint, curve: ComparedCurve): PointFit {
  const [fromMs, toMs] = point.atMsRange;
  const around = curve.between(fromMs, toMs).map(({ online }) => online);
  const [most, least] = [Math.max(...around), Math.min(...around)];
  const recorded = point.onlineCount ?? Number.NaN;
  const [low, high] = point.onlineCountRange ?? [recorded, recorded];
  const isPeak = peaks.includes(point.factRow);
  const error = isPeak ? gap(most, most, low, high) : gap(least, most, low, high);
  const simulated = isPeak ? most : curve.at(point.atMs).online;
  return { ...named(point), recorded, simulated, unit: 'users', error };
}

/** The factor between two ranges of counts, as a logarithm to the base two; 0 where they meet. */
function gap(least: number, most: number, low: number, high: number): number {
  return Math.max(0, log2Users(low) - log2Users(most), log2Users(least) - log2Users(high));
}

function onsetFit(point: RecordPoint, { onsetMs }: Moments): PointFit {
  const simulated = onsetMs ?? Number.POSITIVE_INFINITY;
  return {
    ...named(point),
    recorded: point.atMs,
    simulated,
    unit: 'moment',
    error: late(point, simulated),
  };
}

function clearFit(point: RecordPoint, { clearMs, isClear }: Moments): PointFit {
  const simulated = isClear ? clearMs : Number.POSITIVE_INFINITY;
  const error = isClear ? late(point, clearMs) : absentError;
  return { ...named(point), recorded: point.atMs, simulated, unit: 'moment', error };
}

function late({ atMsRange: [fromMs, toMs] }: RecordPoint, ms: number): number {
  return Math.max(0, fromMs - ms, ms - toMs) / hourMs / hoursLikeTwo;
}

/**
 * Whether the count fell within the range, as a part of its highest value until then, and by more
 * than the count of those who want to be signed in did.
 */
function dipFit(point: RecordPoint, curve: ComparedCurve): PointFit {
  const lowest = (of: keyof Users) => lowestPart(curve, ...point.atMsRange, of);
  const simulated = lowest('online') / lowest('wanted');
  const error = simulated <= dipShare ? 0 : absentError;
  return { ...named(point), recorded: dipShare, simulated, unit: 'share', error };
}

function named({ factRow, label, atMs }: RecordPoint) {
  const part = peaks.includes(factRow) ? null : (parts[factRow] ?? 'evening');
  return { factRow, label, atMs, part };
}

/** From each step on, the share that is offline for all of an hour. */
function lastingShares(curve: ComparedCurve, endMs: number): number[] {
  const shares = curve
    .between(watchedFromMs, endMs)
    .map(({ online, wanted }) => (wanted > 0 ? 1 - online / wanted : 0));
  const count = Math.ceil(fallMs / curve.stepMs) + 1;
  return shares
    .slice(0, Math.max(0, shares.length - count + 1))
    .map((_, first) => Math.min(...shares.slice(first, first + count)));
}

/** The first step at which too few are signed in; null: there is none. */
function onsetOf(lasting: readonly number[], { stepMs }: ComparedCurve): number | null {
  const first = lasting.findIndex((share) => share > 1 - fallenShare);
  return first < 0 ? null : watchedFromMs + first * stepMs;
}
