// Compares runs: which policies are paired, which settings differ, and how far the numbers are
// apart.
import { phaseNames } from '#domain/storm/run-phase.ts';
import type { Service } from '#pricing/billable-meters.ts';
import { leavesOf } from '#runner/leaves.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import type { StoredManifest, StoredResult, StoredRun } from '../run-folder/stored-result.ts';
import { serviceMeasures } from '../thresholds/measures.ts';

/** A run that the user named, read from its folder. */
export interface NamedRun {
  /** As the user named it. */
  readonly path: string;
  readonly result: StoredResult;
  /** Null if only the result was copied. */
  readonly manifest: StoredManifest | null;
}

/** One policy in all runs that have it, compared with the first run. */
export interface PolicyComparison {
  /** The policy's name. If every run has only one policy, it names each run's own. */
  readonly policy: string;
  readonly runs: readonly {
    readonly path: string;
    readonly policy: string;
    readonly verdict: StoredRun['verdict'];
  }[];
  readonly measures: readonly Measure[];
}

/** One number in all runs. */
export interface Measure {
  readonly name: string;
  readonly unit: 'count' | 'ms' | 'share' | 'usd';
  /** A value is null if it was not measured, or never came. */
  readonly values: readonly (number | null)[];
  /**
   * Compared with the first run: the difference, and the ratio. Null if either value is not known.
   */
  readonly differences: readonly (number | null)[];
  readonly ratios: readonly (number | null)[];
}

/** What all runs have in common, and what differs. */
export interface RunsComparison {
  readonly schemaVersion: 1;
  readonly runs: readonly string[];
  /**
   * Fields whose values differ, with the value in each run. Null where a run does not have the
   * field.
   */
  readonly settings: readonly { readonly field: string; readonly values: readonly unknown[] }[];
  readonly policies: readonly PolicyComparison[];
  /** For each run, the policies that not all other runs have. */
  readonly unpaired: readonly { readonly path: string; readonly policies: readonly string[] }[];
}

/** Runs that have no policy in common cannot be compared. */
export class NoCommonPolicyError extends WrongInputError {
  override readonly name = 'NoCommonPolicyError';

  /** @param have what each run has, in words */
  constructor(have: readonly string[]) {
    super(`no policy is in all of these runs: ${have.join('; ')}.`);
  }
}

/** Puts runs side by side. @throws {NoCommonPolicyError} */
export function compareRuns(runs: readonly NamedRun[]): RunsComparison {
  const paired = pairsOf(runs);
  const unpaired = runs
    .map(({ path, result }) => ({
      path,
      policies: result.runs
        .filter((run) => !paired.some((pair) => pair.includes(run)))
        .map(({ policy }) => policy),
    }))
    .filter(({ policies }) => policies.length > 0);
  if (paired.length === 0) {
    const have = unpaired.map(({ path, policies }) => `${path} has ${policies.join(', ')}`);
    throw new NoCommonPolicyError(have);
  }
  return {
    schemaVersion: 1,
    runs: runs.map(({ path }) => path),
    settings: differingSettings(runs),
    policies: paired.map((pair) => comparisonOf(runs, pair)),
    unpaired,
  };
}

/** The runs of each policy that all folders have, in the order of the folders. */
export function pairsOf(runs: readonly Pick<NamedRun, 'result'>[]): StoredRun[][] {
  const [first, ...others] = runs.map(({ result }) => result.runs);
  if (first === undefined) return [];
  if ([first, ...others].every((policies) => policies.length === 1))
    return [[first, ...others].flat()];
  return first.flatMap((run) => {
    const pair = [run, ...others.flatMap((all) => all.filter((one) => one.policy === run.policy))];
    return pair.length === runs.length ? [pair] : [];
  });
}

function comparisonOf(runs: readonly NamedRun[], pair: readonly StoredRun[]): PolicyComparison {
  return {
    policy: [...new Set(pair.map(({ policy }) => policy))].join(' / '),
    runs: pair.map(({ policy, verdict }, index) => ({
      path: runs[index]?.path ?? '',
      policy,
      verdict,
    })),
    measures: measuresOf(pair),
  };
}

