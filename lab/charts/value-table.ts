// The table behind a chart, a page of it at a time.
import { formatMoment } from '#runner/sentences/human-numbers.ts';
import { button, element } from '../page/element.ts';
import { lastIndexUpTo } from '../page/moment.ts';
import type { Chart } from './chart.ts';
import { timesOf, wordsAt } from './read-out.ts';

const rowsPerPage = 25;

/** All values of a chart, beginning with the page that has the moment. */
export function valueTable(chart: Chart, atMs: number): HTMLElement {
  const times = timesOf(chart.series.map(({ curve }) => curve));
  const pageCount = Math.max(1, Math.ceil(times.length / rowsPerPage));
  let page = Math.floor(lastIndexUpTo(times, atMs) / rowsPerPage);
  const body = element('tbody');
  const where = element('span', { role: 'status' });
  const back = button('Earlier', () => turn(-1));
  const on = button('Later', () => turn(1));
  const turn = (by: number) => {
    page = Math.min(pageCount - 1, Math.max(0, page + by));
    const shown = times.slice(page * rowsPerPage, (page + 1) * rowsPerPage);
    body.replaceChildren(...shown.map((time) => rowOf(chart, time)));
    where.textContent = `Page ${page + 1} of ${pageCount}`;
    back.disabled = page === 0;
    on.disabled = page === pageCount - 1;
  };
  turn(0);
  const heads = chart.series.map(({ label }) => element('th', { scope: 'col' }, label));
  const table = element(
    'table',
    {},
    element('caption', {}, `${chart.title}, in ${chart.unit}`),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Time'), ...heads)),
    body,
  );
  const label = `${chart.title}, table`;
  const scroll = element('div', {
    class: 'scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': label,
  });
  scroll.append(table);
  return element('div', { class: 'table' }, scroll, element('p', {}, back, ' ', on, ' ', where));
}

function rowOf(chart: Chart, atMs: number): HTMLElement {
  const cells = chart.series.map((series) => element('td', {}, wordsAt(chart, series, atMs)));
  return element('tr', {}, element('th', { scope: 'row' }, formatMoment(atMs)), ...cells);
}
