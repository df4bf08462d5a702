// How a cost grows with the network: its exponent, where that changes, and where one cost overtakes
// another. All of it on logarithms, in which a power is a straight line.
import { linearRegression } from 'simple-statistics';
import { studentPoint } from '../student-point.ts';

/** A cost at one size of the network. */
export interface CostAt {
  readonly nodes: number;
  readonly usd: number;
}

/** The power of the number of nodes that a cost grows with. */
export interface Exponent {
  readonly exponent: number;
  /** Where it lies with 95 %, were the scatter around the line by chance; null: two points. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Two exponents, and the size from which on the second holds. */
export interface Knee {
  readonly fromNodes: number;
  readonly below: number;
  readonly above: number;
}

/** The size at which one of two costs overtakes the other. */
export interface Crossover {
  readonly nodes: number;
  /** Which one is cheaper above it: the first or the second. */
  readonly cheaperAbove: 'first' | 'second';
  /** The sizes between which it lies. */
  readonly between: readonly [number, number];
}

/** The exponent by least squares of the logarithms; null of fewer than two sizes. */
export function exponentOf(points: readonly CostAt[]): Exponent | null {
  const logs = logsOf(points);
  const first = logs[0]?.[0];
  if (first === undefined || logs.every(([x]) => x === first)) return null;
  const { m: exponent, b } = linearRegression(logs);
  const freedom = logs.length - 2;
  if (freedom < 1) return { exponent, interval: null };
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const spread = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const standardError = Math.sqrt(residualOf(logs, exponent, b) / freedom / spread);
  const half = studentPoint(freedom) * standardError;
  return { exponent, interval: [exponent - half, exponent + half] };
}

/**
 * A knee joins two lines that differ by this much in their exponents, or nobody would call it one.
 */
const kneeMin = 0.15;

/** So much of what one line leaves over has to be gone with two. */
const explainedMin = 0.75;

/** At least so many sizes on each side: a line through fewer fits whatever they are. */
const sideMin = 2;

/**
 * The size at which the exponent changes most, by the two lines that leave the least over.
 * @param points of different sizes, from the smallest up
 * @returns null where one line is nearly as good, or there are too few points
 */
export function kneeOf(points: readonly CostAt[]): Knee | null {
  const logs = logsOf(points);
  if (logs.length < 2 * sideMin + 1) return null;
  const whole = fitOf(logs);
  let best: { at: number; left: number } | null = null;
  for (let at = sideMin; at <= logs.length - sideMin; at += 1) {
    const left = fitOf(logs.slice(0, at)).left + fitOf(logs.slice(at)).left;
    if (best === null || left < best.left) best = { at, left };
  }
  if (best === null) return null;
  const [below, above] = [fitOf(logs.slice(0, best.at)), fitOf(logs.slice(best.at))];
  const isPlain = best.left > (1 - explainedMin) * whole.left;
  if (isPlain || Math.abs(above.exponent - below.exponent) < kneeMin) return null;
  const fromNodes = points[best.at]?.nodes ?? Number.NaN;
  return { fromNodes, below: below.exponent, above: above.exponent };
}

/** Where two costs change places. @param first and `second` of the same sizes, from the smallest */
export function crossoversOf(first: readonly CostAt[], second: readonly CostAt[]): Crossover[] {
  const gaps = first.flatMap(({ nodes, usd }) => {
    const other = second.find((one) => one.nodes === nodes);
    return other === undefined ? [] : [{ nodes, gap: Math.log(usd / other.usd) }];
  });
  // Where both cost the same nobody is cheaper: the sizes around it say who was and who is.
  const apart = gaps.filter(({ gap }) => Math.abs(gap) > equalWithin);
  return apart.slice(1).flatMap(({ nodes, gap }, index): Crossover[] => {
    const before = apart[index];
    if (before === undefined || before.gap * gap >= 0) return [];
    const share = before.gap / (before.gap - gap);
    const at = before.nodes * (nodes / before.nodes) ** share;
    const cheaperAbove = gap < 0 ? 'first' : 'second';
    return [{ nodes: at, cheaperAbove, between: [before.nodes, nodes] }];
  });
}

/** Costs within 5 % of each other are taken for equal: seeds alone move them as far. */
const equalWithin = Math.log(1.05);

type Logs = [x: number, y: number][];

function logsOf(points: readonly CostAt[]): Logs {
  return points
    .filter(({ nodes, usd }) => nodes > 0 && usd > 0)
    .map(({ nodes, usd }) => [Math.log10(nodes), Math.log10(usd)]);
}

function fitOf(logs: Logs): { exponent: number; left: number } {
  const { m, b } = linearRegression(logs);
  return { exponent: m, left: residualOf(logs, m, b) };
}

/** The sum of the squares that a line leaves over. */
function residualOf(logs: Logs, slope: number, offset: number): number {
  return logs.reduce((sum, [x, y]) => sum + (y - offset - slope * x) ** 2, 0);
}
