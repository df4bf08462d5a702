// A factorial in words: its effects with their sign, and one conclusion.
import type { Effect, Factorial } from '#runner/effects/effects-over-seeds.ts';
import { formatShare } from '#runner/sentences/human-numbers.ts';
import { formatMeasure } from '../thresholds/judge-thresholds.ts';
import type { MeasureUnit } from '../thresholds/measures.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';

/** The name of an effect: `herd`, or `ghost-slots × herd` for what both do together. */
export function effectName({ factors }: Pick<Effect, 'factors'>): string {
  return factors.join(' × ');
}

/** A change with its sign: `+2 h`, `−$3.20`. Shares are percentage points: `+12.5 points`. */
export function formatChange(unit: MeasureUnit, change: number): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '';
  const size = Math.abs(change);
  if (unit === 'share') return `${sign}${(size * 100).toFixed(1)} points`;
  return `${sign}${formatMeasure(unit, size)}`;
}

/** An effect explains at least so much before a conclusion names it. */
const namedShareMin = 0.05;

/** A conclusion with more names than this is none. */
const namedMax = 5;

/** What matters and what does not, in one or two sentences. */
export function conclusionOf(
  { effects, mean }: Factorial,
  { name, unit }: Pick<NamedMeasure, 'name' | 'unit'>,
): string {
  const whole = effects.reduce((sum, { variationShare }) => sum + variationShare, 0);
  if (whole === 0)
    return `No hypothesis changes ${name}: it is ${formatMeasure(unit, mean)} with and without.`;
  const large = effects.filter(({ variationShare }) => variationShare >= namedShareMin);
  const named = large.filter(({ isClear }) => isClear).slice(0, namedMax);
  const unsure = large.filter(({ isClear }) => !isClear);
  const unsureNames = unsure.slice(0, namedMax).map(effectName).join(', ');
  const unsureWords =
    unsure.length === 0
      ? []
      : [`${unsureNames} may matter, but these seeds do not show it: take more.`];
  if (named.length === 0)
    return [`No effect on ${name} is clear with these seeds.`, ...unsureWords].join(' ');
  const told = named.map(
    (effect) =>
      `${effectName(effect)} (${formatChange(unit, effect.effect)}, ` +
      `${formatShare(effect.variationShare)} of the differences)`,
  );
  const rest = 1 - named.reduce((sum, { variationShare }) => sum + variationShare, 0);
  return [
    `What matters for ${name}: ${inOrder(told)}.`,
    `The other ${effects.length - named.length} effects make up ${formatShare(rest)} together.`,
    ...togetherWords(named, unit),
    ...unsureWords,
  ].join(' ');
}

/**
 * What the largest interaction of two means: it is half of what one changes the effect of the other
 * by.
 */
function togetherWords(named: readonly Effect[], unit: MeasureUnit): string[] {
  const pair = named.find(({ factors }) => factors.length === 2);
  const [one, other] = pair?.factors ?? [];
  if (pair === undefined || one === undefined || other === undefined) return [];
  const difference = formatChange(unit, Math.abs(pair.effect) * 2).replace('+', '');
  const direction = pair.effect < 0 ? 'less' : 'more';
  return [`With ${other}, ${one} adds ${difference} ${direction} than without.`];
}

function inOrder(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', then ')}, and then ${names.at(-1)}`;
}
