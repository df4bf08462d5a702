/** What a cell of a table may hold; nothing is an empty cell. */
export type CsvCell = string | number | boolean | null | undefined;

/** One line of a table, as RFC 4180 has it but for the line's end, which is a newline alone. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

function quoted(cell: CsvCell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
