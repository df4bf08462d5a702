// The curves of a sweep: what is on the axis, and one line for each policy and other setting.
import { type OverSeeds, overSeeds } from '#runner/over-seeds.ts';
import { type Group, summarizeGroups } from '#runner/sweep/summarize-groups.ts';
import { isSameSetting, type SweptPoint } from '../sweep-table.ts';

/** What a chart shows of each run. */
export interface SweptMeasure {
  readonly id: string;
  readonly title: string;
  readonly kind: 'ms' | 'share' | 'count';
  /** Infinite: it never came. */
  readonly of: (row: SweptPoint['row']) => number;
}

/** The measures that are drawn, in their order. */
export const sweptMeasures: readonly SweptMeasure[] = [
  {
    id: 'below-target',
    title: 'Time below the target',
    kind: 'ms',
    of: ({ belowTargetMs }) => belowTargetMs,
  },
  {
    id: 'heal',
    title: 'Healed after',
    kind: 'ms',
    of: ({ healMs }) => healMs ?? Number.POSITIVE_INFINITY,
  },
  {
    id: 'worst-offline',
    title: 'Worst share offline',
    kind: 'share',
    of: ({ worstOfflineShare }) => worstOfflineShare,
  },
  {
    id: 'attempts',
    title: 'Log-in attempts',
    kind: 'count',
    of: ({ loginAttempts }) => loginAttempts,
  },
];

/** One setting over its seeds. */
export interface SettingBands {
  readonly values: SweptPoint['point']['values'];
  readonly policy: string;
  readonly nodes: number;
  readonly seedCount: number;
  /** In the order of the measures. */
  readonly bands: readonly OverSeeds[];
}

/** A setting on a line. */
export interface LinePoint extends SettingBands {
  readonly x: number;
}

/** One line of every chart. */
export interface SweptLine {
  readonly name: string;
  /** In the order of the axis. */
  readonly points: readonly LinePoint[];
}

/** The axis of all charts. */
export interface SweptAxis {
  /** The field that is varied, or `nodes`. */
  readonly name: string;
  /** Its values, rising, each once. */
  readonly values: readonly number[];
  /** Whether they are factors of what the scenario has. */
  readonly isFactor: boolean;
  /** Whether its values rise by factors rather than by steps. */
  readonly isLogarithmic: boolean;
}

/** The settings of a sweep, each with its bands, in the grid's order. */
export function settingsOf(swept: Iterable<SweptPoint>): Generator<SettingBands> {
  return summarizeGroups(swept, isSameSetting, bandsOf);
}

/** What most numbers are varied of; null where fewer than two numbers are varied of anything. */
export function axisOf(settings: readonly SettingBands[]): SweptAxis | null {
  const names = ['nodes', ...Object.keys(settings[0]?.values ?? {})];
  const axes = names.map((name) => {
    const cells = settings.map((setting) => cellOf(setting, name));
    const values = new Set(cells.map(numberIn).filter((value) => value !== null));
    const rising = [...values].toSorted((a, b) => a - b);
    const isFactor = cells.some((cell) => /^x\d/.test(String(cell)));
    return { name, values: rising, isFactor, isLogarithmic: risesByFactors(rising) };
  });
  const [best] = axes.toSorted((a, b) => b.values.length - a.values.length);
  return best === undefined || best.values.length < 2 ? null : best;
}

/** The lines over an axis. Whatever else is varied is part of a line's name. */
export function linesOver(axis: SweptAxis, settings: readonly SettingBands[]): SweptLine[] {
  const lines = new Map<string, LinePoint[]>();
  for (const setting of settings) {
    const x = numberIn(cellOf(setting, axis.name));
    if (x === null) continue;
    const name = lineName(axis, setting, settings);
    lines.set(name, [...(lines.get(name) ?? []), { ...setting, x }]);
  }
  return [...lines].map(([name, points]) => ({
    name,
    points: points.toSorted((a, b) => a.x - b.x),
  }));
}

/** The last part of a field's name, which is enough beside its value. */
export function shortField(name: string): string {
  return name.replace(/^.*\./, '');
}

function bandsOf(group: Group<SweptPoint>): SettingBands {
  const { values: varied, faultPlan, policy, nodes } = group[0].point;
  // Rates of faults are fields of their own; the plan below them is told apart where it is varied.
  const values = { ...varied, faults: faultPlan };
  const rows = group.map(({ row }) => row);
  const bands = sweptMeasures.map(({ of }) => overSeeds(rows.map(of)));
  return { values, policy, nodes, seedCount: group.length, bands };
}

function lineName(
  axis: SweptAxis,
  setting: SettingBands,
  settings: readonly SettingBands[],
): string {
  const names = ['nodes', ...Object.keys(setting.values)].filter((name) => {
    const isVaried = settings.some((other) => cellOf(other, name) !== cellOf(setting, name));
    return name !== axis.name && isVaried;
  });
  const others = names.map((name) => `${shortField(name)} ${cellOf(setting, name)}`);
  return [setting.policy, ...others].join(', ');
}

function cellOf({ values, nodes }: SettingBands, name: string): string | number | undefined {
  return name === 'nodes' ? nodes : values[name];
}

/** A number, or the factor in `x0.5`. */
function numberIn(cell: string | number | undefined): number | null {
  if (typeof cell === 'number') return cell;
  const factor = /^x(\d+(?:\.\d+)?)$/.exec(cell ?? '')?.[1];
  return factor === undefined ? null : Number(factor);
}

/** Steps that are alike as factors are those of a logarithmic range, or of a list as 1k, 10k. */
function risesByFactors(values: readonly number[]): boolean {
  if (values.length < 3 || values.some((value) => value <= 0)) return false;
  return unevenness(values.map(Math.log)) < unevenness(values);
}

/** The largest step as a multiple of the smallest one. */
function unevenness(values: readonly number[]): number {
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? value));
  return Math.max(...steps) / Math.min(...steps);
}
