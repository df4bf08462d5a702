// What model choice looks at: where the curve is at each point of the record, and its shape.

import { august2007 } from '#scenarios/august-2007.ts';
import { pointOf, record2007 } from '#scenarios/record-2007.ts';
import { type ComparedCurve, log2Users, lowestPart } from './compared-curve.ts';

/** Numbers of a run, or of the record, by name. */
export type Features = Readonly<Record<string, number>>;

const hourMs = 3_600_000;

/** "Clearly going down" (facts 1.53): by how much is not said, so a tenth is our reading. */
const recordedDip = 0.9;

/** Before the outage a count tells of the demand, which is the same under every hypothesis. */
const outageFromMs = pointOf('1.29').atMs;

/** A network that never falls does so after all of the record. */
const neverMs = Math.max(...record2007.map(({ atMs }) => atMs));

/** A count of the record is known to a tenth at best. */
const countSpread = 0.14;

/** Facts 1.31 has "perhaps a part" of the network: a factor of two either way is our choice. */
const partSpread = 1;

const countedPoints = record2007.flatMap(({ atMs, onlineCount, onlineCountRange, factRow }) => {
  if (onlineCount === null || onlineCountRange === null || atMs < outageFromMs) return [];
  const [low, high] = onlineCountRange;
  const said = Math.max(countSpread, Math.log2(high / low) / 2);
  const spread = factRow === '1.31' ? partSpread : said;
  return [{ name: `log2 online ${dayAndHour(atMs)}`, atMs, onlineCount, spread }];
});

/** The features of a run. @param startMs when the run began */
export function featuresOf(
  curve: ComparedCurve,
  startMs: number,
  { onsetMs, clearMs }: { readonly onsetMs: number | null; readonly clearMs: number },
): Features {
  const [nightMs, morningMs] = [pointOf('1.31').atMs, pointOf('1.53').atMs];
  const secondMs = pointOf('1.56').atMs;
  const onlineAt = (ms: number) => log2Users(curve.at(ms).online);
  return {
    ...Object.fromEntries(countedPoints.map(({ name, atMs }) => [name, onlineAt(atMs)])),
    'onset h': ((onsetMs ?? neverMs) - startMs) / hourMs,
    'clear h': (clearMs - startMs) / hourMs,
    'night growth': onlineAt(pointOf('1.32').atMs) - onlineAt(nightMs),
    'morning dip': lowestPart(curve, morningMs - 2 * hourMs, morningMs + 2 * hourMs),
    'second fall': lowestPart(curve, secondMs - hourMs / 2, secondMs + hourMs),
  };
}

/** What a run would have that was the record itself. */
export const recordFeatures: Features = {
  ...Object.fromEntries(
    countedPoints.map(({ name, onlineCount }) => [name, log2Users(onlineCount)]),
  ),
  'onset h': (pointOf('1.29').atMs - august2007.startMs) / hourMs,
  'clear h': (pointOf('1.58').atMs - august2007.startMs) / hourMs,
  'night growth': log2Users(countOf('1.32')) - log2Users(countOf('1.31')),
  'morning dip': recordedDip,
  'second fall': countOf('1.57') / countOf('1.56'),
};

/** What each feature of the record is not known closer than; an event's hour to half an hour. */
export const recordSpreads: Features = {
  ...Object.fromEntries(countedPoints.map(({ name, spread }) => [name, spread])),
  'onset h': 0.5,
  'clear h': 0.5,
  'night growth': partSpread,
  'morning dip': 0.05,
  'second fall': spreadOfSecondFall(),
};

/** The names of the features, in one order. */
export const featureNames: readonly string[] = Object.keys(recordFeatures);

/** Half of what lies between the two witnesses of the count, as a part of the count before. */
function spreadOfSecondFall(): number {
  const [low, high] = pointOf('1.57').onlineCountRange ?? [Number.NaN, Number.NaN];
  return (high - low) / 2 / countOf('1.56');
}

function countOf(factRow: string): number {
  return pointOf(factRow).onlineCount ?? Number.NaN;
}

/** Such as `16T22:15`. */
function dayAndHour(ms: number): string {
  return new Date(ms).toISOString().slice(8, 16);
}
