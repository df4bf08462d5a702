// The measures of a comparison, with their order and words. Terminal and report use the same list.

import { quotas } from '#domain/quotas/quotas.ts';
import { isVerdictKind } from '#domain/storm/judge-run.ts';
import type { BilledRun, ComparisonResult, RunResult } from '#runner/result.ts';
import { formatInvariant } from '#runner/sentences/format-invariant.ts';
import {
  formatCount,
  formatDuration,
  formatHealTime,
  formatMoment,
  formatShare,
  notMeasured,
} from '#runner/sentences/human-numbers.ts';
import { hasDips, verdictWords } from '#runner/sentences/verdict-sentence.ts';
import { billRows } from './bill-rows.ts';
import { formatNear, nearQuotas } from './near-quotas.ts';

/** One measure of a comparison. `cell` formats the value of one policy's run. */
export interface ComparisonRow {
  readonly label: string;
  readonly cell: (run: BilledRun) => string;
}

/** Measures that answer one question together. */
export interface ComparisonSection {
  readonly heading: string;
  readonly rows: readonly ComparisonRow[];
}

/** The measures of a comparison, from the verdict down to what would be billed. */
export function comparisonSections(result: ComparisonResult): readonly ComparisonSection[] {
  return [
    { heading: 'Did it heal?', rows: outcomeRows(result.cloud) },
    { heading: 'What the network did', rows: activityRows(result) },
    { heading: 'What AWS would bill', rows: billRows(result) },
    { heading: 'What is billed for', rows: meterRows },
    ...quotaSection(result),
  ];
}

/** The section of the quotas that a run met, or nearly met. */
function quotaSection(result: ComparisonResult): readonly ComparisonSection[] {
  const rows = nearQuotas(result).map((near) => ({
    label: capitalised(quotas[near.name].name),
    cell: (run: RunResult) => formatNear(run, near),
  }));
  return rows.length === 0 ? [] : [{ heading: "Near a quota of AWS's", rows }];
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Signs that tell verdicts apart without colour. */
export const verdictSymbols: Readonly<Record<RunResult['verdict']['kind'], string>> = {
  healed: '✓',
  late: '!',
  'not-healed': '✗',
  stuck: '✗',
  failed: '✗',
  stopped: '■',
  violated: '✗',
  unknown: '?',
};

/** The verdict in words, and whether the scenario expected it: `stuck (as expected)`. */
export function formatVerdict({
  verdict,
  expected,
}: Pick<RunResult, 'verdict' | 'expected'>): string {
  const words = verdictWords[verdict.kind];
  if (expected.length === 0) return words;
  if (expected.includes(verdict.kind)) return `${words} (as expected)`;
  const others = expected.map((kind) => (isVerdictKind(kind) ? verdictWords[kind] : kind));
  return `${words} (expected: ${anyOf(others)})`;
}

function anyOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** How long it took until the target share was signed in again, or that this never happened. */
export function formatHeal(
  run: Pick<RunResult, 'healMs' | 'endMs' | 'lastRestartAtMs' | 'belowTargetAfterMs'>,
): string {
  if (run.healMs !== null)
    return `${formatHealTime(run.healMs)}${hasDips(run) ? ', with dips' : ''}`;
  const watchedMs = run.endMs - run.lastRestartAtMs;
  if (watchedMs < 0) return 'no (ended before it)';
  return `no (watched for ${formatDuration(watchedMs)})`;
}

const outcomeRows = (cloud: ComparisonResult['cloud']): readonly ComparisonRow[] => [
  { label: 'Verdict', cell: (run) => `${verdictSymbols[run.verdict.kind]} ${formatVerdict(run)}` },
  { label: 'Healed, after the last restart', cell: healCell },
  { label: 'Below target, during the waves', cell: (run) => formatDuration(belowInWaves(run)) },
  { label: 'Below target, after them', cell: (run) => formatDuration(run.belowTargetAfterMs) },
  { label: 'Worst share offline', cell: formatWorst },
  { label: 'User-hours lost', cell: (run) => formatHours(run.userHoursLost) },
  { label: 'Invariants', cell: (run) => invariantCell(run, cloud) },
];

function belowInWaves({ belowTargetMs, belowTargetAfterMs }: RunResult): number {
  return belowTargetMs - belowTargetAfterMs;
}

/** Whole hours, but where they are few. */
function formatHours(hours: number): string {
  return formatCount(hours < 10 ? hours : Math.round(hours));
}

/** The twin keeps no history, so it cannot judge most invariants. The cell says so. */
function invariantCell({ invariants, violations }: RunResult, cloud: ComparisonResult['cloud']) {
  if (cloud === 'local') return formatInvariant(invariants);
  return violations.length > 0 ? 'violated: see below' : 'none violated (checked at the end only)';
}

/** If the outcome is unknown, the time is unknown, too. */
function healCell(run: RunResult): string {
  return run.verdict.kind === 'unknown' && run.healMs !== null ? '–' : formatHeal(run);
}

function formatRestart({ restarts, waves }: RunResult): string {
  const planned = waves.reduce((sum, wave) => sum + wave.restarts, 0);
  const isWhole = planned === 0 || restarts === planned;
  return isWhole ? formatCount(restarts) : `${formatCount(restarts)} of ${formatCount(planned)}`;
}

/** Rows that only a cloud with faults has. */
function faultRows({ cloud, faults }: ComparisonResult): readonly ComparisonRow[] {
  if (cloud === 'twin') return [];
  return [
    {
      label: 'Dead-lettered / quarantined',
      cell: (run) => `${formatSum(run.deadLetters, notMeasured)} / ${formatCount(run.quarantined)}`,
    },
    {
      label: 'Injected faults',
      cell: (run) => formatSum(run.faults, faults === 'none' ? 'none' : '0'),
    },
  ];
}

/** The cloud, in words beside the numbers of a run. */
export function formatCloud({ cloud, scale, retries }: ComparisonResult): string {
  if (cloud === 'local') return 'on the local cloud, which runs every handler';
  const attempts = retries === 'aggregated' ? 'calculated' : 'simulated';
  return `on the twin, a model of the stack, at ${scale} scale, failing attempts ${attempts}`;
}

function activityRows(result: ComparisonResult): readonly ComparisonRow[] {
  return [
    { label: 'PCs restarted', cell: formatRestart },
    { label: 'Log-in attempts', cell: (run) => formatCount(run.loginAttempts) },
    { label: 'Retries per log-in', cell: (run) => formatCount(run.retriesPerLogin) },
    { label: 'Promotions to supernode', cell: (run) => formatCount(run.promotions) },
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
  return { label, cell: (run) => formatCount(run.meters[meter]) };
}

function formatWorst(run: RunResult): string {
  if (!Number.isFinite(run.worstOfflineShare)) return notMeasured;
  return `${formatShare(run.worstOfflineShare)} (${formatMoment(run.worstOfflineAtMs)})`;
}

function formatSum(counts: Readonly<Record<string, number>>, whenEmpty: string): string {
  const values = Object.values(counts);
  if (values.length === 0) return whenEmpty;
  return formatCount(values.reduce((sum, value) => sum + value, 0));
}
