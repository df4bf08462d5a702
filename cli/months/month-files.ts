// What is kept of the months: a row for each run, and all that it takes to run one of them alone.

import {
  type MonthRun,
  monthSummaries,
  type PolicyLikelihood,
} from '#runner/months/judge-months.ts';
import type { MonthPoint } from '#runner/months/month-points.ts';
import { stableJson } from '#runner/stable-json.ts';
import { recordedLikelihood } from '#scenarios/months/likelihood-of-repeat.ts';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { type MonthsOptions, usualMonths } from './months-options.ts';

const inputs = ['restartShare', 'load', 'recordOnlineCount'] as const;

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

/** A row for each run (RFC 4180). Real time is left out: the same words give the same bytes. */
export function monthsCsv(runs: readonly MonthRun[]): string {
  const head = [
    'month',
    'spread',
    'seed',
    'policy',
    'pcs',
    'nodes',
    ...inputs,
    'fell',
    ...measured,
  ];
  const lines = inOrder(runs).map(({ point, row, fell }) => {
    const { label, spread, seed, policy, pcs, nodes, drawn } = point;
    return [
      label,
      spread,
      seed,
      policy,
      pcs,
      nodes,
      ...inputs.map((input) => drawn[input]),
      fell,
      ...measured.map((name) => row[name]),
    ];
  });
  return [head, ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

/** All of it, with the inputs of each month and the words that run it alone. */
export function monthsJson(
  options: MonthsOptions,
  program: string,
  runs: readonly MonthRun[],
  likelihoods: readonly PolicyLikelihood[],
): string {
  const { months, nodes, retries, policies, seeds, spreads } = options;
  const policy = policies.map(({ name }) => name);
  return stableJson({
    schemaVersion: 1,
    scenario: 'patch-tuesdays',
    program,
    options: { months, nodes, retries, policy, seeds, spreads },
    likelihoods,
    record: recordedLikelihood,
    summaries: spreads.map((spread) => ({
      spread,
      months: monthSummaries(runs.filter(({ point }) => point.spread === spread)),
    })),
    runs: inOrder(runs).map(({ point, row, fell }) => ({
      month: point.label,
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
    })),
  });
}

/** The command that runs a month of one seed alone, and finds the same. */
function formatAlone({ label, seed, spread, policy }: MonthPoint, options: MonthsOptions): string {
  return [
    `rebootstorm months --month ${label} --seed ${seed} --policy ${policy}`,
    ...(options.nodes === usualMonths.nodes ? [] : [`--nodes ${options.nodes}`]),
    ...(spread === restartShareSd ? [] : [`--spread ${spread}`]),
    `--retries ${options.retries}`,
  ].join(' ');
}

/** Months in the order of time, and what is compared side by side. */
function inOrder(runs: readonly MonthRun[]): MonthRun[] {
  return [...runs].sort(({ point: a }, { point: b }) => {
    if (a.spread !== b.spread) return a.spread - b.spread;
    return a.label < b.label ? -1 : a.label > b.label ? 1 : a.seed - b.seed;
  });
}

function quoted(cell: string | number | boolean | null): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
