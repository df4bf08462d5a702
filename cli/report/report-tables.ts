// The tables of the report: measures of all policies, what was reported in 2007, assumptions.

import { comparisonSections } from '#cli/show/comparison-rows.ts';
import type { ComparisonResult } from '#runner/result.ts';
import {
  formatCount,
  formatMoment,
  formatShare,
  notMeasured,
} from '#runner/sentences/human-numbers.ts';
import { policyClass } from './chart-frame.ts';
import { withFactLinks } from './facts/cited-facts.ts';
import type { Fact } from './facts/read-facts.ts';
import { html, type Markup, unbroken } from './markup.ts';
import { pcsOnlineAt } from './recovery-scale.ts';

/** All measures, one column per policy, in the terminal's order and words. */
export function measuresTable(result: ComparisonResult): Markup {
  const columns = result.runs.length + 1;
  const heads = result.runs.map(
    ({ policy }, index) => html`<th scope="col" class="name ${policyClass(index)}">${policy}</th>`,
  );
  const sections = comparisonSections(result).map(
    ({ heading, rows }) => html`<tbody>
<tr><th class="section" scope="rowgroup" colspan="${columns}">${heading}</th></tr>
${rows.map(
  ({ label, cell }) => html`<tr><th scope="row">${label}</th>${result.runs.map((run) =>
    measureCell(cell(run), result.runs.length),
  )}</tr>
`,
)}</tbody>`,
  );
  return scrolling(
    'Measures by policy',
    html`<table class="measures"><thead><tr><td></td>${heads}</tr></thead>${sections}</table>`,
  );
}

/** The recovery points of the incident with the row of the facts page that each comes from. */
export function historyTable(result: ComparisonResult, facts: readonly Fact[]): Markup {
  const { recoveryPoints, usualOnlineCount } = result;
  const runs = result.fullNodeCount === null ? [] : result.runs;
  const rows = recoveryPoints.map(
    ({
      atMs,
      onlineCount,
      onlineCountRange,
      label,
      factRow,
    }) => html`<tr><th scope="row">${formatMoment(atMs)}</th>
<td>${formatCount(onlineCount)}</td><td>${openRange(onlineCountRange)}</td>
<td>${formatShare(onlineCount / usualOnlineCount)}</td>
${runs.map((run) => html`<td>${formatMiss(pcsOnlineAt(result, run, atMs), onlineCount)}</td>`)}
<td class="words">${label}</td><td class="words">${withFactLinks(factRow, facts)}</td></tr>
`,
  );
  return html`<details><summary>The points reported at the time</summary>${scrolling(
    'Points reported at the time',
    html`<table class="data"><thead><tr><th scope="col">UTC</th><th scope="col">online</th>
<th scope="col">may have been</th><th scope="col">of ${formatCount(usualOnlineCount)} usual</th>
${runs.map(({ policy }) => html`<th scope="col">${policy} (off by)</th>`)}
<th scope="col" class="words">what it is</th>
<th scope="col" class="words">fact</th></tr></thead><tbody>${rows}</tbody></table>`,
  )}</details>`;
}

function openRange(range: readonly [number, number] | undefined): string {
  if (range === undefined || range[0] === range[1]) return 'exactly';
  return range.map(formatCount).join(' to ');
}

function formatMiss(online: number | null, reported: number): string {
  if (online === null) return '–';
  const miss = Math.round(online - reported);
  return `${formatCount(Math.round(online))} (${miss > 0 ? '+' : ''}${formatCount(miss)})`;
}

/** The assumptions of the model, with the provenance of each value. */
export function assumptionsTable(
  { assumptions }: ComparisonResult,
  facts: readonly Fact[],
): Markup {
  if (assumptions.length === 0) return html`<p>None were recorded with this run.</p>`;
  const rows = assumptions.map(
    ({
      name,
      value,
      provenance,
      source,
    }) => html`<tr><th scope="row">${name}</th><td class="words">${value}</td>
<td class="words"><span class="provenance ${provenance}">${provenance}</span></td>
<td class="words">${withFactLinks(source, facts)}</td></tr>
`,
  );
  return scrolling(
    'Assumptions',
    html`<table><thead><tr><th scope="col">assumption</th><th scope="col" class="words">value</th>
<th scope="col" class="words">how known</th>
<th scope="col" class="words">source</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function measureCell(words: string, runs: number): Markup {
  const look = words === notMeasured ? html` class="absent"` : '';
  // Many columns are narrow, so that brackets have to break, too.
  return html`<td${look}>${runs > 3 ? unbroken(words) : formatCell(words)}</td>`;
}

// A cell may have a line break only before an opening bracket.
function formatCell(words: string): string {
  return unbroken(words).replace(/\(.*\)/g, (inside) => inside.replaceAll(' ', '\u00a0'));
}

// A table that is wider than a phone scrolls by itself, also by keyboard. So it does not widen the
// page.
function scrolling(name: string, table: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">${table}</div>`;
}
