// The report of a comparison: one HTML file without scripts, network access or other files.

import type { RunManifest } from '#cli/run-folder/manifest.ts';
import { formatCloud, formatVerdict, verdictSymbols } from '#cli/show/comparison-rows.ts';
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import {
  formatCount,
  formatDuration,
  formatMoment,
  formatShare,
} from '#runner/sentences/human-numbers.ts';
import { billSection } from './bill-table.ts';
import { chartSizes, policyClass } from './chart-frame.ts';
import { type DataColumn, dataTable } from './data-table.ts';
import { citedFacts, factsTable } from './facts/cited-facts.ts';
import { type Fact, readFacts } from './facts/read-facts.ts';
import { labSection } from './lab-section.ts';
import { loginChart } from './login-chart.ts';
import { loginRate } from './login-rates.ts';
import { html, type Markup, unbroken } from './markup.ts';
import { recoveryChart } from './recovery-chart.ts';
import { pcsPerNode } from './recovery-scale.ts';
import { reportPage } from './report-page.ts';
import { assumptionsTable, historyTable, measuresTable } from './report-tables.ts';
import { shellCommand } from './shell-command.ts';
import { policiesSection, storySection, timelineSection } from './story-sections.ts';
import {
  historySummary,
  loginSummary,
  missSummary,
  recoverySummary,
  supernodeSummary,
} from './summaries.ts';
import { supernodeChart } from './supernode-chart.ts';

/**
 * The whole report as an HTML file. The same arguments give the same bytes. All text in the result
 * is escaped.
 * @param factsPage the text of docs/facts.md; without it the report only names the rows
 */
export function renderReport(
  result: ComparisonResult,
  manifest: RunManifest,
  factsPage = '',
): string {
  const from = origin(result, manifest);
  const facts = citedFacts(result, readFacts(factsPage));
  const body = html`<h1>${result.title}</h1>
<p class="lead">${lead(result)}</p>
${recoveryFigures(result, from, facts)}
<div class="answer">${result.runs.map(answer)}</div>
${storySection(result, from, facts)}
${policiesSection(result)}
${timelineSection(result)}
<section class="${result.runs.length > 3 ? 'broad' : ''}"><h2>Side by side</h2>
${measuresTable(result)}
${violatedInvariants(result.runs)}</section>
${charts(result, from)}
${billSection(result, from)}
${reproduction(result, manifest)}
${assumptions(result, facts)}`;
  return reportPage({ title: result.title, body });
}

function lead(result: ComparisonResult): string {
  const { nodes, runs } = result;
  const policies = runs.length === 1 ? 'one policy' : `${runs.length} policies`;
  const perNode = pcsPerNode(result);
  const scaled =
    perNode === null || perNode === 1
      ? ''
      : ` Each PC of the run stands for ${formatCount(perNode)}; tables count those of the run.`;
  const same = `The same ${formatCount(nodes)} PCs, the same restarts, ${policies}`;
  return `${same}, ${formatCloud(result)}: does the network heal itself?${scaled}`;
}

function assumptions(result: ComparisonResult, facts: readonly Fact[]): Markup {
  return html`<section><h2>What the model assumes</h2>
<p>Every number of the scenario says how well it is known. Found: read in a source. Derived:
calculated from found ones. Fitted: set so that the model meets what is known. Guess: nobody outside
knows. To try another value, run a scenario file that extends this one and sets the field, or vary
it with the command sweep.</p>
<details><summary>All ${formatCount(result.assumptions.length)} assumptions</summary>
${assumptionsTable(result, facts)}</details>
${factsTable(facts)}</section>`;
}

function answer(run: RunResult, index: number): Markup {
  const { kind, sentence } = run.verdict;
  return html`<p class="${policyClass(index)}"><strong class="name">${run.policy}</strong>
<strong>${verdictSymbols[kind]} ${formatVerdict(run)}.</strong> ${unbroken(sentence)}</p>
`;
}

function violatedInvariants(runs: readonly RunResult[]): Markup {
  const violated = runs.flatMap(({ policy, violations }) =>
    violations.map((violation) => html`<li><strong>${policy}</strong>: ${violation}</li>`),
  );
  if (violated.length === 0) return html``;
  return html`<h3>Violated invariants</h3><ul>${violated}</ul>`;
}

function charts(result: ComparisonResult, from: string): Markup {
  const supernodes = {
    id: 'supernodes',
    title: 'Supernodes: live, and counted by heal',
    description: supernodeSummary(result),
    origin: from,
  };
  const logins = {
    id: 'logins',
    title: 'Log-in attempts per minute',
    description: loginSummary(result),
    origin: from,
  };
  return html`
${figure(supernodes, (size) => supernodeChart(result, size, supernodes), [
  html`<p class="note">Solid: supernodes that run. Dashed: those that the heal step counts.
Shaded: ghosts, counted and not there.</p>`,
  dataTable(result.runs, supernodeColumns, 'Supernodes, live and counted.'),
])}
${figure(logins, (size) => loginChart(result, size, logins), [
  html`<p class="note">Long runs: the mean of each stretch of time. Dashed: the most that the log-in
service of all cells can serve.</p>`,
  dataTable(result.runs, [rateColumn], 'Log-in attempts per minute since the sample before.'),
])}`;
}

