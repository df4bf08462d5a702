// Reads a bill that AWS exported, row by row. It may have millions of rows.
import { closeSync, createReadStream, existsSync, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { BillFileError } from './bill-file-error.ts';
import { type BillField, type BillLayout, layoutOf } from './bill-format.ts';

/** The usage that was billed at one rate. Each tier of a price has its own rate. */
export interface RateGroup {
  /** AWS's code of the rate. Empty if the bill has none; rows are then grouped by usage type. */
  readonly rateCode: string;
  readonly service: string;
  readonly usageType: string;
  quantity: number;
  costUsd: number;
  /** The prices of a unit in the rows. */
  readonly ratesUsd: Set<number>;
  rowCount: number;
  youngRowCount: number;
}

/** A row that could not be read. */
export interface BrokenRow {
  readonly path: string;
  /** The line on which the row ends. */
  readonly line: number;
  readonly reason: string;
}

/** The content of one bill, in one file or more. */
export interface ReadBill {
  readonly formats: readonly string[];
  readonly groups: readonly RateGroup[];
  /** Taxes, credits and all other rows that are not usage, by category. */
  readonly otherUsd: Readonly<Record<string, number>>;
  readonly broken: readonly BrokenRow[];
  readonly rowCount: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * AWS may still change lines of the last two days: the first delivery takes a day, and costs
 * settle after it (AWS documentation, "Data Exports"; OpenCost corrects after 48 hours, too).
 */
export const youngMs = 48 * 3_600_000;

/** A row has a few kilobytes. Without a limit, an open quote would take the rest of the file. */
const rowBytesMax = 2 ** 20;

/** With more broken rows than this, the file is refused. */
const brokenRowsMax = 100;

/**
 * Reads the files of a bill.
 * @param nowMs rows that end less than two days before it are young
 * @throws {BillFileError} where a file has not the columns, or another currency than dollars
 */
export async function readBill(paths: readonly string[], nowMs: number): Promise<ReadBill> {
  const sums = new Sums(nowMs);
  for (const path of paths) await readFile(path, sums);
  if (sums.rowCount === 0 && sums.broken.length === 0)
    throw new BillFileError(paths.join(', '), 'it has a header and no rows');
  return {
    formats: [...sums.formats],
    groups: [...sums.groups.values()],
    otherUsd: Object.fromEntries(sums.otherUsd),
    broken: sums.broken,
    rowCount: sums.rowCount,
    fromMs: sums.fromMs,
    toMs: sums.toMs,
  };
}

/** The sums of the rows read so far. */
class Sums {
  readonly formats = new Set<string>();
  readonly groups = new Map<string, RateGroup>();
  readonly otherUsd = new Map<string, number>();
  readonly broken: BrokenRow[] = [];
  rowCount = 0;
  fromMs = Number.POSITIVE_INFINITY;
  toMs = Number.NEGATIVE_INFINITY;
  readonly #youngFromMs: number;

  constructor(nowMs: number) {
    this.#youngFromMs = nowMs - youngMs;
  }

  add(row: Row, usage: readonly string[]): void {
    this.rowCount += 1;
    this.fromMs = Math.min(this.fromMs, row.startMs);
    this.toMs = Math.max(this.toMs, row.endMs);
    const { category, costUsd } = row;
    if (!usage.includes(category))
      this.otherUsd.set(category, (this.otherUsd.get(category) ?? 0) + costUsd);
    else this.#addUsage(row);
  }

  #addUsage({ rateCode, service, usageType, quantity, costUsd, rateUsd, endMs }: Row): void {
    const key = rateCode === '' ? `${service} ${usageType}` : rateCode;
    const group = this.groups.get(key) ?? {
      rateCode,
      service,
      usageType,
      quantity: 0,
      costUsd: 0,
      ratesUsd: new Set<number>(),
      rowCount: 0,
      youngRowCount: 0,
    };
    group.quantity += quantity;
    group.costUsd += costUsd;
    if (rateUsd !== null) group.ratesUsd.add(rateUsd);
    group.rowCount += 1;
    if (endMs > this.#youngFromMs) group.youngRowCount += 1;
    this.groups.set(key, group);
  }

  breakOff(row: BrokenRow): void {
    if (this.broken.length === brokenRowsMax)
      throw new BillFileError(row.path, `more than ${brokenRowsMax} rows of it are broken`);
    this.broken.push(row);
  }
}

interface Row {
  readonly rateCode: string;
  readonly service: string;
  readonly usageType: string;
  readonly category: string;
  readonly quantity: number;
  readonly costUsd: number;
  readonly rateUsd: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

async function readFile(path: string, sums: Sums): Promise<void> {
  if (!existsSync(path)) throw new BillFileError(path, 'there is no such file');
  let layout: BillLayout | undefined;
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowBytesMax,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined)
        sums.breakOff({ path, line: Number(error.lines ?? 0), reason: error.message });
      return undefined;
    },
  });
  const takeRows = async (rows: AsyncIterable<unknown>) => {
    for await (const { record, info } of rows as AsyncIterable<ParsedRow>) {
      if (layout === undefined) {
        layout = layoutOrRefusal(path, record);
        sums.formats.add(layout.format.name);
      } else takeRow(path, record, info.lines, layout, sums);
    }
  };
  try {
    const source = createReadStream(path);
    await (isGzip(path)
      ? pipeline(source, createGunzip(), parser, takeRows)
      : pipeline(source, parser, takeRows));
  } catch (error) {
    if (error instanceof BillFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BillFileError(path, `it cannot be read: ${reason}`);
  }
  if (layout === undefined) throw new BillFileError(path, 'it is empty');
}

