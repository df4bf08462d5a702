/** The value of a table's cell. Null and undefined make an empty cell. */
export type CsvCell = string | number | boolean | null | undefined;

/** One line of a table as in RFC 4180, but it ends in a newline alone. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

function quoted(cell: CsvCell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
