import { html, type Markup } from '../report/markup.ts';

/** A table of words for a report. */
export function reportTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return html`<div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td class="words">${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}