/** By the names that thresholds have for them, with the field of a run. */
const reported = [
  ['heal', 'ms', 'healMs'],
  ['belowTarget', 'ms', 'belowTargetMs'],
  ['worstOffline', 'share', 'worstOfflineShare'],
  ['restarts', 'count', 'restarts'],
  ['loginAttempts', 'count', 'loginAttempts'],
  ['loginsPlaced', 'count', 'loginsPlaced'],
  ['retriesPerLogin', 'count', 'retriesPerLogin'],
  ['promotions', 'count', 'promotions'],
] as const;

function measuresOf(stored: readonly StoredRun[]): Measure[] {
  const namesIn = (part: 'counts' | 'meters') =>
    [...new Set(stored.flatMap((run) => Object.keys(run[part])))].sort();
  const measure: Measuring = (name, unit, of) => measureOf(name, unit, stored.map(of));
  return [
    ...reported.map(([name, unit, field]) => measure(name, unit, (run) => run[field])),
    measure('violations', 'count', ({ violations }) => violations.length),
    measure('ranMs', 'ms', ({ startMs, endMs }) => endMs - startMs),
    measure('userHoursLost', 'count', (run) => run.userHoursLost),
    ...billMeasures(stored, measure),
    ...namesIn('counts').map((name) =>
      // A metric that no run counted is left out.
      measure(`count.${name}`, 'count', ({ counts }) => counts[name] ?? 0),
    ),
    ...namesIn('meters').map((name) =>
      measure(`meter.${name}`, 'count', ({ meters }) => meters[name] ?? null),
    ),
  ];
}

type Measuring = (
  name: string,
  unit: Measure['unit'],
  of: (run: StoredRun) => number | null,
) => Measure;

/** The sums of the bills, and each service that cost anything in one of them. */
function billMeasures(stored: readonly StoredRun[], measure: Measuring): Measure[] {
  const services = [...new Set(stored.flatMap(({ bill }) => Object.keys(bill.serviceUsd)))];
  return [
    measure('bill.total', 'usd', ({ bill }) => bill.totalUsd),
    ...phaseNames.map((phase) =>
      measure(`bill.${phase}`, 'usd', ({ bill }) => bill.phaseUsd[phase]),
    ),
    ...services.map((service) =>
      measure(
        serviceMeasures[service as Service],
        'usd',
        ({ bill }) => bill.serviceUsd[service as Service] ?? 0,
      ),
    ),
    measure('bill.perMillionLogins', 'usd', ({ bill }) => bill.perMillionLoginsUsd),
    measure('bill.perNodeMonth', 'usd', ({ bill }) => bill.perNodeMonthUsd),
    measure('bill.floorRatio', 'count', ({ bill }) => bill.loginFloor?.ratio ?? null),
  ];
}

function measureOf(
  name: string,
  unit: Measure['unit'],
  measured: readonly (number | null)[],
): Measure {
  const values = measured.map((value) => (Number.isFinite(value) ? value : null));
  const [base = null] = values;
  const toBase = (by: (value: number, base: number) => number) =>
    values.map((value) => {
      const apart = value === null || base === null ? Number.NaN : by(value, base);
      return Number.isFinite(apart) ? apart : null;
    });
  return {
    name,
    unit,
    values,
    differences: toBase((value, first) => value - first),
    ratios: toBase((value, first) => value / first),
  };
}

function differingSettings(runs: readonly NamedRun[]): RunsComparison['settings'] {
  const tables = runs.map(settingsOf);
  const fields = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  return fields
    .map((field) => ({ field, values: tables.map((table) => table.get(field) ?? null) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

function settingsOf({ result, manifest }: NamedRun): Map<string, unknown> {
  const { scenario, cloud, scale, retries, seed, nodes, cells, faults } = result;
  const own = { cloud, scale, retries, scenario, seed, nodes, cells, faults };
  const program = manifest === null ? {} : { commit: manifest.commit, ...manifest.versions };
  const inputs = Object.entries(manifest?.inputs ?? {}).map(([given, { digest }]) => [
    `input ${given}`,
    digest,
  ]);
  return new Map([
    ...Object.entries({ ...own, ...program }),
    ...Object.entries(Object.fromEntries(inputs)),
    ...leavesOf(manifest?.settings ?? {}).map(
      ({ path, value }) => [path.join('.'), value] as const,
    ),
  ]);
}
