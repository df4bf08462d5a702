// The report of `what-if`: one HTML file without scripts, network access or other files.
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { leftOut } from '#runner/what-if/changes.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { numberTable } from '../study/report-table.ts';
import { offlineChart, offlineChartStyle } from './offline-chart.ts';
import type { WhatIfHead } from './what-if-head.ts';
import { type ChangeSummary, whatIfCells, whatIfHeads } from './what-if-table.ts';

const title = 'August 2007 with one thing changed';

/** The whole report. The same runs give the same bytes; all text in them is escaped. */
export function renderWhatIfReport(head: WhatIfHead, summaries: readonly ChangeSummary[]): string {
  const seeds = head.seeds.join(', ');
  const version = head.program.split(' ')[0];
  const origin = `rebootstorm ${version}, august-2007, ${head.nodes} nodes, seeds ${seeds}`;
  const body = html`<h1>${title}</h1>
<p class="lead">Each change with ${String(head.seeds.length)} seeds, beside the storm as it was:
${formatCount(head.nodes)} nodes on the twin.</p>
<figure><figcaption>The largest share that was offline at one moment: median over the seeds, and its
95 % interval.</figcaption>
${chartSizes.map((size) => offlineChart(summaries, size, { description: title, origin }))}
</figure>
<h2>All of it</h2>
${numberTable('Every change', [whatIfHeads, ...summaries.map(whatIfCells)])}
<h2>What is changed</h2>
<ul>${summaries.map(
    ({ change: { name, about, policy } }) => html`<li>${name}: ${about} (${policy})</li>`,
  )}</ul>
<p class="note">Left out: ${leftOut.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.
The twin models the network: these are changes of the model, whose values are fitted in part. Nobody
knows what the bug of 2007 was.</p>
<h2>Again</h2>
<pre>${quotedCommand(head.argv)}</pre>`;
  return reportPage({ title, style: offlineChartStyle, body });
}