function recoveryFigures(result: ComparisonResult, from: string, facts: readonly Fact[]): Markup {
  const endMs = Math.max(...result.runs.map((run) => run.endMs));
  const parts = {
    id: 'recovery',
    title: 'PCs signed in',
    description: recoverySummary(result),
    origin: from,
  };
  const table = dataTable(result.runs, [shareColumn], 'Share signed in of the PCs that are on.');
  const isWithin = reachesPoints(result, endMs);
  const drawn = (isInset: boolean, below: readonly Markup[], named = parts) =>
    figure(
      named,
      (size) => {
        const points = result.recoveryPoints.filter(
          ({ atMs }) => isInset || isWithin || atMs <= endMs,
        );
        return recoveryChart(result, size, { ...named, points, isInset });
      },
      below,
    );
  const history = [historyNote(result), historyTable(result, facts)];
  if (result.recoveryPoints.length === 0) return drawn(false, [table]);
  // An axis that goes on where the run has ended would leave half of the chart empty.
  if (isWithin) return drawn(false, [...history, table]);
  const beside = {
    ...parts,
    id: 'history',
    title: 'Beside what was reported at the time',
    description: historySummary(result),
  };
  return html`${drawn(false, [table])}${drawn(true, history, beside)}`;
}

/** A later point has room in the picture where it takes less of it than this. */
const roomShare = 0.1;

function reachesPoints({ recoveryPoints, runs }: ComparisonResult, endMs: number): boolean {
  const startMs = Math.min(...runs.map((run) => run.startMs));
  const lastMs = Math.max(...recoveryPoints.map(({ atMs }) => atMs));
  return lastMs - endMs <= (lastMs - startMs) * roomShare;
}

function figure(
  { id, title, description }: { id: string; title: string; description: string },
  draw: (size: (typeof chartSizes)[number]) => Markup,
  below: readonly Markup[],
): Markup {
  return html`<section aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2>
<figure><figcaption>${caption(description)}</figcaption>${chartSizes.map(draw)}</figure>
${below}</section>`;
}

/** More than two clauses are read as a list, not as a paragraph. */
function caption(description: string): Markup {
  const clauses = description.split('; ');
  if (clauses.length < 3) return html`${unbroken(description)}`;
  return html`<ul>${clauses.map((clause) => html`<li>${unbroken(clause)}</li>`)}</ul>`;
}

function historyNote(result: ComparisonResult): Markup {
  const { nodes, runs, usualOnlineCount } = result;
  const stops = runs.map((run) => {
    const why = run.endedEarly === null ? '' : ` (${run.endedEarly})`;
    return `${run.policy} on ${formatMoment(run.endMs)}${why}`;
  });
  const perNode = pcsPerNode(result);
  if (perNode !== null) {
    return html`<p class="note">Ringed dots: what was reported at the time.
${missSummary(result)} The run stops: ${stops.join('; ')}.</p>`;
  }
  return html`<p class="note">Ringed dots: what was reported at the time, as shares of the
${formatCount(usualOnlineCount)} then usually online. The curves are a scaled model of
${formatCount(nodes)} PCs, not a replay; the run stops: ${stops.join('; ')}.</p>`;
}

const supernodeColumns: readonly DataColumn[] = [
  { label: 'live', cell: (sample) => formatCount(sample.supernodesLive) },
  { label: 'counted', cell: (sample) => formatCount(sample.supernodesCounted) },
];

const rateColumn: DataColumn = {
  label: 'attempts/min',
  cell: (sample, previous) => {
    const rate = loginRate(sample, previous);
    return rate === undefined ? '–' : formatCount(Math.round(rate));
  },
};

const shareColumn: DataColumn = {
  label: 'signed in',
  cell: (sample) => `${formatShare(onlineShare(sample))} of ${formatCount(sample.wantedCount)}`,
};

function reproduction(result: ComparisonResult, manifest: RunManifest): Markup {
  const versions = Object.entries(manifest.versions).map(([name, version]) => `${name} ${version}`);
  const took = result.runs.map((run) => `${run.policy} ${formatDuration(run.wallMs)}`);
  return html`<h2>Run it again</h2>
<pre tabindex="0"><code>${shellCommand(manifest)}</code></pre>
<dl><dt>Seed</dt><dd>${String(result.seed)}</dd>
<dt>Commit</dt><dd>${manifest.commit ?? 'not known'}</dd>
<dt>Scale</dt><dd>${formatCount(result.nodes)} PCs in ${formatCount(result.cells)} cells</dd>
<dt>Cloud</dt><dd>${formatCloud(result)}</dd>
<dt>Faults</dt><dd>${result.faults}</dd>
<dt>Versions</dt><dd>${versions.join(', ')}</dd>
<dt>Started</dt><dd>${manifest.createdAt}; took ${took.join(', ')}</dd></dl>
${labSection(result, manifest)}`;
}

function origin(result: ComparisonResult, { commit }: RunManifest): string {
  const parts = [result.scenario, `seed ${result.seed}`];
  if (commit !== null) parts.push(`commit ${commit.slice(0, 7)}`);
  return `rebootstorm: ${parts.join(', ')}`;
}
