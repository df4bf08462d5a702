// The network at the moment, as strips: one row for each zone or cell, side by side for all runs
// and on one scale. They thin out as nodes and supernodes are lost, and fill again.
import { policyClass } from '#cli/report/chart-frame.ts';
import { counted, formatCount, formatMoment } from '#runner/sentences/human-numbers.ts';
import { listenToKeys } from '../charts/moment-keys.ts';
import type { RunSoFar } from '../charts/run-so-far.ts';
import { element } from '../page/element.ts';
import { lastIndexUpTo, type Moment } from '../page/moment.ts';
import {
  type LabelledRow,
  paintStrips,
  rowHeight,
  type StripColours,
  shareWords,
  stripColours,
} from './paint-strips.ts';
import {
  groupsOf,
  type RowKind,
  rowOf,
  type StripGroup,
  type StripScale,
  scalesOf,
  usualRows,
} from './strip-rows.ts';
import { stripTable } from './strip-table.ts';

/** The strips on the page. */
export interface DensityStrips {
  /** Shows what is known of the runs. */
  show(runs: readonly RunSoFar[]): void;
  /** Draws them again: colours have changed. */
  redraw(): void;
}

/** One run's place among the strips. */
interface StripPanel {
  readonly run: RunSoFar;
  readonly times: readonly number[];
  readonly canvas: HTMLCanvasElement;
  /** Says where a run has no sample at the moment any more, or none yet. */
  readonly when: HTMLElement;
  readonly colours: StripColours;
}

/** What all runs share. */
interface StripView {
  readonly kind: RowKind;
  readonly groups: readonly StripGroup[];
  /** Of each row. */
  readonly scales: readonly StripScale[];
}

/** Fills the strips' place. @param speak says a text to who listens instead of looking */
export function densityStrips(
  place: HTMLElement,
  moment: Moment,
  speak: (words: string) => void,
): DensityStrips {
  return new StripsOnPage(place, moment, speak);
}

class StripsOnPage implements DensityStrips {
  readonly #moment: Moment;
  readonly #parts: ReturnType<typeof stripParts>;
  #runs: readonly RunSoFar[] = [];
  #panels: readonly StripPanel[] = [];
  #view: StripView = { kind: 'zones', groups: [], scales: [] };
  /** What the reader has asked for; null: what says most. */
  #askedKind: RowKind | null = null;
  /** The row whose numbers are in words. */
  #chosen = 0;
  /** Which moments of the runs are painted. */
  #painted = '';

  constructor(place: HTMLElement, moment: Moment, speak: (words: string) => void) {
    this.#moment = moment;
    this.#parts = stripParts((kind) => {
      this.#askedKind = kind;
      this.show(this.#runs);
    });
    const { children, surface, table } = this.#parts;
    place.replaceChildren(...children);
    const speakRow = () => speak(`${formatMoment(moment.atMs)}: ${this.#rowWords()}`);
    listenToKeys(surface, moment, speakRow);
    this.#listenToRows(speakRow);
    table.addEventListener('toggle', () => this.#fillTable());
    moment.listen(() => this.#paint(false));
    new ResizeObserver(() => this.#resize()).observe(surface);
  }

  show(runs: readonly RunSoFar[]): void {
    this.#runs = runs;
    const { note, surface, table, readOut, choice, kinds } = this.#parts;
    const head = runs.find(({ details }) => details !== null)?.details?.head;
    const isOver = runs.some(({ done }) => done !== null);
    const emptyWords = isOver ? notRecorded : 'It comes with the first samples.';
    note.textContent = head === undefined ? emptyWords : stripNote;
    for (const part of [surface, table, readOut, choice]) part.hidden = head === undefined;
    if (head === undefined) return;
    const kind = this.#askedKind ?? usualRows(head);
    kinds.value = kind;
    const groups = groupsOf(head, kind);
    const details = runs.map((run) => run.details);
    this.#view = { kind, groups, scales: scalesOf(details, kind, groups) };
    this.#chosen = Math.min(this.#chosen, groups.length - 1);
    this.#panels = keptPanels(this.#panels, runs, surface);
    this.#resize();
  }

  redraw(): void {
    this.#panels = this.#panels.map((panel, at) => ({ ...panel, colours: stripColours(at) }));
    this.#paint(true);
  }

  #resize(): void {
    for (const { canvas } of this.#panels) fitCanvas(canvas, this.#view.groups.length);
    this.#paint(true);
  }

  /** @param isForced whether to paint also where the same samples are painted already */
  #paint(isForced: boolean): void {
    const { atMs } = this.#moment;
    const { scales } = this.#view;
    const at = this.#panels.map(({ times }) => lastIndexUpTo(times, atMs)).join();
    if (!isForced && at === this.#painted) return;
    this.#painted = at;
    for (const panel of this.#panels) {
      paintStrips(panel.canvas, this.#rows(panel), scales, this.#chosen, panel.colours);
      panel.when.textContent = (panel.times.at(-1) ?? 0) < atMs ? lastWords(panel.run) : '';
    }
    this.#parts.readOut.textContent = this.#rowWords();
    this.#fillTable();
  }

  #fillTable(): void {
    const { table } = this.#parts;
    table.querySelector('.table')?.remove();
    if (!table.open) return;
    const shown = this.#panels.map((panel) => ({
      policy: panel.run.policy,
      rows: this.#rows(panel),
    }));
    table.append(stripTable(shown, formatMoment(this.#moment.atMs)));
  }

  #rows({ run, times }: StripPanel): LabelledRow[] {
    const { kind, groups } = this.#view;
    const detail = run.details?.details[lastIndexUpTo(times, this.#moment.atMs)];
    if (detail === undefined) return [];
    return groups.map((group) => ({ label: group.label, ...rowOf(detail, kind, group) }));
  }

  #rowWords(): string {
    const parts = this.#panels.flatMap((panel) => {
      const row = this.#rows(panel)[this.#chosen];
      if (row === undefined) return [];
      const nodes = `${shareWords(row)} of ${formatCount(row.wantedCount)} nodes signed in`;
      return [`${panel.run.policy} ${nodes}, ${counted(row.supernodesLive, 'supernode')} live`];
    });
    return `${this.#view.groups[this.#chosen]?.label ?? ''}: ${parts.join('; ')}.`;
  }

