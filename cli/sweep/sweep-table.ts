// A sweep's results as tables: a row for each run, and one for each setting over all its seeds.

import { medianInterval } from '#runner/median-interval.ts';
import { overSeeds } from '#runner/over-seeds.ts';
import { billRun, type PriceChoice } from '#runner/pricing/bill-run.ts';
import { type Group, summarizeGroups } from '#runner/sweep/summarize-groups.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import type { Retries, Scale } from '#runner/twin/twin-order.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import type { JudgedRun } from '../thresholds/measures.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import type { SweepPoint } from './grid.ts';

/** A point with its result. */
export interface SweptPoint {
  readonly point: SweepPoint;
  readonly ran: HowRun;
  readonly row: SweepRow;
  readonly wallMs: number;
}

/** How a point was run, apart from its own values. */
export interface HowRun {
  readonly scenario: string;
  readonly scale: Scale;
  readonly cloud: 'local' | 'twin';
  /** Whether each failing attempt was executed, or only counted. */
  readonly retries: Retries;
  /** The faults, in the words of `--faults`. */
  readonly faults: string;
  /** The plan of faults before the rates that are varied. */
  readonly faultPlan: string;
  /** The commit of a checkout, or the version of a release. */
  readonly commit: string;
}

/**
 * How a number spreads over the seeds. Null: it never came, which counts as more than any number.
 */
export interface Band {
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** The median's interval of 95 %, by order statistics; null: there are fewer than six seeds. */
  readonly interval: readonly [number | null, number | null] | null;
}

/** One setting over all its seeds. */
export interface SettingSummary {
  readonly values: SweepPoint['values'];
  readonly faults: string;
  /** The plan of faults before the rates that are varied. */
  readonly faultPlan: string;
  readonly policy: string;
  readonly nodes: number;
  readonly seedCount: number;
  /** How often each verdict was given. */
  readonly verdicts: Readonly<Partial<Record<SweepRow['verdict'], number>>>;
  readonly healMs: Band;
  readonly worstOfflineShare: Band;
  readonly loginAttempts: Band;
  /** The measures that were asked for, by their names. Null: some run did not have it. */
  readonly measures: Readonly<Record<string, Band | null>>;
}

/** The columns before the varied fields, and those before the seed. */
const whereColumns = ['scenario', 'cloud', 'scale'] as const satisfies readonly (keyof HowRun)[];
const howColumns = [
  'retries',
  'faults',
  'faultPlan',
  'commit',
] as const satisfies readonly (keyof HowRun)[];

/** The columns of every sweep, between the settings and the counts and meters by name. */
const columns = [
  'verdict',
  'healMs',
  'belowTargetMs',
  'userHoursLost',
  'worstOfflineShare',
  'worstOfflineAtMs',
  'ranMs',
  'restarts',
  'loginAttempts',
  'loginsPlaced',
  'retriesPerLogin',
  'promotions',
  'violationCount',
  'messagesHandled',
] as const satisfies readonly (keyof SweepRow)[];

/** The names of what any run counted and metered. */
export interface CountNames {
  readonly counts: readonly string[];
  readonly meters: readonly string[];
}

/** Finds the names in the rows. They are few, however many rows there are. */
export function namesIn(rows: Iterable<SweepRow>): CountNames {
  const counts = new Set<string>();
  const meters = new Set<string>();
  for (const row of rows) {
    for (const name of Object.keys(row.counts)) counts.add(name);
    for (const name of Object.keys(row.meters)) meters.add(name);
  }
  return { counts: [...counts].sort(), meters: [...meters].sort() };
}

/**
 * A row for each run in the grid's order (RFC 4180), a line at a time. Real time is left out, so
 * that the same sweep gives the same bytes.
 */
export function* sweepCsv(
  fields: readonly string[],
  { counts, meters }: CountNames,
  swept: Iterable<SweptPoint>,
): Generator<string> {
  yield csvLine([
    ...whereColumns,
    ...fields,
    'policy',
    'nodes',
    'cells',
    ...howColumns,
    'seed',
    ...columns,
    ...counts.map((name) => `count.${name}`),
    ...meters.map((name) => `meter.${name}`),
  ]);
  for (const one of swept) yield rowLine(fields, { counts, meters }, one);
}

