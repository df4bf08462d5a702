// The comparison for the terminal: policies side by side, then a sentence about each.

import pc from 'picocolors';
import { plainLine } from '#domain/plain-text.ts';
import type { BilledRun, ComparisonResult, RunResult } from '#runner/result.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { verdictWords } from '#runner/sentences/verdict-sentence.ts';
import { billNotes } from './bill-rows.ts';
import { comparisonSections, formatCloud, verdictSymbols } from './comparison-rows.ts';
import { plainTable } from './plain-table.ts';
import { wrapLines } from './wrap-lines.ts';

type Colours = ReturnType<typeof pc.createColors>;

const gapColumns = 2;
const labelColumnsMax = 30;
/** `not measured / 12` still fits without breaking a word. */
const policyColumnsMin = 17;
const policyColumnsMax = 30;
const widthMin = 40;

/**
 * The comparison as text of at most `width` columns (never narrower than 40), ending in a newline.
 * Escape codes appear only with `colour`. More policies than fit side by side follow underneath.
 */
export function comparisonTable(
  result: ComparisonResult,
  { width, colour }: { width: number; colour: boolean },
): string {
  const colours = pc.createColors(colour);
  const columns = Math.max(widthMin, width);
  const labelColumns = Math.min(labelColumnsMax, Math.floor(columns * 0.4));
  const perTable = Math.floor((columns - labelColumns) / (policyColumnsMin + gapColumns));
  const tables = chunks(result.runs, Math.max(1, perTable)).map((runs) =>
    oneTable(result, runs, { columns, labelColumns, colours }),
  );
  const verdicts = result.runs.map((run) => verdictLines(run, columns, colours));
  const head = wrapLines(`${formatCount(result.nodes)} PCs ${formatCloud(result)}`, columns, '');
  const bill = billNotes(result).map((note) => wrapLines(note, columns, '  '));
  return `${[head, ...tables, verdicts.join('\n'), bill.join('\n')].join('\n\n')}\n`;
}

interface Layout {
  readonly columns: number;
  readonly labelColumns: number;
  readonly colours: Colours;
}

function oneTable(result: ComparisonResult, runs: readonly BilledRun[], layout: Layout): string {
  const { colours } = layout;
  const forPolicies = layout.columns - layout.labelColumns - gapColumns * runs.length;
  const policyColumns = Math.min(policyColumnsMax, Math.floor(forPolicies / runs.length));
  const sections = comparisonSections(result).flatMap(({ heading, rows }) => [
    ['', ...runs.map(() => '')],
    [{ content: colours.bold(heading) }],
    ...rows.map(({ label, cell }) => [label, ...runs.map((run) => plainLine(cell(run)))]),
  ]);
  const table = plainTable([['', ...runs.map((run) => colours.bold(run.policy))], ...sections], {
    colWidths: [layout.labelColumns, ...runs.map(() => policyColumns)],
    wordWrap: true,
  });
  return colourVerdicts(table, runs, colours);
}

// Colour is added after wrapping, so that it does not count as width.
function colourVerdicts(text: string, runs: readonly RunResult[], colours: Colours): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('Verdict') ? colourCells(line, runs, colours) : line))
    .join('\n');
}

function colourCells(line: string, runs: readonly RunResult[], colours: Colours): string {
  const done = new Set<string>();
  return runs.reduce((coloured, { verdict: { kind } }) => {
    if (done.has(kind)) return coloured;
    done.add(kind);
    const word = `${verdictSymbols[kind]} ${verdictWords[kind]}`;
    return coloured.replaceAll(word, verdictColour(kind, colours)(word));
  }, line);
}

// Blue, yellow and red. One reader in twenty cannot tell red from green.
function verdictColour(kind: RunResult['verdict']['kind'], colours: Colours) {
  if (kind === 'healed') return colours.cyan;
  return ['not-healed', 'stuck', 'failed', 'violated'].includes(kind)
    ? colours.red
    : colours.yellow;
}

function verdictLines(run: RunResult, columns: number, colours: Colours): string {
  const { kind } = run.verdict;
  const sentence = plainLine(run.verdict.sentence);
  const head = `${verdictSymbols[kind]} ${run.policy}: `;
  const lines = wrapLines(`${head}${sentence}`, columns, '  ');
  return lines.replace(head, verdictColour(kind, colours)(head));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
