// A conditional write of one record as data: what it asks of the record, and what it leaves. The
// adapters turn it into an expression of DynamoDB's; whoever reasons about interleavings carries it
// out on a plain object. So both go by the same rule.

/** A field of a record, or of a map in it: `duplicateCheck.nonce`. */
type Path = string;

/** What a field is compared with: as DynamoDB has it, maps are equal if all their fields are. */
type Value = string | number | boolean | object;

/** What must hold of a record. A comparison with a field that is not there never holds. */
export type Condition =
  | { readonly kind: 'present' | 'absent' | 'null'; readonly field: Path }
  | { readonly kind: Comparison; readonly field: Path; readonly value: Value }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] };

export type Comparison = 'equal' | 'other' | 'below' | 'at-most' | 'above';

/** A write of one record. It happens whole, or where its condition does not hold not at all. */
export interface RecordWrite {
  readonly asks: Condition;
  readonly sets: Readonly<Record<Path, Value | null>>;
  readonly adds: Readonly<Record<Path, number>>;
  readonly removes: readonly Path[];
}

/** A record as it is stored: a field without a value is not there. */
export type StoredRecord = Readonly<Record<string, unknown>>;

/** Makes a write of what it does, and under which conditions. */
export function writes(
  asks: readonly Condition[],
  { sets = {}, adds = {}, removes = [] }: Partial<Omit<RecordWrite, 'asks'>>,
): RecordWrite {
  return { asks: all(...asks), sets, adds, removes };
}

export function all(...of: readonly Condition[]): Condition {
  return { kind: 'all', of };
}

export function any(...of: readonly Condition[]): Condition {
  return { kind: 'any', of };
}

export function absent(field: Path): Condition {
  return { kind: 'absent', field };
}

export function present(field: Path): Condition {
  return { kind: 'present', field };
}

/** That a field is there and is null. */
export function isNull(field: Path): Condition {
  return { kind: 'null', field };
}

/** Compares a field: `is('epoch', 'equal', 2)`. */
export function is(field: Path, kind: Comparison, value: Value): Condition {
  return { kind, field, value };
}

/** Whether a write would happen to a record. */
export function holds(condition: Condition, record: StoredRecord): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((one) => holds(one, record));
    case 'any':
      return condition.of.some((one) => holds(one, record));
    case 'present':
      return at(record, condition.field) !== undefined;
    case 'absent':
      return at(record, condition.field) === undefined;
    case 'null':
      return at(record, condition.field) === null;
    default:
      return compares(condition.kind, at(record, condition.field), condition.value);
  }
}

/** The record after a write whose condition held. */
export function written(record: StoredRecord, { sets, adds, removes }: RecordWrite): StoredRecord {
  const kept = Object.entries(record).filter(([field]) => !removes.includes(field));
  const added = Object.entries(adds).map(([field, by]) => [field, Number(record[field] ?? 0) + by]);
  return { ...Object.fromEntries(kept), ...sets, ...Object.fromEntries(added) };
}

function at(record: StoredRecord, path: Path): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as StoredRecord | undefined)?.[name], record);
}

function compares(kind: Comparison, found: unknown, value: Value): boolean {
  if (found === undefined) return false;
  if (found === null) return kind === 'other';
  if (kind === 'equal' || kind === 'other') return isSame(found, value) === (kind === 'equal');
  const [left, right] = [Number(found), Number(value)];
  if (kind === 'at-most') return left <= right;
  return kind === 'below' ? left < right : left > right;
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  const [a, b] = [one as StoredRecord, other as StoredRecord];
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}
