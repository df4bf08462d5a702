// A factorial for the terminal: the five hypotheses, then the largest effects.
import type { Effect, Factorial, FactorMeans } from '#runner/effects/effects-over-seeds.ts';
import { formatShare } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import { formatMeasure } from '../thresholds/judge-thresholds.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import { effectName, formatChange } from './effects-sentences.ts';

/** How many effects the terminal and the picture show; the files have all. */
export const effectsShownMax = 12;

/** The columns of the table of effects. */
export const effectHeads = ['effect', 'on average', '95 % over seeds', 'of the differences'];

/** An effect as the cells of a table. */
export function effectCells(effect: Effect, { unit }: NamedMeasure): string[] {
  return [
    effectName(effect),
    formatChange(unit, effect.effect),
    formatInterval(effect, unit),
    formatShare(effect.variationShare),
  ];
}

/** The columns of the table of hypotheses. */
export const factorHeads = [
  'hypothesis',
  'without',
  'with',
  'added to none',
  'added to all others',
];

/** A hypothesis as the cells of a table. */
export function factorCells(means: FactorMeans, { unit }: NamedMeasure): string[] {
  return [
    means.factor,
    formatMeasure(unit, means.meanOff),
    formatMeasure(unit, means.meanOn),
    formatChange(unit, means.alone),
    formatChange(unit, means.last),
  ];
}

/** Both tables, ending in a newline. */
export function effectsTables(factorial: Factorial, measure: NamedMeasure): string {
  const { effects, factors } = factorial;
  const shown = effects.slice(0, effectsShownMax);
  const left = effects.length - shown.length;
  return [
    `${measure.name}: ${measure.about}. Means over the 16 combinations without a hypothesis,`,
    'and the 16 with it:\n',
    plainTable([factorHeads, ...factors.map((means) => factorCells(means, measure))]),
    '\nThe effects, the largest first (× is what several change together beyond their own):\n',
    plainTable([effectHeads, ...shown.map((effect) => effectCells(effect, measure))]),
    left > 0 ? `\n${left} smaller effects are in effects.csv.\n` : '',
  ].join('\n');
}

function formatInterval({ interval, isClear }: Effect, unit: NamedMeasure['unit']): string {
  if (interval === null) return 'one seed';
  const [low, high] = interval.map((end) => formatChange(unit, end));
  return `${low} to ${high}${isClear ? '' : ' (may be 0)'}`;
}