/** The line of one run. */
export function rowLine(
  fields: readonly string[],
  { counts, meters }: CountNames,
  { point, row, ran }: SweptPoint,
): string {
  const { values, policy, nodes, seed } = point;
  return csvLine([
    ...whereColumns.map((name) => ran[name]),
    ...fields.map((field) => values[field]),
    policy,
    nodes,
    row.cells,
    ...howColumns.map((name) => ran[name]),
    seed,
    ...columns.map((name) => row[name]),
    ...counts.map((name) => row.counts[name] ?? 0),
    ...meters.map((name) => row.meters[name] ?? 0),
  ]);
}

/**
 * The median and the band over the seeds of each setting, one setting at a time.
 * @param swept in the grid's order, with the seeds of a setting side by side
 */
export function summariesOf(
  swept: Iterable<SweptPoint>,
  choice: MeasureChoice,
): Generator<SettingSummary> {
  return summarizeGroups(swept, isSameSetting, (group) => summaryOf(group, choice));
}

/** Which measures a summary has, and the prices for those of the bill. */
export interface MeasureChoice {
  readonly measures: readonly NamedMeasure[];
  readonly prices: PriceChoice;
}

/** A run as measures read it. It is billed only where one of them asks. */
export function judgedPoint({ point, ran, row }: SweptPoint, prices: PriceChoice): JudgedRun {
  let bill: JudgedRun['bill'] | undefined;
  return {
    ...row,
    cloud: ran.cloud,
    get bill() {
      bill ??= billRun(row, point.nodes, prices);
      return bill;
    },
  };
}

/** Whether two points differ in their seeds alone. */
export function isSameSetting({ point: a }: SweptPoint, { point: b }: SweptPoint): boolean {
  // Rates that are varied can make two plans alike, which stay two settings.
  const areFaultsSame = a.faults.name === b.faults.name && a.faultPlan === b.faultPlan;
  const isSame = a.policy === b.policy && a.nodes === b.nodes && areFaultsSame;
  return isSame && Object.entries(a.values).every(([field, value]) => b.values[field] === value);
}

function summaryOf(group: Group<SweptPoint>, { measures, prices }: MeasureChoice): SettingSummary {
  const [first] = group;
  const { values, faults, faultPlan, policy, nodes } = first.point;
  const rows = group.map(({ row }) => row);
  const runs = group.map((one) => judgedPoint(one, prices));
  return {
    values,
    faults: faults.name,
    faultPlan,
    policy,
    nodes,
    seedCount: group.length,
    verdicts: countsOf(rows.map(({ verdict }) => verdict)),
    healMs: bandOf(rows.map(({ healMs }) => healMs)),
    worstOfflineShare: bandOf(rows.map((row) => row.worstOfflineShare)),
    loginAttempts: bandOf(rows.map((row) => row.loginAttempts)),
    measures: Object.fromEntries(measures.map((one) => [one.name, measuredBand(one, runs)])),
  };
}

function measuredBand({ of }: NamedMeasure, runs: readonly JudgedRun[]): Band | null {
  const values = runs.map(of);
  const known = values.filter((value) => value !== null && !Number.isNaN(value));
  return known.length === values.length ? bandOf(known) : null;
}

function bandOf(numbers: readonly (number | null)[]): Band {
  const values = numbers.map((number) => number ?? Number.POSITIVE_INFINITY);
  const over = overSeeds(values);
  const interval = medianInterval(values);
  return {
    median: orNever(over.median),
    min: orNever(over.min),
    max: orNever(over.max),
    interval: interval && [orNever(interval[0]), orNever(interval[1])],
  };
}

function orNever(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}

function countsOf(verdicts: readonly SweepRow['verdict'][]): SettingSummary['verdicts'] {
  const counts = new Map<SweepRow['verdict'], number>();
  for (const verdict of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return Object.fromEntries(counts);
}
