// Says in words how likely a month falls, and which inputs were declared and are not known.
import type { DeclaredDistribution } from '#domain/distributions/declared-distribution.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { PolicyLikelihood } from '#runner/months/judge-months.ts';
import { type Likelihood, recordedLikelihood } from '#runner/months/likelihood-of-repeat.ts';
import type { DrawnMonth } from '#runner/months/month-points.ts';
import { formatCount, formatShare } from '#runner/sentences/human-numbers.ts';
import type { MonthInput } from '#scenarios/months/month-inputs.ts';
import { plainTable } from '../show/plain-table.ts';

/**
 * The results of all drawn months, policy by policy, beside the real record. Several spreads make a
 * table.
 */
export function formatLikelihood(likelihoods: readonly PolicyLikelihood[]): string {
  const spreads = new Set(likelihoods.map(({ spread }) => spread));
  const reported =
    spreads.size > 1 ? spreadTable(likelihoods) : likelihoods.map(formatPolicy).join('\n\n');
  return `${[reported, formatRecord(), caveat].join('\n\n')}\n`;
}

/** The declared inputs of the months, with provenance and sources. */
export function formatInput(months: readonly DrawnMonth[]): string {
  const [first, last] = [months.find(isDrawn), months.findLast(isDrawn)];
  const fixed = months.find((month) => !month.isDrawn);
  const lines = [
    ...(first && last ? formatDrawn(first, last) : []),
    ...(fixed ? [`Of ${fixed.label}, fitted and not drawn:`, ...linesOf(fixed)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function formatPolicy({ policy, all, lastYear, fallen, august }: PolicyLikelihood): string {
  const which = fallen.map(({ label, seed }) => `${label} of seed ${seed}`);
  const more = which.length > fallenShown ? [`and ${which.length - fallenShown} more`] : [];
  return [
    `${policy}: ${formatCounts(all)} drawn months fell.`,
    ...(which.length === 0 ? [] : [`  ${[...which.slice(0, fallenShown), ...more].join(', ')}`]),
    `  A month: ${formatInterval(all)}; at least one in twelve: ${formatWithin(all)}.`,
    `  The last twelve that were drawn: ${formatCounts(lastYear)}.`,
    `  A month: ${formatInterval(lastYear)}; at least one in twelve: ${formatWithin(lastYear)}.`,
    ...(august.seedCount === 0
      ? []
      : [`  August 2007, fitted: fell in ${august.fellCount} of ${august.seedCount}.`]),
  ].join('\n');
}

/** How many names are shown; months.csv has them all. */
const fallenShown = 4;

function spreadTable(likelihoods: readonly PolicyLikelihood[]): string {
  const heads = ['spread', 'policy', 'fell', 'a month', 'in twelve', 'last twelve', 'in twelve'];
  const rows = likelihoods.map(({ spread, policy, all, lastYear }) => [
    String(spread),
    policy,
    formatCounts(all),
    formatInterval(all),
    formatWithin(all),
    formatCounts(lastYear),
    formatWithin(lastYear),
  ]);
  return plainTable([heads, ...rows]);
}

function formatRecord(): string {
  const { fellCount, monthCount } = recordedLikelihood;
  const bare = fellCount / monthCount;
  const bareWithin = formatShare(1 - (1 - bare) ** 12);
  return [
    `The record: ${formatCounts(recordedLikelihood)} fell.`,
    `  Bare counting: ${formatShare(bare)} a month; at least one in twelve: ${bareWithin}.`,
    `  By the rule above: ${formatInterval(recordedLikelihood)}; ` +
      `${formatWithin(recordedLikelihood)}.`,
  ].join('\n');
}

const caveat = [
  'Medians with 95 % intervals (Jeffreys). How far months differ is declared, not known: these',
  'figures show what the declared inputs imply, and no more. More seeds narrow the intervals, but',
  'tell nothing about the inputs. --spread 0.05,0.08,0.11 shows how much depends on the spread.',
].join('\n');

function formatCounts({ fellCount, monthCount }: Likelihood): string {
  return `${formatCount(fellCount)} of ${formatCount(monthCount)}`;
}

function formatInterval({ perMonth, perMonthMin, perMonthMax }: Likelihood): string {
  return `${formatShare(perMonth)} (${formatShare(perMonthMin)} to ${formatShare(perMonthMax)})`;
}

function formatWithin({ withinTwelveMonths }: Likelihood): string {
  return formatShare(withinTwelveMonths);
}

const inputNames: readonly [MonthInput, string][] = [
  ['restartShare', 'share that restarts, of PCs on at 03:00'],
  ['load', 'ordinary PCs on, where 1 is August 2007'],
  ['recordOnlineCount', 'most users ever online at once'],
];

function isDrawn(month: DrawnMonth): boolean {
  return month.isDrawn;
}

function formatDrawn(first: DrawnMonth, last: DrawnMonth): string[] {
  const one = `Declared, not known, of ${first.label}:`;
  if (first.label === last.label) return [one, ...linesOf(first)];
  return [one, ...linesOf(first), `Declared, not known, of ${last.label}:`, ...linesOf(last)];
}

function linesOf({ inputs }: DrawnMonth): string[] {
  return inputNames.map(([input, name]) => {
    const declared = inputs[input];
    return `  ${name}: ${formatShape(declared)} [${declared.provenance}: ${declared.source}]`;
  });
}

function formatShape(declared: DeclaredDistribution): string {
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
  return value >= 1000 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}
