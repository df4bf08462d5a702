// Curves that follow from the details of a run.
import type { NetworkDetail, NetworkDetails } from '#twin/network/detail/network-detail.ts';
import type { Curve } from './chart.ts';
import type { RunSoFar } from './run-so-far.ts';

/**
 * A curve has so many parts at most. What is told of a minute moves up and down within a few: drawn
 * one by one, thousands of minutes fill an area in which nothing is seen.
 */
const partsMax = 240;

/** A curve of something that a moment tells. Empty while nothing is known. */
export function detailCurve(
  { details }: Pick<RunSoFar, 'details'>,
  value: (detail: NetworkDetail) => number,
): Curve {
  if (details === null) return noCurve;
  return { atMs: details.details.map(({ atMs }) => atMs), values: details.details.map(value) };
}

/** The highest value of each part of a curve, as CloudWatch has the maximum of a period. */
export function highest({ atMs, values }: Curve): Curve {
  const ends = partEnds(atMs.length);
  return {
    atMs: ends.map((end) => atMs[end] ?? 0),
    values: ends.map((end, part) =>
      Math.max(...values.slice(part === 0 ? 0 : (ends[part - 1] ?? 0) + 1, end + 1)),
    ),
  };
}

/** The places where the parts of so many values end: the first value, and so many each. */
function partEnds(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / partsMax));
  const ends: number[] = [];
  for (let end = 0; end < count - 1; end += step) ends.push(end);
  return count === 0 ? [] : [...ends, count - 1];
}

/** What a meter or a count rose by a minute. */
export function detailRate(
  { details }: Pick<RunSoFar, 'details'>,
  of: 'meters' | 'counts',
  name: string,
): Curve {
  if (details === null) return noCurve;
  const place = details.head[of].indexOf(name);
  const totals = details.details.map((detail) => detail[of][place] ?? 0);
  return perMinute({ atMs: details.details.map(({ atMs }) => atMs), values: totals });
}

/** What a total rises by a minute, as the mean of each part. */
export function perMinute({ atMs, values }: Curve): Curve {
  const ends = partEnds(atMs.length);
  const places = ends.slice(1).map((end, part) => [ends[part] ?? 0, end] as const);
  return {
    atMs: places.map(([, end]) => atMs[end] ?? 0),
    values: places.map(([from, end]) => {
      const minutes = ((atMs[end] ?? 0) - (atMs[from] ?? 0)) / 60_000;
      return minutes > 0 ? ((values[end] ?? 0) - (values[from] ?? 0)) / minutes : 0;
    }),
  };
}

/**
 * A quantile of the clients of a supernode, to the width of a step: within one they are taken as
 * even. NaN where there is no supernode.
 * @param share 0.5 for the median
 */
export function clientQuantile(
  { clientBins }: Pick<NetworkDetail, 'clientBins'>,
  { head: { clientsPerBin } }: Pick<NetworkDetails, 'head'>,
  share: number,
): number {
  const all = clientBins.reduce((sum, one) => sum + one, 0);
  if (all === 0) return Number.NaN;
  let before = 0;
  for (const [bin, count] of clientBins.entries()) {
    if (count > 0 && before + count >= share * all) {
      const inside = (share * all - before) / count;
      return Math.round((bin + inside) * clientsPerBin);
    }
    before += count;
  }
  return clientBins.length * clientsPerBin;
}

const noCurve: Curve = { atMs: [], values: [] };
