// The figures of stations as HTML tables.
import {
  formatCount,
  formatDuration,
  formatShare,
  formatStopwatch,
} from '#runner/sentences/human-numbers.ts';
import type { DurationSummary, StationResult } from '#twin/station/station-result.ts';
import { html, type Markup, unbroken } from '../../report/markup.ts';
import type { StationRun } from '../station-run.ts';
import { sideHeads, sideNote, sideRow } from '../stations-table.ts';
import { stationPoints } from './station-points.ts';

/** How each station ends, a row for each. */
export function endingsTable(runs: readonly StationRun[]): Markup {
  const heads = sideHeads.map((head, index) => headCell(head, index === 1));
  const rows = runs.map((run) => {
    const [name = '', kind = '', ...cells] = sideRow(run);
    return html`<tr><th scope="row">${name}</th><td class="words">${kind}</td>${cells.map(
      (cell) => html`<td>${unbroken(cell)}</td>`,
    )}</tr>
`;
  });
  return table('How each ends', sideNote, heads, rows);
}

type Figure = readonly [name: string, of: (result: StationResult, run: StationRun) => string];

const figures: readonly Figure[] = [
  ['requests', ({ counts }) => formatCount(counts.arrived)],
  ['answered in time', ({ counts }) => formatCount(counts.served)],
  ['gave up', ({ counts }) => formatCount(counts.gaveUp)],
  ['attempts', ({ counts }) => formatCount(counts.attempts)],
  ['retries', ({ counts }) => formatCount(counts.retries)],
  ['timed out', ({ counts }) => formatCount(counts.timedOut)],
  ['rejected by a full queue', ({ counts }) => formatCount(counts.rejected)],
  ['failed', ({ counts }) => formatCount(counts.failed)],
  ['served too late', ({ counts }) => formatCount(counts.servedLate)],
  ['in the queue on average', ({ levels }) => formatCount(levels.inQueue)],
  [
    'servers busy on average',
    ({ levels }, { station }) => formatShare(levels.inService / station.servers),
  ],
  ['wait for the answer, median', ({ toAnswerMs }) => duration(toAnswerMs, 'p50Ms')],
  ['99 of 100 within', ({ toAnswerMs }) => duration(toAnswerMs, 'p99Ms')],
];

/** The counts of the whole run, a column for each station. */
export function countsTable(runs: readonly StationRun[]): Markup {
  const names = runs.length === 1 ? ['whole run'] : runs.map(({ name }) => name);
  const heads = ['', ...names].map((name) => headCell(name, false));
  const rows = figures.map(
    ([name, of]) => html`<tr><th scope="row">${name}</th>${runs.map(
      (run) => html`<td>${unbroken(of(run.result, run))}</td>`,
    )}</tr>
`,
  );
  return table('Counts', 'Without the warm-up, where a station has one.', heads, rows);
}

/** A folded table has few rows, so that it can be read; `series.csv` has every interval. */
const rowsMax = 40;

/** The numbers behind the curves. */
export function seriesTable(run: StationRun): Markup {
  const heads = ['from', 'requests/s', 'attempts/s', 'in time/s', 'too late/s', 'queue'];
  const rows = stationPoints(run, rowsMax).map(
    ({ fromMs, requests, attempts, inTime, late, queue }) => {
      const rates = [requests, attempts, inTime, late].map((rate) => rate.toFixed(1));
      const cells = [...rates, formatCount(queue)].map((cell) => html`<td>${cell}</td>`);
      return html`<tr><th scope="row">${formatStopwatch(fromMs)}</th>${cells}</tr>
`;
    },
  );
  const note = 'Means of each stretch, and the queue at its end; series.csv has every interval.';
  return html`<details><summary>The numbers behind this picture</summary>${table(
    'Over time',
    note,
    heads.map((head) => headCell(head, false)),
    rows,
  )}</details>`;
}

function headCell(words: string, isText: boolean): Markup {
  if (words === '') return html`<td></td>`;
  return isText
    ? html`<th scope="col" class="words">${words}</th>`
    : html`<th scope="col">${words}</th>`;
}

function table(
  name: string,
  note: string,
  heads: readonly Markup[],
  rows: readonly Markup[],
): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table>
<caption>${note}</caption><thead><tr>${heads}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function duration(summary: DurationSummary, part: 'p50Ms' | 'p99Ms'): string {
  const valueMs = summary[part];
  return valueMs === null ? 'nobody' : formatDuration(valueMs);
}
