// What of a run is compared with the record of August 2007: sixteen points, thirteen counts and
// three events. The statistics of the wire are not among them.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { pointOf, type RecordPoint, record2007 } from '#scenarios/record-2007.ts';
import { type ComparedCurve, comparedCurve, lowestPart } from './compared-curve.ts';
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
  /**
   * How far the run is from what the words of the source allow, as a logarithm to the base two: 1
   * is a factor of two. Six hours of an event count like a factor of two. 0: within.
   */
  readonly error: number;
}

/** A run beside the record. */
export interface Summary {
  readonly points: readonly PointFit[];
  /** The root of the mean square error of the points, each at most `errorMax`. */
  readonly distance: number;
  readonly withinTwo: number;
  readonly withinQuarter: number;
  /** What model choice looks at, by name: positions of the curve, and its shape. */
  readonly features: Readonly<Record<string, number>>;
}

/** A factor of 16: how much further a point is away makes no difference. */
const errorMax = 4;
const factorTwo = 1;
const factorQuarter = Math.log2(1.25);
const hourMs = 3_600_000;

/** Six hours early or late are as bad as twice or half of a count: our choice. */
const hoursLikeTwo = 6;

/** From this share of those who want to be signed in on, clients have fallen. */
const fallenShare = 0.8;

/** A fall by less than this is the noise of a counter. */
const dipShare = 0.97;

/** Peaks of a day: the highest count around the hour, which is not known. */
const peaks: readonly string[] = ['1.50', '1.51'];

/** The night before the second day: whoever fell earlier fell by something else. */
const watchedFromMs = pointOf('1.51').atMs;

/** The events that a curve can show. What the operator said is no event of the network. */
const events = { onset: '1.29', dip: '1.53', allClear: '1.58' };

/** 0 users are no logarithm; a thousand of millions are none in practice. */
const usersMin = 1_000;

/** The record's points that runs are compared with, in order of time. */
export const comparedPoints: readonly RecordPoint[] = record2007.filter(
  ({ onlineCount, factRow }) => onlineCount !== null || Object.values(events).includes(factRow),
);

/** Compares a run of August 2007 with the record. @param scenario the one that was run */
export function summarize(scenario: Scenario, row: StudyRow): Summary {
  const curve = comparedCurve(scenario, row);
  const endMs = scenario.startMs + row.ranMs;
  const clearMs = row.healMs === null ? endMs : row.lastRestartAtMs + row.healMs;
  const moments = { curve, clearMs, isClear: row.healMs !== null, onsetMs: onsetOf(curve, endMs) };
  const points = comparedPoints.map((point) => fitOf(point, moments));
  const errors = points.map(({ error }) => Math.min(error, errorMax));
  const within = (limit: number) => errors.filter((error) => error <= limit).length;
  return {
    points,
    distance: Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length),
    withinTwo: within(factorTwo),
    withinQuarter: within(factorQuarter),
    features: featuresOf(curve, scenario.startMs, moments),
  };
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
  const log = (count: number) => Math.log2(Math.max(count, usersMin));
  return Math.max(0, log(low) - log(most), log(least) - log(high));
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
  // It may have been clear soon after the run's end, so this is the least that it is late by.
  const error = late(point, clearMs);
  return { ...named(point), recorded: point.atMs, simulated, unit: 'moment', error };
}

function late({ atMsRange: [fromMs, toMs] }: RecordPoint, ms: number): number {
  return Math.max(0, fromMs - ms, ms - toMs) / hourMs / hoursLikeTwo;
}

/** Whether the count fell within the range, as a part of its highest value until then. */
function dipFit(point: RecordPoint, curve: ComparedCurve): PointFit {
  const simulated = lowestPart(curve, ...point.atMsRange);
  const isDip = simulated <= dipShare;
  return { ...named(point), recorded: dipShare, simulated, unit: 'share', error: isDip ? 0 : 2 };
}

function named({ factRow, label, atMs }: RecordPoint) {
  return { factRow, label, atMs };
}

/** The first step at which too few are signed in; null: there is none. */
function onsetOf(curve: ComparedCurve, endMs: number): number | null {
  const steps = curve.between(watchedFromMs, endMs);
  const first = steps.findIndex(({ online, wanted }) => online < fallenShare * wanted);
  return first < 0 ? null : watchedFromMs + first * curve.stepMs;
}
