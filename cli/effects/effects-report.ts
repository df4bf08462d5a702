// The report of a factorial: one HTML file without scripts, network access or other files.
import type { Factorial } from '#runner/effects/effects-over-seeds.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html, type Markup, unbroken } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { formatMeasure } from '../thresholds/judge-thresholds.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import { measureNamed } from '../thresholds/named-measures.ts';
import { effectsChart, effectsChartStyle } from './effects-chart.ts';
import type { EffectsHead } from './effects-head.ts';
import { conclusionOf } from './effects-sentences.ts';
import {
  effectCells,
  effectHeads,
  effectsShownMax,
  factorCells,
  factorHeads,
} from './effects-table.ts';

/** The whole report. The same runs give the same bytes; all text in them is escaped. */
export function renderEffectsReport(head: EffectsHead, factorial: Factorial): string {
  const { effects, factors, mean } = factorial;
  const measure = measureOf(head);
  const drawn = effects.slice(0, effectsShownMax);
  const conclusion = conclusionOf(factorial, measure);
  const seeds = head.seeds.join(', ');
  const version = head.program.split(' ')[0];
  const origin = `rebootstorm ${version}, ${head.scenario}, ${head.nodes} nodes, seeds ${seeds}`;
  const runCount = formatCount(32 * head.seeds.length);
  const body = html`<h1>Which hypothesis matters: ${head.title}</h1>
<p class="lead">All 32 combinations of the five hypotheses with ${formatCount(head.seeds.length)}
seeds: ${runCount} runs of ${formatCount(head.nodes)} nodes on the twin, at ${head.scale} scale.</p>
<p>${unbroken(conclusion)}</p>
<h2>The effects on ${measure.name}</h2>
<p class="note">${measure.name}: ${measure.about}.</p>
<figure><figcaption>The ${String(drawn.length)} largest of ${String(effects.length)} effects. A full
bar is one hypothesis, on average over all combinations of the others. A pale bar, with ×, is what
several change together beyond what each changes. The whisker is the 95 % interval over the seeds.
</figcaption>
${chartSizes.map((size) => effectsChart(drawn, measure, size, { description: conclusion, origin }))}
</figure>
<h2>The five hypotheses</h2>
<p class="note">Without and with: the mean of the 16 combinations. Added to none: the change of
“resilient”, which has none of them. Added to all others: the change where the other four are
wrong already. Where the last two differ much, hypotheses work together.</p>
${table(
  'The five hypotheses',
  factorHeads,
  factors.map((one) => factorCells(one, measure)),
)}
<h2>Every effect</h2>
<p class="note">The mean of all runs is ${changeless(mean, measure)}. Of 31 intervals of 95 %, one
or two miss zero by chance alone; so read an effect with its size. The twin models the network:
these are effects on the model, not on the network of 2007.</p>
${table(
  'Every effect',
  effectHeads,
  effects.map((one) => effectCells(one, measure)),
)}
<h2>Again</h2>
<pre>${quotedCommand(head.argv)}</pre>`;
  return reportPage({
    title: `Which hypothesis matters: ${head.title}`,
    style: effectsChartStyle,
    body,
  });
}

function measureOf({ measure }: EffectsHead): NamedMeasure {
  const known = measureNamed(measure.name);
  if (known === undefined) throw new Error(`no measure is called ${measure.name}`);
  return known;
}

function changeless(mean: number, measure: NamedMeasure): string {
  return unbroken(formatMeasure(measure.unit, mean));
}

function table(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
    ([name = '', ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map(
      (cell) => html`<td>${unbroken(cell)}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`;
}
