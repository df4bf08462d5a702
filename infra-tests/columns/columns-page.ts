// docs/columns.md, from the list of columns in cli/columns/.
import { columnSections } from '#cli/columns/column-sections.ts';

export const COLUMNS_PAGE_PATH = 'docs/columns.md';

const head = `# Columns

What each column of each table means, and each count of a run. Beside the tables of a folder stands
\`columns.csv\` with the same words, of just the columns that the folder has. This page is made from
the list in [\`cli/columns/\`](../cli/columns/describe-column.ts) by
\`npx node infra-tests/columns/write-columns-page.ts\`.

Times are virtual, in milliseconds: a moment is since 1970, or since the start of a scenario that
has no date. An empty cell was not measured, or never came.

- \`meter.<name>\`, and \`meters\` in \`result.json\`: the units of AWS's bill, each in
  [meters](meters.md).
- A column that is named like a field of a scenario, such as \`timings.leaseMs\`, has the value that
  a [sweep](sweeps.md) gave it.
`;

/** The whole page. */
export function columnsPage(): string {
  const sections = columnSections.map(({ title, about, columns }) => {
    const rows = Object.entries(columns).map(
      ([name, { unit, about: meaning }]) => `| \`${name}\` | ${unit} | ${meaning} |`,
    );
    const table = ['| Column | Unit | Meaning |', '| --- | --- | --- |', ...rows];
    return `## ${title}\n\n${about}\n\n${table.join('\n')}\n`;
  });
  return [head, ...sections].join('\n');
}
