// The report of a calibration: one HTML file without scripts, network access or other files.

import { formatMoment } from '#runner/sentences/human-numbers.ts';
import type { Calibration, CalibrationChoices } from '#runner/study/calibrate/calibrate.ts';
import { augustUnknowns } from '#scenarios/unknowns/august-unknowns.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html, type Markup, unbroken } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { recordChart, recordChartStyle } from '../study/record-chart.ts';
import { reportTable } from '../study/report-table.ts';
import {
  conclusionOf,
  effortWords,
  errorWords,
  fitNote,
  fitRows,
  publishedWords,
  rankedFits,
  shortNumber,
  valueWords,
} from './calibrate-table.ts';

/** Of more lines nobody could tell the colours apart. */
const linesMax = 4;

/** The whole report. The same runs give the same bytes; all text in it is escaped. */
export function renderCalibration(
  choices: CalibrationChoices,
  found: Calibration,
  { program, argv }: { readonly program: string; readonly argv: readonly string[] },
): string {
  const ranked = rankedFits(found);
  const lines = ranked
    .slice(0, linesMax)
    .map(({ hypothesis, top }) => ({ name: hypothesis, points: top.points }));
  const description =
    'The counts of August 2007 with what their words leave open, and the closest candidate of ' +
    `${lines.map(({ name }) => name).join(', ') || 'no hypothesis'}.`;
  const origin = `rebootstorm ${program.split(' ')[0]}, calibrate`;
  const body = html`<h1>Which values meet the record of August 2007?</h1>
<p class="lead">${unbroken(effortWords(choices, found))}</p>
<p>${unbroken(conclusionOf(found))}</p>
<p class="note">All values are fitted to the record that they are compared with, so a good fit shows
what can be, and never what was.</p>
<figure><figcaption>${description}</figcaption>
${chartSizes.map((size) => recordChart(lines, size, { description, origin }))}</figure>
<h2>The closest of each hypothesis</h2>
${reportTable('Each hypothesis', fitRows(found))}
<p class="note">${fitNote}</p>
${ranked.slice(0, 1).map(pointsTable)}
${ranked.slice(0, 1).map(regionTable)}
<h2>Again</h2>
<pre>${quotedCommand(argv)}</pre>`;
  return reportPage({ title: 'A calibration of August 2007', style: recordChartStyle, body });
}

type Ranked = ReturnType<typeof rankedFits>[number];

function pointsTable({ hypothesis, top }: Ranked): Markup {
  const rows = top.points.map((point) => [
    formatMoment(point.atMs),
    point.label,
    valueWords(point, point.recorded),
    valueWords(point, point.simulated),
    errorWords(point),
    point.factRow,
  ]);
  const heads = ['When, UTC', 'What', 'Recorded', 'Simulated', 'Off by', 'Facts'];
  return html`<h2>Point by point: ${hypothesis}</h2>
${reportTable('Each point', [heads, ...rows])}`;
}

function regionTable({ hypothesis, region, regionCount }: Ranked): Markup {
  const rows = region.map((one) => {
    const { title, source, provenance } = augustUnknowns[one.name];
    return [
      title,
      `${shortNumber(one.least)} to ${shortNumber(one.most)}`,
      `${Math.round(one.width * 100)} %`,
      publishedWords(one),
      `${provenance}: ${source}`,
    ];
  });
  const heads = ['Unknown', 'Fitted', 'Of its range', 'A source says', 'Its range comes from'];
  return html`<h2>Where the best ${regionCount} of ${hypothesis} lie</h2>
${reportTable('Each unknown', [heads, ...rows])}`;
}
