// One chart on the page: drawn by uPlot, used by pointer and keys, with its values in words and a
// table.
import uPlot from 'uplot';
import { policyClass } from '#cli/report/chart-frame.ts';
import type { PhasedRun } from '#cli/report/run-phases.ts';
import { formatTarget } from '#runner/sentences/human-numbers.ts';
import { element } from '../page/element.ts';
import type { Moment } from '../page/moment.ts';
import type { Chart, HeatStrip, Series } from './chart.ts';
import { listenToKeys } from './moment-keys.ts';
import { heatTop, paintHeat, shadeOf } from './paint-heat.ts';
import { paintPhases, stripsHeight } from './paint-phases.ts';
import {
  colourOf,
  dashOf,
  plotAxes,
  plotData,
  plotSeries,
  timeSteps,
  usualFontPx,
} from './plot-options.ts';
import { spokenAt, wordsAt } from './read-out.ts';
import { valueTable } from './value-table.ts';

/** A chart that is on the page. */
export interface ChartPanel {
  /** Of the chart. */
  readonly id: string;
  readonly root: HTMLElement;
  /**
   * Shows a chart of the same id with other values.
   * @param runs as far as their phases are known
   */
  show(chart: Chart, runs: readonly PhasedRun[]): void;
  /** Draws it again: colours or sizes have changed. */
  redraw(): void;
  destroy(): void;
}

/** Makes a chart. @param speak says a text to who listens instead of looking */
export function chartPanel(
  first: Chart,
  moment: Moment,
  speak: (words: string) => void,
): ChartPanel {
  const id = `chart-${first.id}`;
  const surface = surfaceOf(id);
  const legend = element('ul', { class: 'legend' });
  const details = element('details', {}, element('summary', {}, `Table: ${first.title}`));
  const root = element(
    'section',
    { class: 'chart-panel', 'aria-labelledby': `${id}-title` },
    element('h3', { id: `${id}-title` }, first.title),
    legend,
    surface,
    element('p', { class: 'note', id: `${id}-note` }, `${first.note} In ${first.unit}.`),
    details,
  );
  let [chart, runs]: [Chart, readonly PhasedRun[]] = [first, []];
  let plot: uPlot | null = null;
  let scale = 1;
  const head = playHead();
  let values = drawLegend(legend, chart);

  const draw = () => {
    plot?.destroy();
    scale = scaleOf(surface);
    plot = new uPlot(
      optionsOf(
        surface,
        () => chart,
        () => runs,
        moment,
        // Before its first drawing a plot knows no place of a moment.
        () => showMoment(),
      ),
      plotData(chart),
      surface,
    );
    plot.over.append(head.veil, head.line);
    values = drawLegend(legend, chart);
    showMoment();
  };
  const showMoment = () => {
    if (plot !== null) head.moveTo(plot, moment.atMs);
    for (const [index, series] of chart.series.entries()) {
      const cell = values[index];
      if (cell !== undefined) cell.textContent = wordsAt(chart, series, moment.atMs);
    }
  };
  details.addEventListener('toggle', () => {
    if (details.open) details.append(valueTable(chart, moment.atMs));
    else details.querySelector('.table')?.remove();
  });
  listenToKeys(surface, moment, () => speak(spokenAt(chart, moment.atMs)));
  const stopListening = moment.listen(showMoment);
  const sizes = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = surface;
    if (width === 0) return;
    // Larger letters need other axes, so the chart is made anew.
    if (plot === null || scaleOf(surface) !== scale) draw();
    else if (plot.width !== width || plot.height !== height) {
      plot.setSize({ width, height });
      showMoment();
    }
  });
  sizes.observe(surface);
  return {
    id: first.id,
    root,
    show: (next, done) => {
      const isAlike = sameSeries(chart, next);
      [chart, runs] = [next, done];
      if (plot === null) return;
      if (!isAlike) return draw();
      plot.setData(plotData(chart));
      showMoment();
      const table = details.querySelector('.table');
      table?.replaceWith(valueTable(chart, moment.atMs));
    },
    redraw: () => {
      if (plot !== null) draw();
    },
    destroy: () => {
      stopListening();
      sizes.disconnect();
      plot?.destroy();
      root.remove();
    },
  };
}

/** Where a chart is drawn, and what takes its keys. */
function surfaceOf(id: string): HTMLElement {
  return element('div', {
    class: 'surface',
    tabindex: '0',
    role: 'group',
    'aria-roledescription': 'chart',
    'aria-labelledby': `${id}-title`,
    'aria-describedby': `${id}-note`,
  });
}

function sameSeries(one: Chart, other: Chart): boolean {
  const words = ({ series, heat }: Chart) =>
    [...series.map(({ label, look }) => `${label} ${look}`), heat?.valuePerBin].join();
  return words(one) === words(other);
}

