// A sweep's results as tables: a row for each run, and one for each setting over all its seeds.

import { overSeeds } from '#runner/over-seeds.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import type { SweepPoint } from './grid.ts';

/** A point with what it came to. */
export interface SweptPoint {
  readonly point: SweepPoint;
  readonly row: SweepRow;
  readonly wallMs: number;
}

/** How a number spreads over the seeds; null: never, which is more than any number. */
export interface Band {
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** One setting over all its seeds. */
export interface SettingSummary {
  readonly values: SweepPoint['values'];
  readonly policy: string;
  readonly nodes: number;
  readonly seedCount: number;
  /** How often each verdict was given. */
  readonly verdicts: Readonly<Partial<Record<SweepRow['verdict'], number>>>;
  readonly healMs: Band;
  readonly worstOfflineShare: Band;
  readonly loginAttempts: Band;
}

/** Columns that every sweep has, between the settings and the counts and meters by name. */
const columns = [
  'verdict',
  'healMs',
  'belowTargetMs',
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

/**
 * A row for each run, in the grid's order (RFC 4180). Real time is left out, so that the same sweep
 * is the same bytes.
 */
export function sweepCsv(fields: readonly string[], swept: readonly SweptPoint[]): string {
  const counts = namesOf(swept, ({ row }) => row.counts);
  const meters = namesOf(swept, ({ row }) => row.meters);
  const head = [
    ...fields,
    'policy',
    'nodes',
    'seed',
    ...columns,
    ...counts.map((name) => `count.${name}`),
    ...meters.map((name) => `meter.${name}`),
  ];
  const lines = swept.map(({ point: { values, policy, nodes, seed }, row }) => [
    ...fields.map((field) => values[field]),
    policy,
    nodes,
    seed,
    ...columns.map((name) => row[name]),
    ...counts.map((name) => row.counts[name] ?? 0),
    ...meters.map((name) => row.meters[name] ?? 0),
  ]);
  return [head, ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

/** The median and the band over the seeds of each setting, in the grid's order. */
export function summaryOf(swept: readonly SweptPoint[]): SettingSummary[] {
  const bySetting = grouped(swept, ({ point: { values, policy, nodes } }) =>
    JSON.stringify([values, policy, nodes]),
  );
  return [...bySetting.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { values, policy, nodes } = first.point;
    const rows = group.map(({ row }) => row);
    return [
      {
        values,
        policy,
        nodes,
        seedCount: group.length,
        verdicts: countsOf(rows.map(({ verdict }) => verdict)),
        healMs: bandOf(rows.map(({ healMs }) => healMs)),
        worstOfflineShare: bandOf(rows.map((row) => row.worstOfflineShare)),
        loginAttempts: bandOf(rows.map((row) => row.loginAttempts)),
      },
    ];
  });
}

function bandOf(numbers: readonly (number | null)[]): Band {
  const over = overSeeds(numbers.map((number) => number ?? Number.POSITIVE_INFINITY));
  const orNever = (number: number) => (Number.isFinite(number) ? number : null);
  return { median: orNever(over.median), min: orNever(over.min), max: orNever(over.max) };
}

function countsOf(verdicts: readonly SweepRow['verdict'][]): SettingSummary['verdicts'] {
  const groups = grouped(verdicts, (verdict) => verdict);
  return Object.fromEntries([...groups].map(([verdict, group]) => [verdict, group.length]));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function namesOf(
  swept: readonly SweptPoint[],
  of: (point: SweptPoint) => Readonly<Record<string, number>>,
): string[] {
  return [...new Set(swept.flatMap((point) => Object.keys(of(point))))].sort();
}

function quoted(cell: string | number | null | undefined): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
