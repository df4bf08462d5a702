// The bills of a comparison as a table for a pull request or a page.

import { billNotes, billRows } from '#cli/show/bill-rows.ts';
import { markdownTable } from '#cli/show/markdown-table.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { ComparisonResult } from '#runner/result.ts';

/** The bills as Markdown: the figures of each policy, then every line that cost something. */
export function billMarkdown(result: ComparisonResult): string {
  const { runs } = result;
  const figures = billRows(result).map(({ label, cell }) => [label, ...runs.map(cell)]);
  const table = markdownTable(['', ...runs.map(({ policy }) => policy)], figures);
  const notes = billNotes(result).map((note) => `- ${plainLine(note)}`);
  const title = `# Bill of ${plainLine(result.title)}`;
  const lines = [title, '', table, '', ...notes];
  return `${lines.join('\n')}\n`;
}
