// The report of a cost: one HTML file without scripts, network access or other files.
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { chartSizes } from '../report/chart-frame.ts';
import { html, type Markup, unbroken } from '../report/markup.ts';
import { reportPage } from '../report/report-page.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { type ChartedMeasure, costChart, linesDrawnMax } from './cost-chart.ts';
import type { CostFindings } from './cost-findings.ts';
import type { CostHead } from './cost-head.ts';
import type { CostLine } from './cost-points.ts';
import { rowOf } from './cost-table.ts';
import { waysChart } from './ways-chart.ts';

const costStyle = `
.floor { fill: none; stroke: var(--c); stroke-width: 1.4; stroke-dasharray: 1 4; }
.hollow { fill: var(--paper); stroke: var(--c); stroke-width: 1.6; }
td.kind { text-align: left; color: var(--soft); }
pre { white-space: pre-wrap; }
`;

const total: ChartedMeasure = {
  id: 'total',
  title: 'The bill against the number of nodes',
  axis: 'Bill (dotted: floor; dashed: worked out)',
  of: ({ totalUsd }) => totalUsd,
  floorOf: ({ floorUsd }) => floorUsd.median,
};

const perLogin: ChartedMeasure = {
  id: 'per-login',
  title: 'A million log-ins against the number of nodes',
  axis: 'A million log-ins (dotted: floor; dashed: worked out)',
  of: ({ perMillionLoginsUsd }) => perMillionLoginsUsd,
  floorOf: ({ floorRatio, perMillionLoginsUsd }) => perMillionLoginsUsd.median / floorRatio.median,
};

/** The whole report. The same points give the same bytes; all text in them is escaped. */
export function renderCostReport(
  head: CostHead,
  lines: readonly CostLine[],
  findings: CostFindings,
): string {
  const able = lines.map((line) => {
    return { ...line, points: line.points.filter(({ throttled }) => throttled === null) };
  });
  const drawn = able.filter(({ points }) => points.length > 0).slice(0, linesDrawnMax);
  const seeds = head.seeds.join(', ');
  const origin = `rebootstorm ${head.program.split(' ')[0]}, ${head.scenario}, seeds ${seeds}`;
  const names = drawn.map((line) => shortName(line, lines));
  const chart = (measure: ChartedMeasure) => {
    const words = { description: describe(drawn, measure), origin };
    return html`<figure><figcaption>${words.description}</figcaption>
${chartSizes.map((size) => costChart(drawn, names, measure, size, words))}</figure>`;
  };
  const body = html`<h1>What it costs: ${head.title}</h1>
<p class="lead">One storm on networks of ${sizesInWords(lines)}, on the twin, at the list prices of
${head.prices.region} (${head.prices.asOf}).</p>
<ul>${findings.sentences.map((sentence) => html`<li>${unbroken(sentence)}</li>`)}</ul>
${deployLine(findings)}
${letters(lines)}
<h2>The bill</h2>
${chart(total)}
<h2>A million log-ins</h2>
${chart(perLogin)}
${waysSection(lines, findings, origin)}
<h2>Every point</h2>
<p class="note">Medians over ${head.seeds.length} seeds, with the lowest and the highest. A network
that was worked out was not run: it is several stacks that share nothing, each as the two largest
runs let expect, and it has no heal time.</p>
${lines.map(pointsTable)}
<h2>Again</h2>
<pre>${quotedCommand(head.argv)}</pre>`;
  return reportPage({ title: `What it costs: ${head.title}`, style: costStyle, body });
}

/** A letter for each way to deploy, where there are several. */
function shortName(line: CostLine, lines: readonly CostLine[]): string {
  const labels = labelsOf(lines);
  if (labels.length === 1) return line.policy;
  const letter = letterOf(labels.indexOf(line.variant.label));
  const isOnePolicy = new Set(lines.map(({ policy }) => policy)).size === 1;
  return isOnePolicy ? letter : `${line.policy} ${letter}`;
}

function labelsOf(lines: readonly CostLine[]): string[] {
  return [...new Set(lines.map(({ variant }) => variant.label))];
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : String(index + 1);
}

