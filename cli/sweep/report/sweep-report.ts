// The report of a sweep: one HTML file without scripts, network access or other files.
import { counted, formatCount } from '#runner/sentences/human-numbers.ts';
import { chartSizes, policyClass } from '../../report/chart-frame.ts';
import { html, type Markup, unbroken } from '../../report/markup.ts';
import { reportPage } from '../../report/report-page.ts';
import { quotedCommand } from '../../report/shell-command.ts';
import type { NamedMeasure } from '../../thresholds/named-measures.ts';
import type { SweepHead } from '../sweep-head.ts';
import { leftWords } from '../sweep-summary.ts';
import {
  type DrawnMeasure,
  lineLabels,
  linesDrawnMax,
  sweepChart,
  sweepChartStyle,
} from './sweep-chart.ts';
import {
  axisOf,
  linesOver,
  mixedFields,
  notDrawn,
  type SettingBands,
  type SweptAxis,
  type SweptLine,
  shortNames,
} from './sweep-lines.ts';
import { valueWords, variedWords } from './sweep-scale.ts';
import { measureTitle } from './swept-measures.ts';

/**
 * The whole report. The same points give the same bytes; all text in them is escaped.
 * @param measures in the order of the settings' bands
 * @param leftCount how many settings there are beyond these
 */
export function renderSweepReport(
  head: SweepHead,
  settings: readonly SettingBands[],
  measures: readonly NamedMeasure[],
  leftCount: number,
): string {
  const axis = axisOf(settings);
  const seeds = Math.max(0, ...settings.map(({ seedCount }) => seedCount));
  const where = head.cloud === 'twin' ? `the twin, at ${head.scale} scale` : 'the local cloud';
  const body = html`<h1>A sweep of ${head.scenario}</h1>
<p class="lead">${counted(settings.length + leftCount, 'setting')} with
${seeds === 1 ? 'one seed' : `${formatCount(seeds)} seeds`} each, on ${where}.</p>
${axis === null ? noCurve(settings) : charts(head, axis, settings, measures)}
<h2>Every setting</h2>
<p class="note">${seeds > 1 ? 'Medians over the seeds, with the lowest and the highest. ' : ''}Each
run is in points.csv, and what its columns mean in columns.csv.${
    leftCount > 0 ? ` ${leftWords(leftCount)}` : ''
  }</p>
${settingsTable(settings, measures)}
<h2>Again</h2>
<pre>${quotedCommand(head.argv)}</pre>`;
  return reportPage({ title: `A sweep of ${head.scenario}`, style: sweepChartStyle, body });
}

function noCurve(settings: readonly SettingBands[]): Markup {
  const mixed = mixedFields(settings);
  if (mixed.length > 0)
    return html`<p class="note">${mixed.join(', ')}: factors and values share no axis, so there is
no curve: the settings are in the table.</p>`;
  return html`<p class="note">No number is varied, so there is no curve: the settings are in the
table.</p>`;
}

function charts(
  head: SweepHead,
  axis: SweptAxis,
  settings: readonly SettingBands[],
  measures: readonly NamedMeasure[],
): Markup {
  const lines = linesOver(axis, settings);
  const axisName = shortNames(settings)(axis.name);
  const drawn = lines.slice(0, linesDrawnMax);
  const version = head.program.split(' ')[0];
  const origin = `rebootstorm ${version}, ${head.scenario}, commit ${head.commit.slice(0, 8)}`;
  const more =
    lines.length > drawn.length
      ? html`<p class="note">The first ${String(drawn.length)} of ${String(lines.length)} lines are
drawn; all settings are in the table.</p>`
      : '';
  return html`<p>A line joins the medians over the seeds, and the band around it reaches from the
lowest to the highest. Rest the pointer on a point to read it.</p>${more}
${leftOut(axis, settings)}${legend(drawn)}
${measures.map((measure, index) => {
  const one = { measure, index, axisName };
  const description = describe(axis, drawn, one);
  return html`<h2>${measureTitle(measure)}</h2>
<figure><figcaption>${unbroken(description)}</figcaption>
${chartSizes.map((size) => sweepChart(drawn, axis, one, size, { description, origin }))}
</figure>
`;
})}`;
}

/** So many settings without a place on the axis are named. */
const leftOutMax = 6;

/** Says which settings are not drawn, and why. */
function leftOut(axis: SweptAxis, settings: readonly SettingBands[]): Markup | string {
  const all = notDrawn(axis, settings);
  if (all.length === 0) return '';
  const more = all.length > leftOutMax ? `; and ${formatCount(all.length - leftOutMax)} more` : '';
  return html`<p class="note">Not drawn, since ${axis.name} is no number there:
${all.slice(0, leftOutMax).join('; ')}${more}.</p>`;
}

/** What the letters at the lines mean, where letters stand there. */
function legend(lines: readonly SweptLine[]): Markup | string {
  const labels = lineLabels(lines);
  if (lines.every(({ name }, order) => labels[order] === name)) return '';
  return html`<ul class="legend">${lines.map(
    ({ name }, order) =>
      html`<li class="${policyClass(order)}"><b>${labels[order] ?? ''}</b> ${name}</li>`,
  )}</ul>`;
}

/** So many lines are told one by one. */
const linesToldMax = 4;

function describe(axis: SweptAxis, lines: readonly SweptLine[], one: DrawnMeasure): string {
  const { measure, index, axisName } = one;
  const labels = lineLabels(lines);
  const told = lines.slice(0, linesToldMax).flatMap(({ points }, order) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const [from, to] = [first, last].map(({ bands, x }) => {
      const median = bands[index]?.median ?? Number.NaN;
      return `${valueWords(measure.unit, median)} at ${variedWords(axis, x)}`;
    });
    return [`${labels[order]} ${from}, ${to}`];
  });
  const more = lines.length > told.length ? '; and so on' : '';
  return `${measureTitle(measure)} against ${axisName}: ${told.join('; ')}${more}.`;
}

function settingsTable(
  settings: readonly SettingBands[],
  measures: readonly NamedMeasure[],
): Markup {
  const fields = Object.keys(settings[0]?.values ?? {}).filter(
    (field) => field !== 'faults' || new Set(settings.map(({ values }) => values.faults)).size > 1,
  );
  const heads = [...fields.map(shortNames(settings)), 'policy', 'nodes'];
  const rows = settings.map(({ values, policy, nodes, bands }) => {
    const cells = [...fields.map((field) => cellWords(field, values[field])), policy];
    return html`<tr>${cells.map((cell) => html`<td class="words">${cell}</td>`)}
<td class="words">${formatCount(nodes)}</td>${measures.map(
      (measure, index) => html`<td>${unbroken(bandWords(measure, bands[index]))}</td>`,
    )}</tr>
`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Every setting"><table>
<thead><tr>${heads.map((name) => html`<th scope="col" class="words">${name}</th>`)}
${measures.map((one) => html`<th scope="col">${measureTitle(one)}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function cellWords(field: string, value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return variedWords({ name: field, values: [], isFactor: false, isLogarithmic: false }, value);
}

function bandWords(
  { unit }: NamedMeasure,
  band: SettingBands['bands'][number] | undefined,
): string {
  if (band === undefined) return '';
  const [middle = '', low, high] = [band.median, band.min, band.max].map((value) =>
    valueWords(unit, value),
  );
  return low === high ? middle : `${middle} (${low} to ${high})`;
}
