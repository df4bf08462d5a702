// What model choice looks at: where the curve is at each point of the record, and its shape.

import { august2007 } from '#scenarios/august-2007.ts';
import { pointOf, record2007 } from '#scenarios/record-2007.ts';
import { type ComparedCurve, lowestPart } from './compared-curve.ts';

/** Numbers of a run, or of the record, by name. */
export type Features = Readonly<Record<string, number>>;

const hourMs = 3_600_000;

/** Fewer users than this are none. */
const usersMin = 1_000;

/** "Clearly going down" (facts 1.53): by how much is not said, so a tenth is our reading. */
const recordedDip = 0.9;

/** Before the outage a count tells of the demand, which is the same under every hypothesis. */
const outageFromMs = pointOf('1.29').atMs;

const countedPoints = record2007.flatMap(({ atMs, onlineCount }) =>
  onlineCount === null || atMs < outageFromMs
    ? []
    : [{ name: `log2 online ${dayAndHour(atMs)}`, atMs, onlineCount }],
);

/** The features of a run. @param startMs when the run began */
export function featuresOf(
  curve: ComparedCurve,
  startMs: number,
  { onsetMs, clearMs }: { readonly onsetMs: number | null; readonly clearMs: number },
): Features {
  const [nightMs, morningMs] = [pointOf('1.31').atMs, pointOf('1.53').atMs];
  const secondMs = pointOf('1.56').atMs;
  const onlineAt = (ms: number) => log2(curve.at(ms).online);
  return {
    ...Object.fromEntries(countedPoints.map(({ name, atMs }) => [name, onlineAt(atMs)])),
    'onset h': ((onsetMs ?? clearMs) - startMs) / hourMs,
    'clear h': (clearMs - startMs) / hourMs,
    'night growth': onlineAt(pointOf('1.32').atMs) - onlineAt(nightMs),
    'morning dip': lowestPart(curve, morningMs - 2 * hourMs, morningMs + 2 * hourMs),
    'second fall': lowestPart(curve, secondMs - hourMs / 2, secondMs + hourMs),
  };
}

/** What a run would have that was the record itself. */
export const recordFeatures: Features = {
  ...Object.fromEntries(countedPoints.map(({ name, onlineCount }) => [name, log2(onlineCount)])),
  'onset h': (pointOf('1.29').atMs - august2007.startMs) / hourMs,
  'clear h': (pointOf('1.58').atMs - august2007.startMs) / hourMs,
  'night growth': log2(countOf('1.32')) - log2(countOf('1.31')),
  'morning dip': recordedDip,
  'second fall': countOf('1.57') / countOf('1.56'),
};

/** The names of the features, in one order. */
export const featureNames: readonly string[] = Object.keys(recordFeatures);

function countOf(factRow: string): number {
  return pointOf(factRow).onlineCount ?? Number.NaN;
}

function log2(users: number): number {
  return Math.log2(Math.max(users, usersMin));
}

/** Such as `16T22:15`. */
function dayAndHour(ms: number): string {
  return new Date(ms).toISOString().slice(8, 16);
}
