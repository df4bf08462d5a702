// The curves of a sweep: what is on the axis, and one line for each policy and other setting.
import { type OverSeeds, overSeeds } from '#runner/over-seeds.ts';
import { type Group, summarizeGroups } from '#runner/sweep/summarize-groups.ts';
import { shortFields } from '../../show/short-fields.ts';
import type { JudgedRun } from '../../thresholds/measures.ts';
import type { NamedMeasure } from '../../thresholds/named-measures.ts';
import { isSameSetting, judgedPoint, type MeasureChoice, type SweptPoint } from '../sweep-table.ts';

/** One setting over its seeds. */
export interface SettingBands {
  readonly values: SweptPoint['point']['values'];
  readonly policy: string;
  readonly nodes: number;
  readonly seedCount: number;
  /** In the order of the measures. All NaN: some run did not have the measure. */
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
export function settingsOf(
  swept: Iterable<SweptPoint>,
  choice: MeasureChoice,
): Generator<SettingBands> {
  return summarizeGroups(swept, isSameSetting, (group) => bandsOf(group, choice));
}

/**
 * What most numbers are varied of; null where fewer than two numbers are varied of anything. A
 * factor is no value of its field, so a field with both is no axis.
 */
export function axisOf(settings: readonly SettingBands[]): SweptAxis | null {
  const mixed = mixedFields(settings);
  const names = fieldsOf(settings).filter((name) => !mixed.includes(name));
  const axes = names.map((name) => {
    const cells = settings.map((setting) => cellOf(setting, name));
    const values = new Set(cells.map(numberIn).filter((value) => value !== null));
    const rising = [...values].toSorted((a, b) => a - b);
    const isFactor = cells.some(isFactorIn);
    return { name, values: rising, isFactor, isLogarithmic: risesByFactors(rising) };
  });
  const [best] = axes.toSorted((a, b) => b.values.length - a.values.length);
  return best === undefined || best.values.length < 2 ? null : best;
}

/** The fields that are varied over factors and over values. */
export function mixedFields(settings: readonly SettingBands[]): string[] {
  return fieldsOf(settings).filter((name) => {
    const cells = settings.map((setting) => cellOf(setting, name));
    return cells.some(isFactorIn) && cells.some((cell) => typeof cell === 'number');
  });
}

/** The settings that have no place on an axis, by their names: `null` is no number. */
export function notDrawn(axis: SweptAxis, settings: readonly SettingBands[]): string[] {
  const short = shortNames(settings)(axis.name);
  return settings.flatMap((setting) => {
    const cell = cellOf(setting, axis.name);
    return numberIn(cell) === null
      ? [`${lineName(axis, setting, settings)}, ${short} ${cell}`]
      : [];
  });
}

/** What the fields of a report are called in it. */
export function shortNames(settings: readonly SettingBands[]): (name: string) => string {
  const names = shortFields(fieldsOf(settings));
  return (name) => names.get(name) ?? name;
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

function fieldsOf(settings: readonly SettingBands[]): string[] {
  return ['nodes', ...Object.keys(settings[0]?.values ?? {})];
}

function bandsOf(group: Group<SweptPoint>, { measures, prices }: MeasureChoice): SettingBands {
  const { values: varied, faultPlan, policy, nodes } = group[0].point;
  // Rates of faults are fields of their own; the plan below them is told apart where it is varied.
  const values = { ...varied, faults: faultPlan };
  const runs = group.map((one) => judgedPoint(one, prices));
  const bands = measures.map((measure) => bandOf(measure, runs));
  return { values, policy, nodes, seedCount: group.length, bands };
}

function bandOf({ of }: NamedMeasure, runs: readonly JudgedRun[]): OverSeeds {
  const values = runs.map(of);
  const known = values.filter((value) => value !== null && !Number.isNaN(value));
  return overSeeds(known.length === values.length ? (known as number[]) : []);
}

function lineName(
  axis: SweptAxis,
  setting: SettingBands,
  settings: readonly SettingBands[],
): string {
  const short = shortNames(settings);
  const names = fieldsOf(settings).filter((name) => {
    const isVaried = settings.some((other) => cellOf(other, name) !== cellOf(setting, name));
    return name !== axis.name && isVaried;
  });
  const others = names.map((name) => `${short(name)} ${cellOf(setting, name)}`);
  return [setting.policy, ...others].join(', ');
}

function cellOf({ values, nodes }: SettingBands, name: string): string | number | undefined {
  return name === 'nodes' ? nodes : values[name];
}

/** A number, or the factor in `x0.5`. */
function numberIn(cell: string | number | undefined): number | null {
  if (typeof cell === 'number') return cell;
  return isFactorIn(cell) ? Number(String(cell).slice(1)) : null;
}

function isFactorIn(cell: string | number | undefined): boolean {
  return typeof cell === 'string' && /^x\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(cell);
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
