// What the runs say about the next months, for the terminal and the report.
import { counted, formatCount, formatShare } from '#runner/sentences/human-numbers.ts';
import type {
  HorizonChance,
  LikelihoodChoices,
  Likelihoods,
  PolicyChance,
} from '#runner/study/likelihood/likelihood.ts';
import { plainTable } from '../show/plain-table.ts';
import { wrapLines } from '../show/wrap-lines.ts';

const columns = 100;

/** The whole text. It ends in a newline. */
export function likelihoodText(choices: LikelihoodChoices, found: Likelihoods): string {
  const sentences = [effortWords(choices, found), ...conclusions(found), caveat];
  const told = sentences.map((one) => `${wrapLines(one, columns, '')}\n`);
  return [...(found.policies.length === 0 ? [] : [table(found)]), ...told].join('\n');
}

/** The heads of the table. */
export const likelihoodHeads = ['policy', 'fell', 'ahead', 'at least one falls', 'base rate'];

/** The rows of the table: each horizon of each policy. */
export function likelihoodRows({ policies }: Likelihoods): string[][] {
  return policies.flatMap((one) =>
    one.horizons.map((horizon) => [
      one.policy,
      `${formatCount(one.fellCount)} of ${formatCount(one.runCount)}`,
      aheadWords(horizon),
      intervalWords(horizon),
      formatShare(horizon.baseRate),
    ]),
  );
}

/** Such as `4.4 % (0.1 to 31.0 %)`. */
export function intervalWords({ chance, low, high }: HorizonChance): string {
  return `${formatShare(chance)} (${formatShare(low)} to ${formatShare(high)})`;
}

export function aheadWords({ months }: HorizonChance): string {
  return months === 1 ? 'the next' : `one of ${months}`;
}

/** How much was run, and where the values come from. */
export function effortWords(
  { month, nodes, draws, seeds, fitted }: LikelihoodChoices,
  { drawsDone }: Likelihoods,
): string {
  const source =
    fitted === undefined
      ? 'drawn from the declared ranges, without a look at the record'
      : `${fitted.values.length} that were fitted to the record under ${fitted.hypothesis}`;
  const left = drawsDone < draws ? ' A longer --budget goes on from here.' : '';
  return (
    `${formatCount(drawsDone)} of ${formatCount(draws)} draws are done, each with ` +
    `${counted(seeds, 'month')} as ${month} was declared, ` +
    `in networks of ${formatCount(nodes)} nodes.${left} ` +
    `The values are ${source}. A cell of the real size has 20,000 nodes: in smaller ones ` +
    'chance weighs more.'
  );
}

/** A sentence or two on each policy. */
export function conclusions({ policies }: Likelihoods): string[] {
  if (policies.length === 0) return ['No draw was done, so nothing can be said.'];
  return policies.map((one) =>
    [fellWords(one), ...recordWords(one), ...boundWords(one), ...rareWords(one)].join(' '),
  );
}

/** What all of it cannot say. */
export const caveat =
  'Chances are means over draws and seeds (beta-binomial, Jeffreys). An interval holds the ' +
  'chance of 95 % of the draws, with what few runs leave open; a mean may lie outside of a ' +
  'narrow one. These figures show what the ' +
  'declared inputs imply, and no more. The base rate has no model in it: one failure in 47 months.';

function table(found: Likelihoods): string {
  return `${plainTable([likelihoodHeads, ...likelihoodRows(found)])}\n`;
}

function fellWords({
  policy,
  fellCount,
  runCount,
  fellDrawCount,
  drawCount,
}: PolicyChance): string {
  return (
    `${policy}: ${formatCount(fellCount)} of ${formatCount(runCount)} months fell, in ` +
    `${formatCount(fellDrawCount)} of ${formatCount(drawCount)} draws.`
  );
}

/** Where a month falls far more often than months did. */
function recordWords({ horizons: [next] }: PolicyChance): string[] {
  if (next === undefined || next.low <= next.baseRate) return [];
  return [
    `The record alone says ${formatShare(next.baseRate)} a month. So these values, taken ` +
      'together, are not those of 2007, or the networks are too small: it is a figure about them.',
  ];
}

function boundWords({ bound }: PolicyChance): string[] {
  return bound === null
    ? []
    : [
        `None fell: a month's chance is at most ${formatShare(bound)} with 95 % ` +
          '(3, divided by the number of draws).',
      ];
}

function rareWords({ rare }: PolicyChance): string[] {
  if (rare === null) return [];
  const { chance, chanceMax, levelCount, runCount, familyCount, highestScore } = rare;
  const effort =
    `(${formatCount(runCount)} runs, ${levelCount} levels, ` +
    `${familyCount} of the first particles have descendants)`;
  if (chance !== null)
    return [
      `Splitting: about ${smallShare(chance)} a month, ` +
        `up to ${smallShare(chanceMax)} ${effort}.`,
    ];
  return [
    `Splitting found none that fell: a month's chance is at most ${smallShare(chanceMax)}, ` +
      'if branches forget their parents; ' +
      `the nearest came ${formatShare(highestScore / 2)} of the way ${effort}.`,
  ];
}

/** Small chances have two digits: `0.012 %`. */
function smallShare(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
