// The report of a diagnosis: one HTML file without scripts, network access or other files.
import type { Diagnosis, DiagnosisChoices, FeatureBand } from '#runner/study/diagnose/diagnose.ts';
import { type ChartSize, chartSizes, chartSvg, policyClass } from '../report/chart-frame.ts';
import { html, type Markup, unbroken } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { reportTable } from '../study/report-table.ts';
import {
  answerOf,
  confusionRows,
  effortOf,
  fitRows,
  limits,
  plantedWords,
} from './diagnose-table.ts';

/** The whole report. The same runs give the same bytes; all text in it is escaped. */
export function renderDiagnosis(
  choices: DiagnosisChoices,
  found: Diagnosis,
  { program, argv }: { readonly program: string; readonly argv: readonly string[] },
): string {
  const origin = `rebootstorm ${program.split(' ')[0]}, diagnose`;
  const body = html`<h1>Which hypothesis is the record like?</h1>
<p class="lead">${unbroken(answerOf(found))}</p>
<p>${unbroken(effortOf(choices, found))}</p>
${found.choice === null ? '' : results(choices, found, origin)}
<h2>Again</h2>
<pre>${quotedCommand(argv)}</pre>`;
  return reportPage({ title: 'A diagnosis of August 2007', style: cloudStyle, body });
}

function results(choices: DiagnosisChoices, found: Diagnosis, origin: string): Markup {
  return html`<p class="note">${limits}</p>
<h2>Is the record inside the cloud?</h2>
${reportTable('Each hypothesis', fitRows(found))}
<h2>Feature by feature</h2>
<p>A bar is nine in ten simulations of a hypothesis, its middle the median, the ring the record. A
feature's scale goes from the least to the most of all.</p>
${found.hypotheses.map(({ hypothesis, features }, order) =>
  cloud(hypothesis, features, { order, origin, ranges: rangesOf(found) }),
)}
<h2>Planted truth</h2>
<p>Each row is a hypothesis that made ${found.plantedEach} runs which the forest did not know; the
columns say what it took them for.${plantedWords(found)}</p>
${reportTable('Planted truth', confusionRows(choices.hypotheses, found))}`;
}

type Ranges = readonly (readonly [least: number, most: number])[];

/** The least and the most of each feature over all hypotheses and the record. */
function rangesOf({ hypotheses }: Diagnosis): Ranges {
  const [first] = hypotheses;
  return (first?.features ?? []).map((_, index) => {
    const bands = hypotheses.flatMap(({ features }) => features.slice(index, index + 1));
    const values = bands.flatMap(({ recorded, low, high }) => [recorded, low, high]);
    return [Math.min(...values), Math.max(...values)] as const;
  });
}

const cloudStyle = `
.cloud { stroke: var(--c); stroke-width: 5; opacity: 0.55; } .middle { fill: var(--c); }
.record { fill: none; stroke: var(--ink); stroke-width: 1.8; }
`;

const rowHeight = 17;
const namesWidth = 150;

function cloud(
  hypothesis: string,
  features: readonly FeatureBand[],
  { order, origin, ranges }: { order: number; origin: string; ranges: Ranges },
): Markup {
  const outside = features
    .filter(({ recorded, low, high }) => recorded < low || recorded > high)
    .map(({ name }) => name);
  const description =
    outside.length === 0
      ? `${hypothesis}: every feature of the record is within nine in ten simulations.`
      : `${hypothesis}: outside of nine in ten simulations are ${outside.join(', ')}.`;
  return html`<figure><figcaption>${description}</figcaption>${chartSizes.map((size) =>
    chartSvg({
      id: `cloud-${order}`,
      size,
      height: features.length * rowHeight + 26,
      title: `${hypothesis} beside the record`,
      description,
      origin,
      body: features.map((band, row) => bandRow(band, { size, row, order, range: ranges[row] })),
    }),
  )}</figure>
`;
}

function bandRow(
  { name, recorded, low, median, high }: FeatureBand,
  place: { size: ChartSize; row: number; order: number; range: Ranges[number] | undefined },
): Markup {
  const { size, row, order, range = [0, 1] } = place;
  const [least, most] = range;
  const width = size.width - namesWidth - 14;
  const x = (value: number) =>
    namesWidth + (most === least ? 0.5 : (value - least) / (most - least)) * width;
  const y = row * rowHeight + 12;
  return html`<g class="${policyClass(order)}">
<title>${name}: ${low} to ${high}, record ${recorded}</title>
<text class="axis" x="${namesWidth - 8}" y="${y + 4}" text-anchor="end">${name}</text>
<line class="cloud" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>
<circle class="middle" cx="${x(median)}" cy="${y}" r="3"/>
<circle class="record" cx="${x(recorded)}" cy="${y}" r="4.6"/></g>`;
}
