// Which inputs matter at all: Morris' elementary effects (Factorial Sampling Plans for Preliminary
// Computational Experiments, 1991), with the mean of their sizes (Campolongo, Cariboni, Saltelli,
// 2007). A trajectory starts at a random point of a grid and moves one input after another by a
// step, so d inputs cost d + 1 runs.
import { sampleStandardDeviation, shuffle } from 'simple-statistics';
import type { Random } from '#domain/chance.ts';
import { bootstrapInterval } from './bootstrap.ts';
import type { Interval } from './jeffreys.ts';

/** Inputs that move together, by their numbers. Most groups have one. */
export type InputGroup = readonly number[];

/** The points of a screening, trajectory by trajectory. */
export interface MorrisDesign {
  readonly groups: readonly InputGroup[];
  /** Each from 0 to 1, one for each input. */
  readonly points: readonly (readonly number[])[];
  /** For each trajectory the numbers of the groups, in the order in which they move. */
  readonly orders: readonly (readonly number[])[];
  readonly step: number;
}

/**
 * How much a group of inputs matters: changes of the output from one end of a range to the other.
 */
export interface MorrisEffect {
  /** Near 0 where the input matters little, or does not always push the same way. */
  readonly mean: number;
  /** The measure by which inputs are ranked (mu*). */
  readonly meanAbsolute: number;
  readonly meanAbsoluteInterval: Interval;
  /** Large where the effect depends on other inputs, or bends. */
  readonly sd: number;
}

/** With four levels the step is two thirds, and all levels are equally likely. */
const levels = 4;

/** @param trajectoryCount each costs a run more than there are groups */
export function morrisDesign(
  groups: readonly InputGroup[],
  trajectoryCount: number,
  random: Random,
): MorrisDesign {
  const step = levels / 2 / (levels - 1);
  const points: number[][] = [];
  const orders: number[][] = [];
  for (let trajectory = 0; trajectory < trajectoryCount; trajectory += 1) {
    let point = groups.flat().map(() => Math.floor(random() * levels) / (levels - 1));
    const order = shuffle(
      groups.map((_, at) => at),
      random,
    );
    points.push(point);
    orders.push(order);
    for (const moved of order) {
      const group = groups[moved] ?? [];
      point = point.map((value, input) => (group.includes(input) ? stepped(value, step) : value));
      points.push(point);
    }
  }
  return { groups, points, orders, step };
}

/**
 * The effect of each group.
 * @param outputs of the points in their order; trajectories that are not complete do not count
 */
export function morrisEffects(
  { groups, points, orders, step }: MorrisDesign,
  outputs: readonly number[],
  random: Random,
): MorrisEffect[] {
  const length = groups.length + 1;
  const complete = orders.slice(0, Math.floor(outputs.length / length));
  return groups.map((group, at) => {
    const effects = complete.map((order, trajectory) => {
      const place = trajectory * length + order.indexOf(at);
      const change = (outputs[place + 1] ?? Number.NaN) - (outputs[place] ?? Number.NaN);
      // Members of a group may move either way, so that only the size has a meaning.
      return change / (group.length > 1 ? step : movedBy(points, place, group));
    });
    const sizes = effects.map(Math.abs);
    return {
      mean: meanOf(effects),
      meanAbsolute: meanOf(sizes),
      meanAbsoluteInterval: intervalOf(sizes, random),
      sd: effects.length < 2 ? Number.NaN : sampleStandardDeviation(effects),
    };
  });
}

/** One trajectory says nothing of how trajectories differ. */
function intervalOf(sizes: readonly number[], random: Random): Interval {
  if (sizes.length < 2) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  return bootstrapInterval(sizes.length, (rows) => meanOf(sizes, rows), random);
}

/** Up where there is room, else down. A step is more than half of the range: only one way fits. */
function stepped(value: number, step: number): number {
  return value + step <= 1 + 1e-9 ? value + step : value - step;
}

function movedBy(points: MorrisDesign['points'], place: number, [input = 0]: InputGroup): number {
  return (points[place + 1]?.[input] ?? Number.NaN) - (points[place]?.[input] ?? Number.NaN);
}

/** @param rows the numbers of the values that count; absent: all do */
function meanOf(values: readonly number[], rows: Iterable<number> = values.keys()): number {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    sum += values[row] ?? Number.NaN;
    count += 1;
  }
  return sum / count;
}