interface ParsedRow {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Looks at the first bytes, because a name may be wrong after a download. */
function isGzip(path: string): boolean {
  const first = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    readSync(file, first, 0, 2, 0);
  } finally {
    closeSync(file);
  }
  return first[0] === 0x1f && first[1] === 0x8b;
}

function layoutOrRefusal(path: string, header: readonly string[]): BillLayout {
  const layout = layoutOf(header);
  if ('positions' in layout) return layout;
  const { format, missing } = layout;
  throw new BillFileError(
    path,
    `line 1: of a ${format.name} export it lacks the columns ${missing.join(', ')}; FOCUS 1.0, ` +
      'FOCUS 1.2 and CUR 2.0 with all their columns are understood',
  );
}

function takeRow(
  path: string,
  record: readonly string[],
  line: number,
  { format, positions }: BillLayout,
  sums: Sums,
): void {
  const cells = cellsOf(record, positions);
  const name = (field: BillField) => format.columns[field][0] ?? field;
  if (cells.currency !== '' && cells.currency !== 'USD')
    throw new BillFileError(
      path,
      `line ${line}, ${name('currency')}: expected USD, got ${JSON.stringify(cells.currency)}`,
    );
  const faults: string[] = [];
  const amount = (field: BillField) => {
    const value = numberIn(cells[field]);
    if (value === undefined)
      faults.push(`${name(field)}: expected a number, got '${cells[field]}'`);
    return value ?? 0;
  };
  const moment = (field: BillField) => {
    const value = momentIn(cells[field]);
    if (value === undefined) faults.push(`${name(field)}: expected a time, got '${cells[field]}'`);
    return value ?? 0;
  };
  const isUsage = format.usage.includes(cells.category);
  const row = {
    rateCode: cells.rateCode,
    service: cells.service,
    usageType: cells.usageType,
    category: cells.category,
    // A tax or a credit may have no quantity.
    quantity: isUsage ? amount('quantity') : 0,
    costUsd: amount('cost'),
    rateUsd: cells.rate === '' ? null : amount('rate'),
    startMs: moment('start'),
    endMs: moment('end'),
  };
  if (cells.category === '') faults.push(`${name('category')}: it is missing`);
  const [fault] = faults;
  if (fault === undefined) sums.add(row, format.usage);
  else sums.breakOff({ path, line, reason: fault });
}

function cellsOf(
  record: readonly string[],
  positions: BillLayout['positions'],
): Record<BillField, string> {
  const entries = Object.entries(positions).map(([field, at]) => {
    const cells = at.map((position) => (record[position] ?? '').trim());
    return [field, cells.find((cell) => cell !== '') ?? ''];
  });
  return Object.fromEntries(entries) as Record<BillField, string>;
}

/** A decimal number. It may have an exponent, as rates in CUR 2.0 do. */
function numberIn(text: string): number | undefined {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A time in UTC, with `T` or a blank before the hour. */
function momentIn(text: string): number | undefined {
  const [, day, time = '00:00:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z| UTC|\+00:00)?)?$/.exec(text) ??
    [];
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
