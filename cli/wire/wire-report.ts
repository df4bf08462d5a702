// The report of `wire`: one HTML file without scripts, network access or other files.
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { notExpressed } from '#runner/wire/wire-figures.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { numberTable } from '../study/report-table.ts';
import { flowsChart, flowsChartStyle } from './flows-chart.ts';
import type { WireHead } from './wire-head.ts';
import type { WirePair } from './wire-runs.ts';
import { type FigureTable, figureTables } from './wire-table.ts';

/** The whole report. The same runs give the same bytes; all text in them is escaped. */
export function renderWireReport(head: WireHead, pairs: readonly WirePair[]): string {
  const title = `On the wire: ${head.title}`;
  const seeds = head.seeds.join(', ');
  const version = head.program.split(' ')[0];
  const origin = `rebootstorm ${version}, ${head.scenario}, ${head.nodes} nodes, seeds ${seeds}`;
  const hosts = formatCount(Math.min(head.hosts, head.nodes));
  const body = html`<h1>${title}</h1>
<p class="lead">Flows at ${hosts} of ${formatCount(head.nodes)} nodes, in the two days from the last
restart on, beside what was measured on one campus. Medians of ${String(head.seeds.length)} seeds.
</p>
<h2>How peers were met</h2>
<figure><figcaption>Of all peers that the hosts met in the storm: by one question that was answered,
by one that was not, and by more than one. The pale bar below each is the quiet week.</figcaption>
${chartSizes.map((size) => flowsChart(pairs, size, { description: title, origin }))}
</figure>
<h2>The figures</h2>
${figureTables(pairs).map(table)}
<h2>What the model cannot say</h2>
<ul>${notExpressed.map(({ name, reason }) => html`<li>${name}: ${reason}</li>`)}</ul>
<p class="note">What an attempt sends is a reading of the model, and its PCs talk of nothing but
log-ins: compare shares and who stands out, not sums. The twin models the network; nothing here was
measured on the network of 2007 but the row of the record.</p>
<h2>Again</h2>
<pre>${quotedCommand(head.argv)}</pre>`;
  return reportPage({ title, style: flowsChartStyle, body });
}

function table({ caption, rows }: FigureTable): Markup {
  return html`<p class="note">${caption}.</p>
${numberTable(caption, rows)}`;
}
