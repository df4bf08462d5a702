// What a calibration found, for the terminal.

import { formatCount, formatMoment } from '#runner/sentences/human-numbers.ts';
import type {
  Calibration,
  CalibrationChoices,
  HypothesisFit,
} from '#runner/study/calibrate/calibrate.ts';
import type { Judged } from '#runner/study/calibrate/candidate.ts';
import type { Region } from '#runner/study/calibrate/narrow.ts';
import { neverFallen } from '#runner/study/never-fallen.ts';
import { countWithin, judgingPoints, type PointFit } from '#runner/study/summary.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { augustUnknowns } from '#scenarios/unknowns/august-unknowns.ts';
import { boundWhereNoneFailed } from '#statistics/jeffreys.ts';
import { plainTable } from '../show/plain-table.ts';
import { wrapLines } from '../show/wrap-lines.ts';

const columns = 100;

/** Below this part of its range an unknown is narrowed down by the record. */
const narrowWidth = 0.5;

/** Fewer good candidates show no region. */
const regionMin = 8;

/** The whole text. It ends in a newline. */
export function calibrationText(choices: CalibrationChoices, found: Calibration): string {
  const [best] = rankedFits(found);
  const parts = [
    wrapped(effortWords(choices, found)),
    fitsTable(found),
    ...(best === undefined
      ? ['No candidate was done: a longer --budget goes on from here.\n']
      : [pointsTable(best), regionTable(best), wrapped(conclusionOf(found))]),
  ];
  return parts.join('\n');
}

/**
 * The hypotheses that have a candidate at the largest size, the closest first. Each is told by
 * seeds that did not choose it, if they were run.
 */
export function rankedFits({ fits }: Calibration): (HypothesisFit & { readonly top: Judged })[] {
  const withBest = fits.flatMap((fit) => {
    const top = fit.checked ?? fit.best[0];
    return top === undefined ? [] : [{ ...fit, top }];
  });
  return withBest.toSorted((a, b) => b.top.nodes - a.top.nodes || a.top.score - b.top.score);
}

/** How much was searched, in a sentence or two. */
export function effortWords(
  { nodes, rungs }: CalibrationChoices,
  { fits, doneCount, plannedCount }: Calibration,
): string {
  const tried = fits[0]?.tried ?? 0;
  const sizes = [nodes, ...rungs.map((rung) => rung.nodes)].map((size) => formatCount(size));
  const left = doneCount < plannedCount ? ' A longer --budget goes on from here.' : '';
  const isChecked = fits.some(({ checked }) => checked !== null);
  const seeds = isChecked
    ? ' The closest of each is told by seeds that did not choose it.'
    : ' The closest of each is told by the seeds that chose it, which flatter it.';
  return (
    `${formatCount(doneCount)} of ${formatCount(plannedCount)} runs are done: each hypothesis ` +
    `with ${tried} candidates, in networks of ${sizes.join(', then ')} nodes.${left}${seeds} ` +
    'A cell of the real size has 20,000 nodes: in smaller ones chance weighs more.'
  );
}

function fitsTable(found: Calibration): string {
  return `${plainTable(fitRows(found))}\n\n${wrapped(fitNote)}`;
}

/** What the table of hypotheses means. */
export const fitNote =
  'Distance: the root of the mean square of the errors, as logarithms to the base two, in which ' +
  'the fall, the night, the evening, the second fall and the all-clear weigh the same. 1: a ' +
  'factor of two in each. Behind the others are candidates that do not fall in August, and those ' +
  'whose ordinary months fall. These values are fitted to the record: a good fit proves nothing.';

/** The table of the hypotheses, with its heads, and what doing nothing comes to. */
export function fitRows(found: Calibration): string[][] {
  const heads = ['hypothesis', 'nodes', 'within x2', 'within 25 %', 'distance', 'fell, of seeds'];
  return [
    [...heads, 'ordinary months in time'],
    neverRow(),
    ...rankedFits(found).map(({ hypothesis, top }) => [
      hypothesis,
      formatCount(top.nodes),
      `${top.withinTwo} of ${judgingPoints(top.points).length}`,
      `${top.withinQuarter} of ${judgingPoints(top.points).length}`,
      top.distance.toFixed(2),
      `${top.fallenCount} of ${top.seedCount}`,
      monthWords(top),
    ]),
  ];
}

/** Without it nobody could tell what a distance is worth. */
function neverRow(): string[] {
  const { points, distance } = neverFallen(august2007);
  const within = (factor: number) =>
    `${countWithin(points, factor)} of ${judgingPoints(points).length}`;
  const name = 'a network that never falls';
  return [name, 'none', within(2), within(1.25), distance.toFixed(2), 'none', 'all'];
}

