// A table for the terminal: two blanks between columns, and no lines.

import CliTable, { type Cell, type TableConstructorOptions } from 'cli-table3';

/** What may differ from one table to another; cells stand left where nothing is said. */
export type TableLayout = Pick<TableConstructorOptions, 'colAligns' | 'colWidths' | 'wordWrap'>;

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows as a table. No line of it ends in a blank, and it does not end in a newline. */
export function plainTable(rows: readonly (readonly Cell[])[], layout: TableLayout = {}): string {
  const table = new CliTable({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...layout,
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replace(/ +$/gm, '').replace(/^\n+/, '');
}
