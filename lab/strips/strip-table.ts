// The table behind the strips: the numbers of every row at the moment.
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { element } from '../page/element.ts';
import { type LabelledRow, shareWords } from './paint-strips.ts';

/** The rows of one run. */
export interface ShownRows {
  readonly policy: string;
  readonly rows: readonly LabelledRow[];
}

/** All rows, with four columns for each run. @param when the moment, in words */
export function stripTable(runs: readonly ShownRows[], when: string): HTMLElement {
  const heads = runs.flatMap(({ policy }) =>
    ['nodes on', 'signed in', 'share', 'supernodes'].map((name) =>
      element('th', { scope: 'col' }, `${policy}: ${name}`),
    ),
  );
  const labels = runs[0]?.rows.map(({ label }) => label) ?? [];
  const body = labels.map((label, index) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, label),
      ...runs.flatMap(({ rows }) => cellsOf(rows[index])),
    ),
  );
  const table = element(
    'table',
    {},
    element('caption', {}, `The network at ${when}`),
    element('thead', {}, element('tr', {}, element('td'), ...heads)),
    element('tbody', {}, ...body),
  );
  const scroll = element('div', {
    class: 'scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': 'The network now, table',
  });
  scroll.append(table);
  return element('div', { class: 'table' }, scroll);
}

function cellsOf(row: LabelledRow | undefined): HTMLElement[] {
  const words =
    row === undefined
      ? ['–', '–', '–', '–']
      : [
          formatCount(row.wantedCount),
          formatCount(row.onlineCount),
          shareWords(row),
          formatCount(row.supernodesLive),
        ];
  return words.map((one) => element('td', {}, one));
}
