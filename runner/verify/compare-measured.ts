// Compares what was measured in the local cloud with what was measured elsewhere: each count and
// meter, its distance, and whether that is within its tolerance. Each quantity that is left out is
// named.

import { median } from '../over-seeds.ts';
import type { Measured, MeasuredElsewhere } from './measured.ts';
import { distanceInterval, relativeDistance, smallCountTolerance } from './seed-statistics.ts';

/** The kind of a row's quantity. It decides the tolerance. */
export type RowKind = 'count' | 'meter' | 'duration' | 'share';

/**
 * The verdict on one row.
 *
 * - `unsure`: the distance is out of tolerance, but with so few seeds it may be chance.
 * - `missing`: the other cloud does not have the quantity.
 * - `excused`: it is missing for a listed reason.
 */
export type RowVerdict = 'within' | 'unsure' | 'outside' | 'missing' | 'excused';

/** One quantity in both clouds. */
export interface ComparedRow {
  readonly name: string;
  readonly kind: RowKind;
  /** The median over the seeds; infinite: never within the run. */
  readonly local: number;
  /** The same of the other cloud; null: the other cloud does not know it. */
  readonly other: number | null;
  /**
   * How far the other cloud is from the local cloud, as a share of the local cloud's value; null:
   * missing.
   */
  readonly distance: number | null;
  /** The range in which the distance may lie by the choice of seeds; null: not computed. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The largest distance that counts as agreement, in the quantity's own unit. */
  readonly tolerance: number;
  readonly verdict: RowVerdict;
  /** Why the row is excused, or how it was compared if not by its share. */
  readonly note: string | null;
}

/** The comparison of two clouds, quantity by quantity. */
export interface Comparison {
  readonly seedCount: number;
  readonly rows: readonly ComparedRow[];
  /** Quantities that were 0 in every run of both clouds. */
  readonly zeroes: readonly string[];
  /** How many runs ended in the same way in both clouds, for the same seed. */
  readonly endedAlikeCount: number;
  /** Violated invariants of the other cloud, in words. */
  readonly violations: readonly string[];
}

/** What a comparison needs to know about the runs. */
export interface CompareOptions {
  /** The time between two observations. No duration is known more exactly. */
  readonly observeEveryMs: number;
  readonly nodeCount: number;
  /** Why the other cloud may lack a quantity; null: it may not. */
  readonly excuseOf: (name: string) => string | null;
  /**
   * The count of which a quantity is seen as a part, since the other cloud leaves that part out by
   * design, or since only the whole matters. Null: the quantity is compared by itself.
   */
  readonly partOf?: (name: string) => string | null;
}

/** The tolerances of the design, for medians of ten or more seeds. */
export const shareTolerance = 0.05;
export const durationTolerance = 0.1;

/** Counts below this are compared by what chance may do, and not by their share. */
export const smallCountBelow = 20;

/**
 * Compares runs of the same seeds, in the same order.
 * @throws Error if their numbers differ, or if there are none
 */
export function compareMeasured(
  local: readonly Measured[],
  other: readonly MeasuredElsewhere[],
  options: CompareOptions,
): Comparison {
  if (local.length !== other.length || local.length === 0)
    throw new Error(`expected as many runs of both, got ${local.length} and ${other.length}`);
  const pairs = [...quantitiesOf(local, other), ...curveQuantities(local, other, options)];
  const isZero = ({ local: ours, other: theirs }: Quantity) =>
    [...ours, ...(theirs ?? [])].every((value) => value === 0);
  return {
    seedCount: local.length,
    rows: pairs
      .filter((pair) => !isZero(pair))
      .map((pair) => compareOne({ ...pair, whole: wholeOf(pair, pairs, options) }, options)),
    zeroes: pairs.filter(isZero).map(({ name }) => name),
    endedAlikeCount: local.filter(({ ending }, index) => ending === other[index]?.ending).length,
    violations: [...new Set(other.flatMap(({ violations }) => violations))],
  };
}

/** One quantity with its value for each seed; null: that cloud never names it. */
interface Quantity {
  readonly name: string;
  readonly kind: RowKind;
  readonly local: readonly number[];
  readonly other: readonly number[] | null;
  /**
   * The value of a single thing, if the quantity counts single things; otherwise null. A small
   * count scatters.
   */
  readonly perThing: number | null;
}

/** A quantity, and the quantity that it is a part of. */
interface PartialQuantity extends Quantity {
  readonly whole: { readonly name: string; readonly local: number } | null;
}