function monthWords({ months, healedMonths }: Judged): string {
  if (months === 0) return 'not run';
  const words = `${healedMonths} of ${months}`;
  if (healedMonths < months) return words;
  return `${words}: up to ${Math.round(100 * boundWhereNoneFailed(months))} % may be late`;
}

function pointsTable({ hypothesis, top }: { hypothesis: string; top: Judged }): string {
  const heads = ['when, UTC', 'recorded', 'simulated', 'off by', 'facts'];
  const rows = top.points.map((point) => [
    formatMoment(point.atMs),
    valueWords(point, point.recorded),
    valueWords(point, point.simulated),
    errorWords(point),
    point.factRow,
  ]);
  return `The closest of ${hypothesis}, ${top.seedCount} seeds:\n${plainTable([heads, ...rows])}\n`;
}

function regionTable({ region, regionCount }: HypothesisFit): string {
  const heads = ['unknown', 'best candidates', 'of the range', 'a source says'];
  const rows = region.map((one) => [
    augustUnknowns[one.name].title,
    `${shortNumber(one.least)} to ${shortNumber(one.most)}`,
    `${Math.round(one.width * 100)} %`,
    publishedWords(one),
  ]);
  const title = `Its best ${regionCount} candidates, all values fitted:`;
  return `${title}\n${plainTable([heads, ...rows])}\n`;
}

/** What came out, in sentences. */
export function conclusionOf(found: Calibration): string {
  const [best] = rankedFits(found);
  if (best === undefined) return 'Nothing was found.';
  if (best.top.fallenCount === 0)
    return 'The closest candidate did not fall in August: nothing here meets the record.';
  const resists = resistanceOf(found, best.top);
  if (best.regionCount < regionMin)
    return `${resists} Too few candidates to say which values the record narrows down.`;
  const odds = best.region.filter(({ isAtOdds }) => isAtOdds);
  const source =
    odds.length === 0
      ? ''
      : ` At odds with a source: ${odds.map(({ name }) => augustUnknowns[name].title).join('; ')}.`;
  const narrow = best.region.filter(({ width }) => width < narrowWidth).length;
  const rest =
    ` The best candidates of this search span less than half of ${narrow} of ` +
    `${best.region.length} ranges; a search that closes in does so in part by itself.`;
  return `${resists}${source}${rest}`;
}

/** What the closest candidate misses, and what every candidate of the largest size does. */
function resistanceOf({ all }: Calibration, top: Judged): string {
  const isMissed = ({ error, part }: PointFit) => part !== null && error > 1;
  const missed = top.points.filter(isMissed);
  if (missed.length === 0) return 'The closest candidate is within a factor of two at every point.';
  const largest = all.filter(({ nodes }) => nodes === top.nodes);
  const resisting = top.points.filter((_, index) =>
    largest.every(({ points }) => points.slice(index, index + 1).some(isMissed)),
  );
  const tried = `${largest.length} candidates in networks of ${formatCount(top.nodes)} nodes`;
  const resists =
    resisting.length === 0
      ? `Each point is met by one of the ${tried}.`
      : `What none of the ${tried} meets: ${namesOf(resisting)}.`;
  return `The closest candidate misses: ${namesOf(missed)}. ${resists}`;
}

function namesOf(points: readonly PointFit[]): string {
  return points.map(({ atMs, label }) => `${formatMoment(atMs)} (${label})`).join('; ');
}

/** A value of a point, with its unit. */
export function valueWords({ unit }: PointFit, value: number): string {
  if (!Number.isFinite(value)) return 'never';
  if (unit === 'moment') return formatMoment(value);
  if (unit === 'share') return `${Math.round(value * 100)} %`;
  return `${(value / 1e6).toFixed(2)} M`;
}

/** How far off a point is. */
export function errorWords({ error, unit, simulated }: PointFit): string {
  if (!Number.isFinite(simulated)) return 'never';
  if (error === 0) return 'within';
  if (unit === 'share') return 'absent';
  return unit === 'moment' ? `${(error * 6).toFixed(1)} h` : `x ${(2 ** error).toFixed(2)}`;
}

/** What a source says itself, and whether the region is at odds with it. */
export function publishedWords({ name, isAtOdds }: Region): string {
  const unknown = augustUnknowns[name];
  if (!('published' in unknown)) return 'nothing';
  const [least, most] = unknown.published;
  const says = least === most ? `${least}` : `${least} to ${most}`;
  return isAtOdds ? `${says}: at odds` : says;
}

/** None of these is known to more than three digits. */
export function shortNumber(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}

function wrapped(text: string): string {
  return `${wrapLines(text, columns, '')}\n`;
}
