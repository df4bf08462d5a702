// A table with the numbers of a chart. It is folded at first.

import type { RunResult, Sample } from '#runner/result.ts';
import { formatMoment } from '#runner/sentences/human-numbers.ts';
import { html, type Markup } from './markup.ts';

/** A column of numbers that each policy has. */
export interface DataColumn {
  readonly label: string;
  /** The text for a sample. The sample before it is given for rates. */
  readonly cell: (sample: Sample, previous: Sample | undefined, run: RunResult) => string;
}

/** A folded table has few rows, so that it can be read; `series.csv` has every sample. */
const rowsMax = 40;

/** One row per moment and one column per policy and measure. */
export function dataTable(
  runs: readonly RunResult[],
  columns: readonly DataColumn[],
  caption: string,
): Markup {
  const heads = runs.flatMap((run) =>
    columns.map(({ label }) => html`<th scope="col">${run.policy}<br>${label}</th>`),
  );
  const rows = moments(runs).map((atMs) => {
    const cells = runs.flatMap((run) =>
      columns.map((column) => html`<td>${cellAt(run, column, atMs)}</td>`),
    );
    return html`<tr><th scope="row">${formatMoment(atMs)}</th>${cells}</tr>\n`;
  });
  return html`<details><summary>The numbers behind this picture</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table class="data"><caption>${caption} At most ${rowsMax} moments, evenly picked; series.csv has
every sample. A dash: the run had ended.</caption>
<thead><tr><th scope="col">UTC</th>${heads}</tr></thead><tbody>
${rows}</tbody></table></div></details>`;
}

function moments(runs: readonly RunResult[]): number[] {
  const times = new Set(runs.flatMap(({ samples }) => samples.map(({ atMs }) => atMs)));
  const ordered = [...times].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(ordered.length / rowsMax));
  return ordered.filter((_, index) => index % every === 0);
}

function cellAt(run: RunResult, column: DataColumn, atMs: number): string {
  const index = run.samples.findLastIndex((sample) => sample.atMs <= atMs);
  const sample = run.samples[index];
  if (sample === undefined || atMs > run.endMs) return '–';
  return column.cell(sample, run.samples[index - 1], run);
}
