import { html, type Markup, unbroken } from '../report/markup.ts';

/** A table of words for a report. @param label what it is, for those who do not see it */
export function reportTable(
  label: string,
  [heads = [], ...rows]: readonly (readonly string[])[],
): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col" class="words">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td class="words">${unbroken(cell)}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}
