// A map on the page: its drawing, which takes keys, a read-out of the chosen box, and a table of
// all counts, of all runs.
import { policyClass } from '#cli/report/chart-frame.ts';
import { formatMoment } from '#runner/sentences/human-numbers.ts';
import { element } from '../page/element.ts';
import type { DrawnMap } from './drawn-parts.ts';
import { drawMap } from './map-drawing.ts';
import { isMapKey, neighbour } from './neighbours.ts';

/** What a map shows of one run at a moment. */
export interface MapFigures<Id extends string> {
  readonly policy: string;
  readonly lines: Readonly<Record<Id, readonly string[]>>;
  /** Where its execution is. */
  readonly current: readonly Id[];
  /** What is known of an arrow, by its place; '' where nothing is. */
  readonly arrowWords: (index: number) => string;
}

/** A map that is on the page. */
export interface MapPanel<Id extends string> {
  readonly root: HTMLElement;
  /** @param chosen the place of the run that the drawing shows */
  show(figures: readonly MapFigures<Id>[], chosen: number, atMs: number): void;
}

/** What a map is made with. */
export interface MapPanelOptions<Id extends string> {
  readonly map: DrawnMap<Id>;
  /** A word that no other map of the page has. */
  readonly name: string;
  /** A sentence below its title. */
  readonly note: string;
  /** The head of the table's first column. */
  readonly partWord: string;
  readonly speak: (words: string) => void;
}

/** Makes a map's panel. */
export function mapPanel<Id extends string>(options: MapPanelOptions<Id>): MapPanel<Id> {
  const { map, name, note, partWord, speak } = options;
  let selected: Id | null = null;
  let shown: MapFigures<Id> | null = null;
  let shownAtMs = 0;
  const readOut = element('p', { class: 'map-read-out note' });
  const drawing = drawMap(map, `${name}-arrow`, (id) => select(id));
  const describe = () => (selected === null ? usualReadOut : wordsOf(map, selected, shown));
  const select = (id: Id) => {
    selected = id;
    drawing.select(id);
    readOut.textContent = describe();
  };
  const surface = element('div', {
    class: 'map-surface scroll',
    tabindex: '0',
    role: 'group',
    'aria-roledescription': 'map',
    'aria-labelledby': `${name}-title`,
    'aria-describedby': `${name}-note`,
  });
  surface.append(drawing.root);
  surface.addEventListener('keydown', (event) => {
    if (!isMapKey(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = neighbour(map.boxes, selected, event.key);
    if (next === null) return;
    select(next);
    speak(`${formatMoment(shownAtMs)}: ${describe()}`);
  });
  const table = countsTable(map, partWord);
  const details = element('details', {}, element('summary', {}, `Table: ${map.title}`), table.root);
  // On a phone the drawing is wider than the page, so that the table opens first.
  details.open = innerWidth <= 600;
  readOut.textContent = describe();
  const root = element(
    'section',
    { class: 'map-panel', 'aria-labelledby': `${name}-title` },
    element('h3', { id: `${name}-title` }, map.title),
    element('p', { class: 'note', id: `${name}-note` }, `${note} ${keysNote}`),
    surface,
    readOut,
    details,
  );
  return {
    root,
    show: (figures, chosen, atMs) => {
      shown = figures[chosen] ?? null;
      shownAtMs = atMs;
      if (shown !== null) {
        drawing.showLines(shown.lines);
        drawing.markCurrent(shown.current);
      }
      readOut.textContent = describe();
      if (details.open) table.show(figures);
      details.ontoggle = () => table.show(figures);
    },
  };
}

const keysNote = 'It takes the arrow keys, which lead from box to box, and a press on a box.';
const usualReadOut = 'Choose a box to read what it is for, and what goes along its arrows.';

/** A box in words: what it is for, what it shows, and each of its arrows. */
function wordsOf<Id extends string>(
  { boxes, arrows }: DrawnMap<Id>,
  id: Id,
  figures: MapFigures<Id> | null,
): string {
  const labelOf = (one: Id) => boxes.find((box) => box.id === one)?.label ?? one;
  const box = boxes.find((one) => one.id === id);
  const lines = figures?.lines[id] ?? [];
  const counts = lines.length === 0 ? '' : ` ${figures?.policy}: ${lines.join(', ')}.`;
  const isHere = figures?.current.includes(id) === true ? ' The execution is here.' : '';
  const flows = arrows.flatMap(({ from, to, says }, at) => {
    if (from !== id && to !== id) return [];
    const words = figures?.arrowWords(at) ?? '';
    return [`${labelOf(from)} to ${labelOf(to)}: ${says}${words}`];
  });
  const arrowsInWords = flows.length === 0 ? '' : ` Arrows: ${flows.join('; ')}.`;
  return `${box?.label}. ${box?.says}${isHere}${counts}${arrowsInWords}`;
}

/** All boxes with all figures, a column for each run. */
function countsTable<Id extends string>({ title, boxes }: DrawnMap<Id>, partWord: string) {
  const head = element('tr');
  const body = element('tbody');
  const table = element(
    'table',
    {},
    element('caption', {}, `${title}, at the moment of the player`),
    element('thead', {}, head),
    body,
  );
  const root = element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}, table` },
    table,
  );
  const show = (figures: readonly MapFigures<Id>[]) => {
    head.replaceChildren(
      element('th', { scope: 'col' }, partWord),
      ...figures.map(({ policy }, index) =>
        element('th', { scope: 'col', class: `words name ${policyClass(index)}` }, policy),
      ),
    );
    body.replaceChildren(
      ...boxes.map(({ id, label }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, label),
          ...figures.map(({ lines, current }) => {
            const here = current.includes(id) ? 'here now; ' : '';
            return element('td', { class: 'words' }, here + (lines[id].join(', ') || '–'));
          }),
        ),
      ),
    );
  };
  return { root, show };
}
