// Which charts a source has values for. A recorded run has no more than its files, and of a storm
// on a deployed stack only some counts are seen; what was not measured is not drawn as 0.
import type { Chart } from './chart.ts';

/** Charts with values, and the titles of those without. */
export interface MeasuredCharts {
  readonly charts: readonly Chart[];
  readonly without: readonly string[];
}

/** Leaves out the charts of which no policy has a value. Before there is any, all are shown. */
export function measuredCharts(all: readonly Chart[]): MeasuredCharts {
  const charts = all.filter(hasValues);
  if (charts.length === 0) return { charts: all, without: [] };
  const left = all.filter((chart) => !charts.includes(chart));
  return { charts, without: left.map(({ title }) => title) };
}

function hasValues({ series, heat }: Chart): boolean {
  // The lines over shades are of a policy, though in no colour of one.
  const own = series.filter(({ policyIndex }) => policyIndex !== null || heat !== undefined);
  return own.some(({ curve }) => curve.values.some(Number.isFinite));
}
