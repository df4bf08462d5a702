// The files of the months: a row for each run, and everything that is needed to run one of them
// alone.

import type { MonthRun, MonthSummary, PolicyLikelihood } from '#runner/months/judge-months.ts';
import { recordedLikelihood } from '#runner/months/likelihood-of-repeat.ts';
import type { MonthPoint } from '#runner/months/month-points.ts';
import { inputsOf } from '#runner/policy-choice.ts';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { reportInputs } from '../run-folder/input-copies.ts';
import { jsonPieces } from '../run-folder/large-file.ts';
import { type MonthsOptions, usualMonths } from './months-options.ts';
import type { VariantSummary } from './variant-table.ts';

/** What the runs together show. Where something is varied, all of it is in `varied`. */
export interface MonthResults {
  readonly summaries: readonly SpreadSummary[];
  readonly likelihoods: readonly PolicyLikelihood[];
  readonly varied: readonly VariantSummary[];
}

/** The months of one spread. */
export interface SpreadSummary {
  readonly spread: number;
  readonly months: readonly MonthSummary[];
}

const drawnInputs = ['restartShare', 'load', 'recordOnlineCount'] as const;

const measured = [
  'verdict',
  'worstOfflineShare',
  'worstOfflineAtMs',
  'healMs',
  'belowTargetMs',
  'restarts',
  'loginAttempts',
  'loginsPlaced',
  'promotions',
  'violationCount',
] as const;

/**
 * A row for each run (RFC 4180), a line at a time. Real time is left out, so that the same options
 * give the same bytes.
 * @param runs in the order of time
 * @param fields the names of what is varied
 */
export function* monthsCsv(
  runs: Iterable<MonthRun>,
  fields: readonly string[] = [],
): Generator<string> {
  yield csvLine([
    'month',
    ...fields.map((field) => `vary.${field}`),
    'spread',
    'seed',
    'policy',
    'pcs',
    'nodes',
    ...drawnInputs,
    'fell',
    ...measured,
  ]);
  for (const { point, row, fell } of runs) {
    const { label, variant, spread, seed, policy, pcs, nodes, drawn } = point;
    yield csvLine([
      label,
      ...fields.map((field) => variant.values[field]),
      spread,
      seed,
      policy,
      pcs,
      nodes,
      ...drawnInputs.map((input) => drawn[input]),
      fell,
      ...measured.map((name) => row[name]),
    ]);
  }
}

/**
 * The text of months.json in pieces. It has the inputs of each month, and the command that runs it
 * alone.
 * @param runs in the order of time
 */
export function monthsJson(
  options: MonthsOptions,
  program: string,
  runs: Iterable<MonthRun>,
  { summaries, likelihoods, varied }: MonthResults,
): Generator<string> {
  const { months, nodes, retries, policies, seeds, spreads } = options;
  const policy = policies.map(({ name }) => name);
  const head = {
    schemaVersion: 1,
    scenario: 'patch-tuesdays',
    program,
    options: { months, nodes, retries, policy, seeds, spreads },
    inputs: reportInputs(inputsOf(policies)),
    likelihoods,
    record: recordedLikelihood,
    summaries,
    ...(varied.length > 0 && { varied }),
  };
  return jsonPieces(head, { runs: reportedRuns(runs, options) });
}

function* reportedRuns(runs: Iterable<MonthRun>, options: MonthsOptions) {
  for (const { point, row, fell } of runs)
    yield {
      month: point.label,
      ...(options.variants && { values: point.variant.values }),
      spread: point.spread,
      seed: point.seed,
      policy: point.policy,
      pcs: point.pcs,
      nodes: point.nodes,
      declared: point.inputs,
      drawn: point.drawn,
      fell,
      command: formatAlone(point, options),
      ...row,
    };
}

/** The command that runs one month with one seed alone, with the same result. */
function formatAlone(point: MonthPoint, options: MonthsOptions): string {
  const { label, seed, spread, policy, variant } = point;
  return [
    `rebootstorm months --month ${label} --seed ${seed} --policy ${policy}`,
    ...(options.nodes === usualMonths.nodes ? [] : [`--nodes ${options.nodes}`]),
    ...(spread === restartShareSd ? [] : [`--spread ${spread}`]),
    `--retries ${options.retries}`,
    ...Object.entries(variant.values).map(
      ([field, value]) => `--vary '${field.replaceAll('+', ',')}=${value}'`,
    ),
  ].join(' ');
}