  /** Up and down choose a row, and so does a press. */
  #listenToRows(onChoice: () => void): void {
    const choose = (row: number) => {
      this.#chosen = Math.min(this.#view.groups.length - 1, Math.max(0, row));
      this.#paint(true);
      onChoice();
    };
    const { surface } = this.#parts;
    surface.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      choose(this.#chosen + by);
    });
    surface.addEventListener('click', ({ target, offsetY }) => {
      if (target instanceof HTMLCanvasElement)
        choose(Math.floor(offsetY / rowHeight(this.#view.groups.length)));
    });
  }
}

/** Of a run whose last sample lies before the moment. */
function lastWords({ done }: RunSoFar): string {
  return done === null ? ' as far as it is computed' : ' as it was at its end';
}

const notRecorded =
  'Not recorded: only a run that this page computes has it, of several shards once all are done.';

const stripNote =
  'A full row is the most that it ever has, in any run. Coloured: nodes that are signed in; ' +
  'faint: on, and waiting; empty: off. Below, dark: live supernodes. Right: the share of those ' +
  'who are on that is signed in, and how many supernodes live.';

/** The parts of the section that stay as they are. */
function stripParts(onKind: (kind: RowKind) => void) {
  const kinds = element(
    'select',
    { id: 'strip-rows' },
    element('option', { value: 'zones' }, 'time zone'),
    element('option', { value: 'cells' }, 'cell'),
  );
  kinds.addEventListener('change', () => onKind(kinds.value === 'cells' ? 'cells' : 'zones'));
  const note = element('p', { class: 'note', id: 'strips-note' });
  const readOut = element('p', { class: 'strip-read-out' });
  const surface = element('div', {
    class: 'strip-surface',
    tabindex: '0',
    role: 'group',
    'aria-roledescription': 'density strips',
    'aria-labelledby': 'strips-heading',
    'aria-describedby': 'strips-note',
  });
  const table = element('details', {}, element('summary', {}, 'Table: The network now'));
  const choice = element('p', { class: 'strip-choice' });
  choice.append(element('label', { for: 'strip-rows' }, 'A row for each'), ' ', kinds);
  const children = [choice, surface, readOut, note, table];
  return { kinds, note, readOut, surface, table, choice, children };
}

/** The panels of the same policies stay; others are made anew. */
function keptPanels(
  before: readonly StripPanel[],
  runs: readonly RunSoFar[],
  surface: HTMLElement,
): readonly StripPanel[] {
  const names = (all: readonly { readonly policy: string }[]) =>
    all.map(({ policy }) => policy).join();
  const isSame = names(before.map(({ run }) => run)) === names(runs);
  const panels = runs.map((run, index): StripPanel => {
    const old = isSame ? before[index] : undefined;
    const canvas = old?.canvas ?? element('canvas', { 'aria-hidden': 'true' });
    const when = old?.when ?? element('span', { class: 'note' });
    const times = run.details?.details.map(({ atMs }) => atMs) ?? [];
    return { run, times, canvas, when, colours: old?.colours ?? stripColours(index) };
  });
  if (!isSame)
    surface.replaceChildren(
      ...panels.map(({ run, canvas, when }, index) =>
        element(
          'div',
          { class: `strip-panel ${policyClass(index)}` },
          element(
            'p',
            { class: 'strip-heading' },
            element('b', { class: 'name' }, run.policy),
            when,
          ),
          canvas,
        ),
      ),
    );
  return panels;
}

function fitCanvas(canvas: HTMLCanvasElement, rowCount: number): void {
  const width = canvas.parentElement?.clientWidth ?? 0;
  const height = rowCount * rowHeight(rowCount);
  canvas.style.height = `${height}px`;
  const [wide, high] = [width * devicePixelRatio, height * devicePixelRatio].map(Math.round);
  if (wide !== undefined && canvas.width !== wide) canvas.width = wide;
  if (high !== undefined && canvas.height !== high) canvas.height = high;
}
