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

/** A table of numbers for a report: the first cell of each row is its heading. */
export function numberTable(
  label: string,
  [heads = [], ...rows]: readonly (readonly string[])[],
): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map(
      (cell) => html`<td>${unbroken(cell)}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`;
}
