// Prints a bill and its forecast as a table.
import { plainLine } from '#domain/plain-text.ts';
import { formatQuantity, formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import type { ReadBill } from './read-bill.ts';
import type { Pair, ReconciledLine, Reconciliation, UnmatchedLine } from './reconcile.ts';

/** The comparison as text that ends in a newline. */
export function reconcileTable(
  { lines, total, forecastAlone, billedAlone }: Reconciliation,
  read: ReadBill,
  forecast: string,
): string {
  const young = [...lines, ...billedAlone].some(({ isYoung }) => isYoung);
  return `${[
    headOf(read, forecast),
    lines.length === 0 ? 'No meter is on both bills.' : table(lines, total),
    alone('Only in the forecast', forecastAlone),
    alone('Only on the bill', billedAlone),
    otherOf(read.otherUsd),
    young ? '* has rows younger than 48 hours. AWS may still change them.' : '',
    brokenOf(read.broken),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function headOf({ formats, rowCount, fromMs, toMs }: ReadBill, forecast: string): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const span = rowCount === 0 ? '' : `, ${day(fromMs)} to ${day(toMs)} UTC`;
  return [
    `Forecast  ${plainLine(forecast)}`,
    `Bill      ${formats.join(', ')}, ${formatCount(rowCount)} rows${span}`,
  ].join('\n');
}

function table(lines: readonly ReconciledLine[], total: Pair): string {
  const rows = [
    ['meter', 'units forecast', 'billed', 'distance', '$ forecast', 'billed', 'distance', ''],
    ...lines.map(({ meter, units, usd, isYoung }) => [
      meter,
      formatQuantity(units.forecast),
      formatQuantity(units.billed),
      formatDistance(units),
      formatUsd(usd.forecast),
      formatUsd(usd.billed),
      formatDistance(usd),
      isYoung ? '*' : '',
    ]),
    [
      'together',
      '',
      '',
      '',
      formatUsd(total.forecast),
      formatUsd(total.billed),
      formatDistance(total),
      '',
    ],
  ];
  return plainTable(rows, {
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  });
}

function alone(title: string, lines: readonly UnmatchedLine[]): string {
  if (lines.length === 0) return '';
  const rows = lines.map(
    ({ name, units, usd, isYoung }) =>
      `  ${plainLine(name)}: ${formatQuantity(units)}, ${formatUsd(usd)}${isYoung ? ' *' : ''}`,
  );
  return [`${title}:`, ...rows].join('\n');
}

function otherOf(otherUsd: ReadBill['otherUsd']): string {
  const parts = Object.entries(otherUsd).map(
    ([name, usd]) => `${plainLine(name)} ${formatUsd(usd)}`,
  );
  return parts.length === 0 ? '' : `Not usage, and left out: ${parts.join(', ')}.`;
}

function brokenOf(broken: ReadBill['broken']): string {
  if (broken.length === 0) return '';
  const rows = broken.map(
    ({ path, line, reason }) => `  ${plainLine(`${path}:${line}: ${reason}`)}`,
  );
  return ['Rows that could not be read, and were left out:', ...rows].join('\n');
}

function formatDistance({ distance }: Pair): string {
  if (distance === null) return '–';
  const percent = (distance * 100).toFixed(1);
  return `${distance > 0 ? '+' : ''}${percent === '-0.0' ? '0.0' : percent} %`;
}
