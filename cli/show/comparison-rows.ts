// Which measures a comparison shows, in which order and words: one list for terminal and report.

import { quotas } from '#domain/quotas/quotas.ts';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import {
  countWords,
  durationWords,
  healTimeWords,
  momentWords,
  notMeasured,
  shareWords,
} from '#runner/sentences/human-numbers.ts';
import { invariantWords } from '#runner/sentences/invariant-words.ts';
import { nearQuotas, nearWords } from './near-quotas.ts';

/** One measure of a comparison; `cell` says in words what one policy's run measured. */
export interface ComparisonRow {
  readonly label: string;
  readonly cell: (run: RunResult) => string;
}

/** Measures that answer one question together. */
export interface ComparisonSection {
  readonly heading: string;
  readonly rows: readonly ComparisonRow[];
}

/** The measures of a comparison, top down from the verdict to what would be billed. */
export function comparisonSections(result: ComparisonResult): readonly ComparisonSection[] {
  return [
    { heading: 'Did it heal?', rows: outcomeRows(result.cloud) },
    { heading: 'What the network did', rows: activityRows(result) },
    { heading: 'What AWS would bill', rows: meterRows },
    ...quotaSection(result),
  ];
}

/** Shown where a run came near to a quota, or met it. */
function quotaSection(result: ComparisonResult): readonly ComparisonSection[] {
  const rows = nearQuotas(result).map((near) => ({
    label: capitalised(quotas[near.name].name),
    cell: (run: RunResult) => nearWords(run, near),
  }));
  return rows.length === 0 ? [] : [{ heading: "Near a quota of AWS's", rows }];
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A mark that tells verdicts apart without colour. */
export const verdictSymbols: Readonly<Record<RunResult['verdict']['kind'], string>> = {
  healed: '✓',
  late: '!',
  stuck: '✗',
  failed: '✗',
  violated: '✗',
  unknown: '?',
};

/** The verdict in words, and whether the scenario expected it: `stuck (as expected)`. */
export function verdictWords({ verdict, expected }: RunResult): string {
  if (expected.length === 0) return verdict.kind;
  if (expected.includes(verdict.kind)) return `${verdict.kind} (as expected)`;
  return `${verdict.kind} (expected: ${expected.join(' or ')})`;
}

/** How long the target share took to be signed in again, or that they never were. */
export function healWords(run: RunResult): string {
  if (run.healMs !== null) return healTimeWords(run.healMs);
  return `not in the ${durationWords(run.endMs - run.lastRestartAtMs)} watched`;
}

const outcomeRows = (cloud: ComparisonResult['cloud']): readonly ComparisonRow[] => [
  { label: 'Verdict', cell: (run) => `${verdictSymbols[run.verdict.kind]} ${verdictWords(run)}` },
  { label: 'Healed, after the last restart', cell: healCell },
  { label: 'Time below the target', cell: (run) => durationWords(run.belowTargetMs) },
  { label: 'Worst share offline', cell: worstWords },
  { label: 'Invariants', cell: (run) => invariantCell(run, cloud) },
];

/** The twin keeps no history, so of most invariants it says nothing, and must not seem to. */
function invariantCell({ invariants, violations }: RunResult, cloud: ComparisonResult['cloud']) {
  if (cloud === 'local') return invariantWords(invariants);
  return violations.length > 0 ? 'broken: see below' : 'none broken at the end; no history';
}

/** Where nobody can tell whether it healed, nobody can tell how fast. */
function healCell(run: RunResult): string {
  return run.verdict.kind === 'unknown' && run.healMs !== null ? '–' : healWords(run);
}

function restartWords({ restarts, waves }: RunResult): string {
  const planned = waves.reduce((sum, wave) => sum + wave.restarts, 0);
  const isWhole = planned === 0 || restarts === planned;
  return isWhole ? countWords(restarts) : `${countWords(restarts)} of ${countWords(planned)}`;
}

/** What only a cloud that can fail has. */
function faultRows({ cloud, faults }: ComparisonResult): readonly ComparisonRow[] {
  if (cloud === 'twin') return [];
  return [
    {
      label: 'Dead letters / quarantined',
      cell: (run) => `${sumWords(run.deadLetters, notMeasured)} / ${countWords(run.quarantined)}`,
    },
    {
      label: 'Injected faults',
      cell: (run) => sumWords(run.faults, faults === 'none' ? 'none' : '0'),
    },
  ];
}

/** Which cloud, in words that stand beside the numbers of a run. */
export function cloudWords({ cloud, scale, retries }: ComparisonResult): string {
  if (cloud === 'local') return 'on the local cloud, which runs every handler';
  const hopeless = retries === 'computed' ? 'computed' : 'executed';
  return `on the twin, a model of the stack, at ${scale} scale, attempts in vain ${hopeless}`;
}

function activityRows(result: ComparisonResult): readonly ComparisonRow[] {
  return [
    { label: 'PCs restarted', cell: restartWords },
    { label: 'Log-in attempts', cell: (run) => countWords(run.loginAttempts) },
    { label: 'Retries per log-in', cell: (run) => countWords(run.retriesPerLogin) },
    { label: 'Promotions to supernode', cell: (run) => countWords(run.promotions) },
    ...faultRows(result),
  ];
}

const meterRows: readonly ComparisonRow[] = [
  meterRow('SQS requests', 'sqs.requests'),
  meterRow('Lambda requests', 'lambda.requests'),
  meterRow('Lambda GB-seconds', 'lambda.gbSeconds'),
  meterRow('DynamoDB write units', 'dynamodb.writeUnits'),
  meterRow('DynamoDB read units', 'dynamodb.readUnits'),
  meterRow('Step Functions transitions', 'stepFunctions.transitions'),
];

function meterRow(label: string, meter: string): ComparisonRow {
  return { label, cell: (run) => countWords(run.meters[meter]) };
}

function worstWords(run: RunResult): string {
  if (!Number.isFinite(run.worstOfflineShare)) return notMeasured;
  return `${shareWords(run.worstOfflineShare)} (${momentWords(run.worstOfflineAtMs)})`;
}

function sumWords(counts: Readonly<Record<string, number>>, whenEmpty: string): string {
  const values = Object.values(counts);
  if (values.length === 0) return whenEmpty;
  return countWords(values.reduce((sum, value) => sum + value, 0));
}
