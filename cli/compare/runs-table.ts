// The comparison for people: first the settings that differ, then the numbers, policy by policy.

import type { Measure, PolicyComparison, RunsComparison } from '#cli/compare/compare-runs.ts';
import { plainLine } from '#domain/plain-text.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import { verdictWords } from '#runner/sentences/verdict-sentence.ts';
import { verdictSymbols } from '../show/comparison-rows.ts';
import { markdownTable } from '../show/markdown-table.ts';
import { plainTable } from '../show/plain-table.ts';

/** The comparison as text that ends in a newline, for a terminal or in Markdown. */
export function runsTable(
  { runs, settings, policies, unpaired }: RunsComparison,
  format: 'text' | 'markdown' = 'text',
): string {
  const table = format === 'markdown' ? markdownTable : textTable;
  const bullet = format === 'markdown' ? '- ' : '';
  const letters = runs.map((path, index) => `${bullet}${letterOf(index)}  ${plainLine(path)}`);
  const set = settings.map(({ field, values }) => [field, ...values.map(formatSetting)]);
  const heads = runs.map((_, index) => letterOf(index));
  const missing = unpaired.map(({ path, policies: names }) =>
    plainLine(`Not in all of them: ${names.join(', ')} (${path})`),
  );
  return `${[
    letters.join('\n'),
    set.length === 0 ? 'No setting differs.' : table(['Different settings', ...heads], set),
    ...policies.map((policy) => policyTable(policy, heads, table)),
    ...missing,
  ].join('\n\n')}\n`;
}

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

function policyTable(
  { policy, runs, measures }: PolicyComparison,
  heads: string[],
  table: Table,
): string {
  const others = heads.slice(1);
  const isPair = heads.length === 2;
  const head = isPair
    ? [policy, ...heads, 'difference', 'ratio']
    : [policy, ...heads, ...others.map((letter) => `${letter} / ${heads[0]}`)];
  const verdicts = runs.map(
    ({ verdict }) => `${verdictSymbols[verdict.kind]} ${verdictWords[verdict.kind]}`,
  );
  const names = new Set(runs.map((run) => run.policy));
  const own = names.size > 1 ? [['policy', ...runs.map((run) => run.policy)]] : [];
  const rows = measures
    .filter(({ values }) => values.some((value) => value !== null))
    .map((measure) => [
      measure.name,
      ...measure.values.map((value) => formatValue(value, measure)),
      ...(isPair ? [formatDifference(measure)] : []),
      ...measure.ratios.slice(1).map(formatRatio),
    ]);
  const sentences = runs.map(({ verdict }, index) =>
    plainLine(`${letterOf(index)}: ${verdict.sentence}`),
  );
  const blocks = [table(head, [...own, ['verdict', ...verdicts], ...rows]), ...sentences];
  return blocks.join(table === markdownTable ? '\n\n' : '\n');
}

const textTable: Table = (head, rows) =>
  plainTable(
    [head, ...rows].map((row) => row.map(plainLine)),
    { colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')) },
  );

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : `#${index + 1}`;
}

const settingCharactersMax = 24;

function formatSetting(value: unknown): string {
  const words = value === null ? '–' : String(value);
  if (words.length <= settingCharactersMax) return words;
  return `${words.slice(0, settingCharactersMax - 1)}…`;
}

function formatValue(value: number | null, { name, unit }: Measure): string {
  if (value === null) return name === 'heal' ? 'never' : '–';
  if (unit === 'ms') return formatDuration(value);
  if (unit === 'usd') return formatUsd(value);
  return unit === 'share' ? formatShare(value) : formatCount(value);
}

function formatDifference(measure: Measure): string {
  const difference = measure.differences[1] ?? null;
  if (difference === null) return '–';
  if (difference === 0) return '0';
  const size = Math.abs(difference);
  const words =
    measure.unit === 'share' ? `${(size * 100).toFixed(1)} points` : formatValue(size, measure);
  return `${difference > 0 ? '+' : '-'}${words}`;
}

function formatRatio(ratio: number | null): string {
  if (ratio === null) return '–';
  return `× ${ratio >= 100 ? formatCount(Math.round(ratio)) : Number(ratio.toPrecision(3))}`;
}
