// The bill in the report: every line that cost something for each policy, and what the bill lacks.

import { billNotes } from '#cli/show/bill-rows.ts';
import {
  type BillableMeterName,
  billableMeterNames,
  billableMeters,
} from '#pricing/billable-meters.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { billChart } from './bill-chart.ts';
import { chartSizes, policyClass } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** The section of the bill, with its notes and a folded table of its lines. */
export function billSection(result: ComparisonResult, origin: string): Markup {
  const meters = billableMeterNames.filter((meter) =>
    result.runs.some(({ bill }) => lineOf(bill, meter) !== undefined),
  );
  if (meters.length === 0) return html``;
  const description = billSummary(result);
  return html`<section aria-labelledby="bill-heading">
<h2 id="bill-heading">What AWS would bill</h2>
<figure><figcaption>${description}</figcaption>
${chartSizes.map((size) => billChart(result, size, { ...picture, description, origin }))}</figure>
${billNotes(result).map((note) => html`<p class="note">${note}</p>`)}
<details><summary>Every line of the bill</summary>
<div class="scroll" role="region" tabindex="0" aria-label="Lines of the bill">
<table class="data"><thead><tr><td></td>${result.runs.map(policyHeads)}</tr></thead>
<tbody>${meters.map((meter) => meterRow(meter, result.runs))}</tbody></table></div></details>
</section>`;
}

const picture = { id: 'bill', title: 'What each run would cost on AWS' };

function billSummary({ runs }: ComparisonResult): string {
  const costs = runs.map(({ policy, bill }) => `${policy} ${formatUsd(bill.totalUsd)}`);
  return `In all: ${costs.join(', ')}.`;
}

function policyHeads({ policy }: BilledRun, index: number): Markup {
  return html`<th scope="col" class="${policyClass(index)}">${policy}: units</th>
<th scope="col">USD</th>`;
}

function meterRow(meter: BillableMeterName, runs: readonly BilledRun[]): Markup {
  const { service, label, pricedUnit } = billableMeters[meter];
  return html`<tr><th scope="row">${service}: ${label} (${pricedUnit})</th>${runs.map(
    ({ bill }) => {
      const line = lineOf(bill, meter);
      if (line === undefined) return html`<td>–</td><td>–</td>`;
      return html`<td>${formatCount(line.units)}</td><td>${formatUsd(line.costUsd)}</td>`;
    },
  )}</tr>
`;
}

function lineOf({ lines }: BilledRun['bill'], meter: BillableMeterName) {
  return lines.find((line) => line.meter === meter);
}