function letters(lines: readonly CostLine[]): Markup {
  const labels = labelsOf(lines);
  if (labels.length === 1) return html``;
  const rows = labels.map((label, index) => html`<dt>${letterOf(index)}</dt><dd>${label}</dd>`);
  const left =
    lines.length > linesDrawnMax
      ? html`<p class="note">At most ${linesDrawnMax} lines are drawn; all are in the tables.</p>`
      : '';
  return html`<h2>The ways to deploy</h2><dl>${rows}</dl>${left}`;
}

function waysSection(
  lines: readonly CostLine[],
  { ways, front }: CostFindings,
  origin: string,
): Markup {
  const named = lines.flatMap((line, index) => {
    const way = ways.find((one) => one.line === line.name);
    if (way === undefined || way.throttled !== null) return [];
    return [{ ...way, index, name: shortName(line, lines) }];
  });
  const [first] = named;
  if (first === undefined || named.filter(({ healMs }) => Number.isFinite(healMs)).length < 2)
    return html``;
  const nodes = formatCount(first.nodes);
  const description = `What each way costs at ${nodes} nodes, and how long healing takes.`;
  return html`<h2>Cost against healing</h2>
<figure><figcaption>${description}</figcaption>
${chartSizes.map((size) => waysChart(named, front, size, { description, origin }))}</figure>`;
}

function deployLine({ chosen }: CostFindings): Markup {
  if (chosen === null) return html``;
  return html`<p>So it is deployed:</p><pre>${chosen.deploy}</pre>`;
}

function pointsTable(line: CostLine): Markup {
  const heads = ['bill', 'a million log-ins', 'a node and month', '× floor', 'user-hours lost'];
  return html`<h3>${line.name}</h3>
<div class="scroll" role="region" tabindex="0" aria-label="Points of ${line.name}"><table>
<thead><tr><th scope="col">nodes</th><th scope="col" class="words"></th>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}<th scope="col">healed after</th></tr></thead><tbody>${line.points.map((point) => {
    const [nodes = '', kind = '', ...cells] = rowOf(point);
    return html`<tr><th scope="row">${nodes}</th><td class="kind">${kind}</td>${cells.map(
      (cell) => html`<td>${unbroken(cell)}</td>`,
    )}</tr>
`;
  })}</tbody></table></div>`;
}

function sizesInWords(lines: readonly CostLine[]): string {
  const points = lines[0]?.points ?? [];
  const [first, last] = [points[0], points.at(-1)];
  const lastRun = points.findLast(({ kind }) => kind === 'run');
  const words = `${formatCount(first?.nodes)} to ${formatCount(last?.nodes)} nodes`;
  if (last?.kind === 'run') return words;
  return `${words}, run up to ${formatCount(lastRun?.nodes)}`;
}

/** So many lines can be told one by one. */
const linesToldMax = 3;

function describe(lines: readonly CostLine[], { title, of }: ChartedMeasure): string {
  const told = lines.flatMap((line) => {
    const [first, last] = [line.points[0], line.points.findLast(({ kind }) => kind === 'run')];
    if (first === undefined || last === undefined) return [];
    const [from, to] = [of(first).median, of(last).median];
    const sizes = [formatCount(first.nodes), formatCount(last.nodes)] as const;
    return [{ name: line.name, from, to, sizes, nodes: last.nodes }];
  });
  if (told.length <= linesToldMax) {
    const each = told.map(
      ({ name, from, to, sizes: [low, high] }) =>
        `${name} from ${formatUsd(from)} at ${low} nodes to ${formatUsd(to)} at ${high}`,
    );
    return `${title}: ${each.join('; ')}.`;
  }
  const largest = Math.max(...told.map(({ nodes }) => nodes));
  const sorted = told.filter(({ nodes }) => nodes === largest).toSorted((a, b) => a.to - b.to);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return title;
  const ends = [least, most].map(({ name, to }) => `${formatUsd(to)} (${name})`);
  return `${title}: at ${least.sizes[1]} nodes from ${ends.join(' to ')}.`;
}
