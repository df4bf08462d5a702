// How likely a month falls, in words, and what of it was declared and not known.
import CliTable from 'cli-table3';
import type { DeclaredDistribution } from '#domain/distributions/declared-distribution.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { PolicyLikelihood } from '#runner/months/judge-months.ts';
import type { DrawnMonth } from '#runner/months/month-points.ts';
import { countWords, shareWords } from '#runner/sentences/human-numbers.ts';
import { type Likelihood, recordedLikelihood } from '#scenarios/months/likelihood-of-repeat.ts';
import type { MonthInput } from '#scenarios/months/month-inputs.ts';
import { openFrame } from '../show/open-frame.ts';

/** What all drawn months say, policy by policy, beside the record; a table for several spreads. */
export function likelihoodWords(likelihoods: readonly PolicyLikelihood[]): string {
  const spreads = new Set(likelihoods.map(({ spread }) => spread));
  const told =
    spreads.size > 1 ? spreadTable(likelihoods) : likelihoods.map(policyWords).join('\n\n');
  return `${[told, recordWords(), caveat].join('\n\n')}\n`;
}

/** What was declared of the months, with its marks and sources. */
export function inputWords(months: readonly DrawnMonth[]): string {
  const [first, last] = [months.find(isDrawn), months.findLast(isDrawn)];
  const fixed = months.find((month) => !month.isDrawn);
  const lines = [
    ...(first && last ? drawnWords(first, last) : []),
    ...(fixed ? [`Of ${fixed.label}, fitted and not drawn:`, ...linesOf(fixed)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function policyWords({ policy, all, lastYear, fallen, august }: PolicyLikelihood): string {
  const which = fallen.map(({ label, seed }) => `${label} of seed ${seed}`);
  const more = which.length > fallenShown ? [`and ${which.length - fallenShown} more`] : [];
  return [
    `${policy}: ${countsWords(all)} drawn months fell.`,
    ...(which.length === 0 ? [] : [`  ${[...which.slice(0, fallenShown), ...more].join(', ')}`]),
    `  A month: ${intervalWords(all)}; at least one in twelve: ${withinWords(all)}.`,
    `  The last twelve that were drawn: ${countsWords(lastYear)}.`,
    `  A month: ${intervalWords(lastYear)}; at least one in twelve: ${withinWords(lastYear)}.`,
    ...(august.seedCount === 0
      ? []
      : [`  August 2007, fitted: fell in ${august.fellCount} of ${august.seedCount}.`]),
  ].join('\n');
}

/** More names than these nobody reads; months.csv has them all. */
const fallenShown = 4;

function spreadTable(likelihoods: readonly PolicyLikelihood[]): string {
  const table = new CliTable({
    chars: openFrame,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(['spread', 'policy', 'fell', 'a month', 'in twelve', 'last twelve', 'in twelve']);
  for (const { spread, policy, all, lastYear } of likelihoods)
    table.push([
      String(spread),
      policy,
      countsWords(all),
      intervalWords(all),
      withinWords(all),
      countsWords(lastYear),
      withinWords(lastYear),
    ]);
  return table.toString().replace(/ +$/gm, '');
}

function recordWords(): string {
  const { fellCount, monthCount } = recordedLikelihood;
  const bare = fellCount / monthCount;
  const bareWithin = shareWords(1 - (1 - bare) ** 12);
  return [
    `The record: ${countsWords(recordedLikelihood)} fell.`,
    `  Bare counting: ${shareWords(bare)} a month; at least one in twelve: ${bareWithin}.`,
    `  By the rule above: ${intervalWords(recordedLikelihood)}; ` +
      `${withinWords(recordedLikelihood)}.`,
  ].join('\n');
}

const caveat = [
  'Medians with 95 % intervals (Jeffreys). How far a month strays is declared, not known: these',
  'figures say what the declared inputs imply, and no more. More seeds narrow the intervals around',
  'that; they teach nothing about the inputs. --spread 0.05,0.08,0.11 tells how much hangs on it.',
].join('\n');

function countsWords({ fellCount, monthCount }: Likelihood): string {
  return `${countWords(fellCount)} of ${countWords(monthCount)}`;
}

function intervalWords({ perMonth, perMonthMin, perMonthMax }: Likelihood): string {
  return `${shareWords(perMonth)} (${shareWords(perMonthMin)} to ${shareWords(perMonthMax)})`;
}

function withinWords({ withinTwelveMonths }: Likelihood): string {
  return shareWords(withinTwelveMonths);
}

const inputNames: readonly [MonthInput, string][] = [
  ['restartShare', 'share that restarts, of PCs on at 03:00'],
  ['load', 'ordinary PCs on, where 1 is August 2007'],
  ['recordOnlineCount', 'most users ever online at once'],
];

function isDrawn(month: DrawnMonth): boolean {
  return month.isDrawn;
}

function drawnWords(first: DrawnMonth, last: DrawnMonth): string[] {
  const one = `Declared, not known, of ${first.label}:`;
  if (first.label === last.label) return [one, ...linesOf(first)];
  return [one, ...linesOf(first), `Declared, not known, of ${last.label}:`, ...linesOf(last)];
}

function linesOf({ inputs }: DrawnMonth): string[] {
  return inputNames.map(([input, name]) => {
    const declared = inputs[input];
    return `  ${name}: ${shapeWords(declared)} [${declared.mark}: ${declared.source}]`;
  });
}

function shapeWords(declared: DeclaredDistribution): string {
  switch (declared.kind) {
    case 'fixed':
      return digits(declared.value);
    case 'uniform':
      return `uniform, ${digits(declared.min)} to ${digits(declared.max)}`;
    case 'triangular':
      return `triangular, ${declared.min} to ${declared.max}, mostly ${declared.mode}`;
    case 'lognormal':
      return `lognormal, median ${digits(declared.median)}, sigma ${declared.sigma}`;
    case 'beta':
      return `beta, mean ${digits(declared.mean)}, sd ${digits(declared.sd)}`;
    default:
      return unreachable(declared);
  }
}

function digits(value: number): string {
  return value >= 1000 ? countWords(Math.round(value)) : String(Number(value.toPrecision(3)));
}
