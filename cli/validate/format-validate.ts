// The validation table for people: a line for each row, and a sentence at the end.
import type { KnownResult } from '#twin/validation/known/known-result.ts';
import type { ValidatedPart, ValidatedRow } from '#twin/validation/validate.ts';

const nameWidth = 76;

/** The head of the table. */
export function validationHead(): string {
  return `${cellsOf('', 'known', 'ours', 'difference', 'tolerance')}\n`;
}

/** One row, on a line below its name where they do not fit beside each other. */
export function narrowLine(row: KnownResult): string {
  const { name, known, ours, difference, tolerance, verdict, source } = row;
  const parts = [
    `known ${significant(known)}`,
    `ours ${significant(ours)}`,
    `difference ${relative(difference, known)}`,
    `tolerance ${relative(tolerance, known)}`,
    verdict === 'holds' ? 'holds' : 'DIFFERS',
  ];
  return `${name} (${source})\n    ${parts.join(', ')}\n`;
}

/** The table needs so many columns. */
export const tableColumns = 165;

/** One row. Difference and tolerance are in percent of the known value, where it is not zero. */
export function validationLine(row: KnownResult): string {
  const { name, known, ours, difference, tolerance, verdict, source } = row;
  const cells = cellsOf(
    name,
    significant(known),
    significant(ours),
    relative(difference, known),
    relative(tolerance, known),
  );
  return `${cells}  ${verdict === 'holds' ? 'holds  ' : 'DIFFERS'}  ${source}\n`;
}

/** The title for the rows below it. */
export function validationTitle(part: ValidatedPart): string {
  return `\n${partTitles[part]}\n`;
}

const partTitles: Readonly<Record<ValidatedPart, string>> = {
  'simulator-and-rules': 'The queueing simulator, the retry and the placement rules',
  'network-twin':
    'The network twin: its wheel, event source mappings, log-in service and placement',
};

/** How many rows of each part hold, and the names of those that do not. */
export function validationSentence(rows: readonly ValidatedRow[], seed: number): string {
  const differing = rows.filter(({ verdict }) => verdict !== 'holds');
  const sentence =
    `Known results that hold, seed ${seed}: ` +
    `${holdingOf(rows, 'simulator-and-rules')} for the queueing simulator, the retry and the ` +
    `placement rules; ${holdingOf(rows, 'network-twin')} for the network twin.`;
  if (differing.length === 0) return sentence;
  return `${sentence} These differ:\n${differing.map(({ name }) => `  ${name}`).join('\n')}`;
}

function holdingOf(rows: readonly ValidatedRow[], part: ValidatedPart): string {
  const own = rows.filter((row) => row.part === part);
  return `${own.filter(({ verdict }) => verdict === 'holds').length} of ${own.length}`;
}

/** A number in five significant digits. */
export function significant(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : value.toPrecision(5);
}

/** A difference as a share of the known value, or as it is if that value is zero. */
export function relative(difference: number, known: number): string {
  if (difference === 0) return '0';
  if (known === 0) return significant(difference);
  const percent = (100 * difference) / Math.abs(known);
  return Math.abs(percent) < 0.005 ? '< 0.01 %' : `${percent.toFixed(2)} %`;
}

function cellsOf(name: string, ...values: readonly string[]): string {
  return name.padEnd(nameWidth) + values.map((value) => value.padStart(12)).join('');
}