function optionsOf(
  surface: HTMLElement,
  chart: () => Chart,
  runs: () => readonly PhasedRun[],
  moment: Moment,
  onDrawn: () => void,
): uPlot.Options {
  const { isLog } = chart();
  const scale = scaleOf(surface);
  return {
    width: Math.max(200, surface.clientWidth),
    height: surface.clientHeight,
    ms: 1,
    legend: { show: false },
    padding: [stripsHeight, 8 * scale, 0, 0],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      sync: { key: 'lab', setSeries: false },
      points: { show: false },
      bind: {
        mousedown: () => (event) => {
          movePointer(surface, moment, event.clientX);
          return null;
        },
        mouseup: () => () => null,
        dblclick: () => () => null,
      },
    },
    scales: {
      x: { time: false, range: () => [moment.startMs, Math.max(moment.endMs, moment.startMs + 1)] },
      y: isLog
        ? { distr: 3, range: (_plot, _min, max) => [1, Math.max(10, max * 1.3)] }
        : { range: (_plot, _min, max) => [0, topOf(chart(), max)] },
    },
    axes: plotAxes(chart(), moment.startMs, scale).map((axis, index) =>
      index === 0 ? { ...axis, incrs: timeSteps } : axis,
    ),
    series: [{}, ...plotSeries(chart(), scale)],
    hooks: { drawClear: [(plot) => paintBelow(plot, chart(), runs())], draw: [onDrawn] },
  };
}

/** How many times as large as usual a chart is drawn: by the letters that the style sheet gives. */
function scaleOf(surface: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(surface).fontSize) / usualFontPx;
}

function topOf({ heat }: Chart, max: number): number {
  if (heat !== undefined) return heatTop(heat);
  return max > 0 ? max * 1.08 : 1;
}

function paintBelow(plot: uPlot, { heat }: Chart, runs: readonly PhasedRun[]): void {
  paintPhases(plot, runs);
  if (heat !== undefined) paintHeat(plot, heat);
}

/** A press on a chart moves the moment there. */
function movePointer(surface: HTMLElement, moment: Moment, clientX: number): void {
  const over = surface.querySelector('.u-over')?.getBoundingClientRect();
  if (over === undefined || over.width === 0) return;
  const share = (clientX - over.left) / over.width;
  moment.moveTo(moment.startMs + share * (moment.endMs - moment.startMs), 'pointer');
}

/** The line at the moment, and the veil over what comes after it. Moving them redraws nothing. */
function playHead() {
  const line = element('div', { class: 'head' });
  const veil = element('div', { class: 'veil' });
  const moveTo = (plot: uPlot, atMs: number) => {
    // As it is drawn: the page gives a chart that is hidden no width.
    const width = plot.bbox.width / devicePixelRatio;
    const left = Math.min(width, Math.max(0, plot.valToPos(atMs, 'x')));
    line.style.transform = `translateX(${left}px)`;
    veil.style.left = `${left}px`;
  };
  return { line, veil, moveTo };
}

/** The names of the series with their dashes, and a place for each value. */
function drawLegend(legend: HTMLElement, { series, heat }: Chart): HTMLElement[] {
  const values = series.map(() => element('b', {}));
  legend.replaceChildren(
    ...series.map((one, index) =>
      element('li', {}, swatch(one), ` ${one.label} `, values[index] ?? ''),
    ),
    ...(heat === undefined ? [] : [shadeLegend(heat)]),
  );
  return values;
}

const shadesShown = [0.01, 0.1, 0.5, 1] as const;

/** Which shade is which share. */
function shadeLegend({ policyIndex, unit }: HeatStrip): HTMLElement {
  const shades = shadesShown.flatMap((share) => {
    const box = element('span', { class: 'shade', 'aria-hidden': 'true' });
    box.style.opacity = String(shadeOf(share));
    return [box, ` ${formatTarget(share)} `];
  });
  return element('li', { class: policyClass(policyIndex) }, ...shades, `of the ${unit}`);
}

const svgName = 'http://www.w3.org/2000/svg';

function swatch(series: Series): SVGSVGElement {
  const picture = document.createElementNS(svgName, 'svg');
  picture.setAttribute('class', 'swatch');
  picture.setAttribute('viewBox', '0 0 30 10');
  picture.setAttribute('aria-hidden', 'true');
  const isPoint = series.look === 'points';
  const mark = document.createElementNS(svgName, isPoint ? 'circle' : 'line');
  const places: Record<string, string> = isPoint
    ? { cx: '15', cy: '5', r: '4' }
    : { x1: '0', x2: '30', y1: '5', y2: '5' };
  for (const [name, value] of Object.entries(places)) mark.setAttribute(name, value);
  mark.setAttribute('fill', 'none');
  mark.setAttribute('stroke', colourOf(series));
  mark.setAttribute('stroke-width', '2');
  mark.setAttribute('stroke-dasharray', dashOf(series).join(' '));
  picture.append(mark);
  if (series.policyIndex !== null) picture.classList.add(policyClass(series.policyIndex));
  return picture;
}