function wholeOf({ name }: Quantity, all: readonly Quantity[], { partOf }: CompareOptions) {
  const whole = all.find((one) => one.name === (partOf?.(name) ?? null));
  return whole === undefined ? null : { name: whole.name, local: median(whole.local) };
}

function quantitiesOf(local: readonly Measured[], other: readonly MeasuredElsewhere[]): Quantity[] {
  const kinds = [
    ['count', 'counts'],
    ['meter', 'meters'],
  ] as const;
  return kinds.flatMap(([kind, field]) => {
    const names = [...local, ...other].flatMap((run) => Object.keys(run[field]));
    return [...new Set(names)].sort().map((name) => ({
      name,
      kind,
      perThing: isOfThings(name) ? 1 : null,
      // The local cloud counts whatever the handlers do. What it does not name did not happen.
      local: local.map((run) => run[field][name] ?? 0),
      other: valuesOf(other.map((run) => run[field][name])),
    }));
  });
}

/** A cloud that names a quantity in one run had none of it in the runs that do not name it. */
function valuesOf(values: readonly (number | undefined)[]): number[] | null {
  if (values.every((value) => value === undefined)) return null;
  return values.map((value) => value ?? 0);
}

/** Seconds, bytes and units are amounts, and not counts of single things. */
function isOfThings(name: string): boolean {
  return !/(Seconds|Ms|Units|bytes|Hours)(\.|$)/.test(name);
}

function curveQuantities(
  local: readonly Measured[],
  other: readonly MeasuredElsewhere[],
  { nodeCount }: CompareOptions,
): Quantity[] {
  const never = Number.POSITIVE_INFINITY;
  const of = (read: (run: MeasuredElsewhere) => number | null | undefined) => ({
    local: local.map((run) => read(run) ?? never),
    other: other.some((run) => read(run) === undefined)
      ? null
      : other.map((run) => read(run) ?? never),
  });
  const worst = of((run) => run.worstOfflineShare);
  return [
    { name: 'healed after', kind: 'duration', perThing: null, ...of((run) => run.healMs) },
    { name: 'below target', kind: 'duration', perThing: null, ...of((run) => run.belowTargetMs) },
    { name: 'ran for', kind: 'duration', perThing: null, ...of((run) => run.ranForMs) },
    { name: 'worst share offline', kind: 'share', perThing: 1 / nodeCount, ...worst },
  ];
}

function compareOne(quantity: PartialQuantity, options: CompareOptions): ComparedRow {
  const { name, kind } = quantity;
  const local = median(quantity.local);
  if (quantity.other === null) {
    const excuse = options.excuseOf(name);
    return {
      name,
      kind,
      local,
      other: null,
      distance: null,
      interval: null,
      tolerance: 0,
      verdict: excuse === null ? 'missing' : 'excused',
      note: excuse,
    };
  }
  const other = median(quantity.other);
  const { tolerance, note } = toleranceOf(quantity, local, other, options);
  const interval = distanceInterval(quantity.local, quantity.other);
  return {
    name,
    kind,
    local,
    other,
    interval,
    tolerance,
    note,
    distance: relativeDistance(local, other),
    verdict: verdictOf(local, other, tolerance, interval),
  };
}

function verdictOf(
  local: number,
  other: number,
  tolerance: number,
  [low, high]: readonly [number, number],
): RowVerdict {
  // If something never comes in one of the clouds, no tolerance covers the distance.
  const isWithin = Number.isFinite(local) && Math.abs(other - local) <= tolerance;
  if (local === other || isWithin) return 'within';
  const isShare = Number.isFinite(local) && local !== 0;
  const share = isShare ? tolerance / Math.abs(local) : 0;
  return low <= share && high >= -share ? 'unsure' : 'outside';
}

function toleranceOf(
  { kind, perThing, whole, local: { length: seedCount } }: PartialQuantity,
  local: number,
  other: number,
  { observeEveryMs }: CompareOptions,
): { tolerance: number; note: string | null } {
  if (whole !== null)
    return { tolerance: shareTolerance * whole.local, note: `as a part of ${whole.name}` };
  if (kind === 'duration') {
    const byShare = durationTolerance * local;
    if (byShare >= observeEveryMs) return { tolerance: byShare, note: null };
    return { tolerance: observeEveryMs, note: 'within one observation' };
  }
  if (perThing === null || local >= smallCountBelow * perThing)
    return { tolerance: shareTolerance * local, note: null };
  const things = smallCountTolerance(local / perThing, other / perThing, seedCount);
  return { tolerance: things * perThing, note: 'small count' };
}
