// All charts of the page.

import type { PhasedRun } from '#cli/report/run-phases.ts';
import type { Chart } from '../charts/chart.ts';
import { type ChartPanel, chartPanel } from '../charts/chart-panel.ts';
import type { Moment } from './moment.ts';

/** The charts on the page. */
export interface ChartGallery {
  /** @param runs whose phases are painted, as far as they are known */
  show(charts: readonly Chart[], runs: readonly PhasedRun[]): void;
  /** Leaves only these on the page, by their ids; null: all. */
  choose(ids: readonly string[] | null): void;
  redraw(): void;
}

/** Fills the charts' place. Other charts than before are made anew; the same get new values. */
export function chartGallery(
  place: HTMLElement,
  moment: Moment,
  speak: (words: string) => void,
): ChartGallery {
  let panels: ChartPanel[] = [];
  let shown = '';
  let chosen: readonly string[] | null = null;
  const hideOthers = () => {
    for (const { root, id } of panels) root.hidden = chosen !== null && !chosen.includes(id);
  };
  const rebuild = (charts: readonly Chart[]) => {
    for (const panel of panels) panel.destroy();
    panels = charts.map((chart) => chartPanel(chart, moment, speak));
    place.replaceChildren(...panels.map(({ root }) => root));
    hideOthers();
  };
  return {
    show: (charts, runs) => {
      const words = charts
        .map(({ id, title, unit, note }) => [id, title, unit, note].join())
        .join();
      if (words !== shown) rebuild(charts);
      shown = words;
      for (const [index, panel] of panels.entries()) {
        const chart = charts[index];
        if (chart !== undefined) panel.show(chart, runs);
      }
    },
    choose: (ids) => {
      chosen = ids;
      hideOthers();
    },
    redraw: () => {
      for (const panel of panels) panel.redraw();
    },
  };
}
