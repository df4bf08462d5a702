// The report of stations: one HTML file without scripts, network access or other files. The picture
// comes first, then what happened, then the figures.
import { plainLine } from '#domain/plain-text.ts';
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { chartSizes } from '../../report/chart-frame.ts';
import { html, type Markup, unbroken } from '../../report/markup.ts';
import { reportPage } from '../../report/report-page.ts';
import { quotedCommand } from '../../report/shell-command.ts';
import type { StationsManifest } from '../folder/stations-manifest.ts';
import { endingSentence } from '../format-station.ts';
import type { StationRun } from '../station-run.ts';
import { describeStation } from './describe-station.ts';
import { stationChart, stationScales } from './station-chart.ts';
import { capital, stationStory } from './station-story.ts';
import { countsTable, endingsTable, seriesTable } from './station-tables.ts';

const stationStyle = `
.work { fill: var(--c); opacity: .5; }
.limit { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 2 3; }
.chart .capacity { fill: none; }
.chart .capacity-label, .chart .collapse-label { fill: var(--ink); }
.multiples { display: grid; gap: 28px 36px; margin-top: 1.2rem; margin-bottom: 1.2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr)); }
.multiples section { display: grid; grid-row: span 3; grid-template-rows: subgrid; row-gap: 0; }
.multiples h2 { margin: 0; } .multiples p { margin: .2rem 0 .6rem; }
.figures table { width: auto; min-width: min(26em, 100%); }
.multiples .chart.narrow { display: block; } .multiples .chart { max-width: 520px; }
.ending { border: 1px solid var(--c); color: var(--c); border-radius: 4px; padding: 0 .4em;
  font-size: .85rem; font-weight: 600; white-space: nowrap; }
.parts { margin: .6rem 0; }
pre { white-space: pre-wrap; }
`;

/** The whole report. The same runs give the same bytes; all text in them is escaped. */
export function renderStationReport(
  runs: readonly StationRun[],
  manifest: StationsManifest,
): string {
  const [first] = runs;
  const isSingle = runs.length === 1 && first !== undefined;
  const title = isSingle ? plainLine(first.station.title) : `${runs.length} stations side by side`;
  const body = html`<h1>${title}${isSingle ? badge(first) : ''}</h1>
${isSingle ? single(first, manifest) : several(runs, manifest)}
<h2>Run it again</h2>
<pre tabindex="0"><code>${quotedCommand(manifest.argv)}</code></pre>
<p class="note">Commit ${manifest.commit ?? 'not known'}, ${Object.entries(manifest.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}; started ${manifest.createdAt}. A station is a simulator of its own: one service
with its clients, and no part of the network of 2007. docs/stations.md says what it models.</p>`;
  return reportPage({ title, style: stationStyle, body });
}

function single(run: StationRun, manifest: StationsManifest): Markup {
  const scales = stationScales([run]);
  const words = {
    id: 'station',
    title: 'What clients send, what the servers finish, and the queue',
    description: endingSentence(run.ending),
    origin: originOf(run, manifest),
  };
  return html`<figure>${chartSizes.map((size) => stationChart(run, size, scales, words))}
<figcaption class="note">${legend(false)}</figcaption></figure>
<h2>What happened</h2>
<ul>${stationStory(run).map((sentence) => html`<li>${unbroken(sentence)}</li>`)}</ul>
<div class="answer">${answer(run, '')}</div>
<h2>In figures</h2>
<div class="figures">${countsTable([run])}</div>
${seriesTable(run)}
<h2>The station</h2>
${parts(run)}`;
}

function several(runs: readonly StationRun[], manifest: StationsManifest): Markup {
  const scales = stationScales(runs);
  const narrow = chartSizes.filter(({ name }) => name === 'narrow');
  const panels = runs.map((run, index) => {
    const words = {
      id: `station-${index + 1}`,
      title: run.name,
      description: endingSentence(run.ending),
      origin: originOf(run, manifest),
    };
    return html`<section><h2>${run.name}${badge(run)}</h2>
<p class="note">${plainLine(run.station.title)}</p>
${narrow.map((size) => stationChart(run, size, scales, words))}</section>`;
  });
  return html`<p class="lead">The same scales everywhere: times what the servers of each can do.</p>
<div class="multiples broad">${panels}</div>
<p class="note">${legend(true)}</p>
<h2>How each ends</h2>
<div class="answer">${runs.map((run) => answer(run, run.name))}</div>
<h2>In figures</h2>
${endingsTable(runs)}
${countsTable(runs)}
<h2>The stations</h2>
${runs.map(
  (run) => html`<details><summary>${run.name}: ${plainLine(run.station.title)}</summary>
${parts(run)}<ul>${stationStory(run).map((sentence) => html`<li>${unbroken(sentence)}</li>`)}</ul>
${seriesTable(run)}</details>`,
)}`;
}

function legend(isSeveral: boolean): string {
  const queue = isSeveral
    ? 'Dotted: the queue from which on an answer comes after the time-out, and a full queue.'
    : 'Dotted: the limits of the queue.';
  return (
    'Dashed: what the servers can do. Attempts are first ones and retries together. Too late: ' +
    `work for clients that had gone. ${queue} Shaded: what happens to the service.`
  );
}

const endingClasses: Readonly<Record<StationRun['ending']['kind'], string>> = {
  stable: 'p2',
  recovering: 'p1',
  strained: 'p4',
  overloaded: 'p7',
  metastable: 'p0',
};

function endingClass({ ending }: StationRun): string {
  return endingClasses[ending.kind];
}

function badge(run: StationRun): Markup {
  return html` <span class="ending ${endingClass(run)}">${run.ending.kind}</span>`;
}

function answer(run: StationRun, name: string): Markup {
  const [kind = '', ...rest] = endingSentence(run.ending).split(': ');
  const named = name === '' ? '' : html`<strong class="name">${name}</strong> `;
  return html`<p class="${endingClass(run)}">${named}<strong>${capital(kind)}.</strong>
${unbroken(capital(rest.join(': ')))}</p>
`;
}

function parts({ station, wallMs, result }: StationRun): Markup {
  const rows = describeStation(station).map(
    ([name, words]) => html`<dt>${name}</dt><dd>${unbroken(words)}</dd>`,
  );
  const took = `${formatDuration(wallMs)} for ${formatCount(result.eventCount)} events`;
  return html`<dl class="parts">${rows}<dt>Took</dt><dd>${took}</dd></dl>`;
}

function originOf({ name, station }: StationRun, { commit }: StationsManifest): string {
  const parts = [name, `seed ${station.seed}`];
  if (commit !== null) parts.push(`commit ${commit.slice(0, 7)}`);
  return `rebootstorm: ${parts.join(', ')}`;
}
