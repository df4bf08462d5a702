// The facts that a report cites, in the report itself: the file travels alone.
import type { ComparisonResult } from '#runner/result.ts';
import { html, Markup } from '../markup.ts';
import { citedRows, type Fact, inOrder } from './read-facts.ts';

/** The facts that assumptions, the story and reported points cite, in the order of the page. */
export function citedFacts(
  { assumptions, recoveryPoints, story }: ComparisonResult,
  facts: readonly Fact[],
): Fact[] {
  const cited = new Set([
    ...assumptions.flatMap(({ source }) => citedRows(source, facts)),
    ...story.flatMap((sentence) => citedRows(sentence, facts)),
    ...recoveryPoints.flatMap(({ factRow }) => citedRows(factRow, facts)),
  ]);
  return facts.filter(({ row }) => cited.has(row)).sort((a, b) => inOrder(a.row, b.row));
}

/** A text with a link to each fact that it cites and the report has. */
export function withFactLinks(text: string, facts: readonly Fact[]): Markup {
  const parts = text.split(/(\d+\.\d+)/).map((part, index, all) => {
    const isCited = citedRows(all.slice(0, index + 1).join(''), facts).at(-1) === part;
    return isCited ? factLink(part, facts) : html`${part}`;
  });
  return new Markup(parts.map((part) => part.text).join(''));
}

/** The number of a fact, as a link where the report has it. */
function factLink(row: string, facts: readonly Fact[]): Markup {
  const isThere = facts.some((fact) => fact.row === row);
  return isThere ? html`<a href="#fact-${row}">${row}</a>` : html`${row}`;
}

/** The cited facts as a folded table, each with its source; nothing where none is cited. */
export function factsTable(facts: readonly Fact[]): Markup {
  if (facts.length === 0) return html``;
  const rows = facts.map(
    ({ row, sentence, source, known }) => html`<tr id="fact-${row}"><th scope="row">${row}</th>
<td class="words">${sentence}</td><td class="words">${source}</td>
<td class="words">${known}</td></tr>
`,
  );
  return html`<details><summary>The ${facts.length} facts that they cite</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Facts">
<table class="facts"><thead><tr><th scope="col">fact</th><th scope="col" class="words">what</th>
<th scope="col" class="words">read in</th>
<th scope="col" class="words">how known</th></tr></thead><tbody>${rows}</tbody></table>
</div></details>`;
}
