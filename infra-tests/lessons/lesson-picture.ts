// The picture of a lesson: the first chart of the run's report, or what became of each message.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lightColours } from '#cli/report/report-style.ts';
import type { ConsumerResult } from '#runner/consumer/try-consumer.ts';
import { formatStopwatch } from '#runner/sentences/human-numbers.ts';

/** What a command left: what it printed as JSON, and the folder of its run folders. */
export interface LessonOutput {
  readonly result: unknown;
  readonly out: string;
}

/** Draws it. @param title what the picture is of, for those who do not see it */
export function lessonPicture({ result, out }: LessonOutput, title: string): string {
  if (isOfConsumers(result)) return messagePicture(result.consumers, title);
  const report = readFileSync(join(out, 'latest', 'report.html'), 'utf8');
  // Several stations have a chart each; a network has one for all its policies.
  const all = [...report.matchAll(/<svg class="chart[^"]*"[\s\S]*?<\/svg>/g)].map(([svg]) => svg);
  const charts = isOfStations(result) ? all.slice(0, result.stations.length) : all.slice(0, 1);
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(report) ?? [];
  const names = isOfStations(result) ? result.stations.map(({ name }) => name) : [];
  return sideBySide(charts, names.length > 1 ? names : [], style, title);
}

/** The height of the line with the names of the charts. */
const namesHeight = 26;

/** The charts beside each other, in the size in which the report has them. */
function sideBySide(
  charts: readonly string[],
  names: readonly string[],
  style: string,
  title: string,
): string {
  const y = names.length === 0 ? 0 : namesHeight;
  let x = 0;
  let height = 0;
  const placed = charts.map((chart, index) => {
    const [, width = '', own = ''] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(chart) ?? [];
    const at = `<svg x="${x}" y="${y}" width="${width}" height="${own}" `;
    const name = names[index];
    const head = name === undefined ? '' : `<text class="name" x="${x}" y="18">${name}</text>`;
    x += Number(width);
    height = Math.max(height, y + Number(own));
    // Where it was made is no part of the picture: it changes with each commit.
    const plain = chart.replaceAll(/<text class="origin"[\s\S]*?<\/text>/g, '');
    const inside = plain.replace('<svg ', at);
    return head + inside.replaceAll(/<g class="hover"[\s\S]*?<\/g>/g, '');
  });
  if (x === 0) throw new Error('the report has no chart');
  const body = placed.join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${x}" height="${height}"
 viewBox="0 0 ${x} ${height}" role="img" aria-label="${title}"><style>
${rulesFor(body, style)}
svg.chart.chart { display: block; }
.name { font: 600 15px system-ui, "DejaVu Sans", sans-serif; }
</style><rect width="100%" height="100%" fill="#fff"/>
${body}
</svg>
`;
}

/** The rules of the report's light colours that name classes of the picture, and no others. */
function rulesFor(body: string, style: string): string {
  const used = new Set(
    [...body.matchAll(/class="([^"]*)"/g)].flatMap(([, text = '']) => text.split(' ')),
  );
  const light = style.replaceAll(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  const applies = (selector: string) => {
    const classes = [...selector.matchAll(/\.([\w-]+)/g)].map(([, name = '']) => name);
    return selector === ':root' || (classes.length > 0 && classes.every((name) => used.has(name)));
  };
  return [...light.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .flatMap(([, selectors = '', rule = '']) => {
      const kept = selectors
        .split(',')
        .map((one) => one.trim())
        .filter(applies);
      return kept.length === 0 ? [] : [`${kept.join(', ')} {${rule.replaceAll(/\s+/g, ' ')}}`];
    })
    .join('\n');
}

function isOfStations(
  result: unknown,
): result is { stations: readonly { readonly name: string }[] } {
  return typeof result === 'object' && result !== null && 'stations' in result;
}

interface Named extends ConsumerResult {
  readonly name: string;
}

function isOfConsumers(result: unknown): result is { consumers: readonly Named[] } {
  return typeof result === 'object' && result !== null && 'consumers' in result;
}

const width = 760;
const left = 44;
const right = 20;
const top = 64;
const plotHeight = 240;
const panelGap = 84;

/** A row for each message, and a mark each time that the function gets it. */
function messagePicture(consumers: readonly Named[], title: string): string {
  const height = top + consumers.length * (plotHeight + panelGap) - 20;
  const endMs = Math.max(...consumers.map(({ messages }) => lastMs(messages)), 1);
  const panels = consumers.map((one, at) => panel(one, top + at * (plotHeight + panelGap), endMs));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
 viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><style>
svg { ${lightColours} font: 12px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
.first { fill: var(--p1); } .again { fill: var(--p0); } .dead { fill: var(--ink); }
.soft { fill: var(--soft); } .rule { stroke: var(--rule); } .strong { font-weight: 600; }
</style><rect width="100%" height="100%" fill="#fff"/>
${legend()}
${panels.join('\n')}
</svg>
`;
}

function legend(): string {
  const parts = [
    ['first', 'first delivery'],
    ['again', 'delivered again'],
    ['dead', 'dead letter'],
  ].map(
    ([look = '', words = ''], at) =>
      `<rect class="${look}" x="${left + at * 150}" y="12" width="10" height="10"/>` +
      `<text x="${left + 16 + at * 150}" y="21">${words}</text>`,
  );
  return parts.join('\n');
}

/** Between two ticks of the time axis, in ms; so many ticks have room. */
const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].map((seconds) => seconds * 1000);
const ticksMax = 9;

/** More rows could not be told apart. */
const rowsMax = 120;

function panel({ name, messages: all }: Named, y: number, endMs: number): string {
  const every = Math.ceil(all.length / rowsMax);
  const messages = all.filter((_, at) => at % every === 0);
  const x = (atMs: number) => round(left + (atMs / endMs) * (width - left - right));
  const rowHeight = plotHeight / messages.length;
  const size = Math.min(8, Math.max(4, rowHeight));
  const marks = { first: '', again: '', dead: '' };
  const mark = (look: keyof typeof marks, atMs: number, row: number) => {
    const [width, height] = [round(size), round(size)];
    const corner = `M${round(x(atMs) - size / 2)} ${round(y + row * rowHeight)}`;
    marks[look] += `${corner}h${width}v${height}h-${width}z`;
  };
  for (const [row, { receivedMs, deadMs }] of messages.entries()) {
    for (const [at, atMs] of receivedMs.entries()) mark(at === 0 ? 'first' : 'again', atMs, row);
    if (deadMs !== null) mark('dead', deadMs, row);
  }
  const drawn = every === 1 ? '' : `, every ${every}th drawn`;
  const stepMs = tickSteps.find((step) => endMs / step <= ticksMax) ?? endMs;
  const ticks = Array.from({ length: Math.floor(endMs / stepMs) + 1 }, (_, at) => {
    const atMs = at * stepMs;
    const place = `x="${x(atMs)}" y="${y + plotHeight + 20}"`;
    return `<text class="soft" ${place} text-anchor="middle">${formatStopwatch(atMs)}</text>`;
  });
  const bottom = y + plotHeight + 4;
  const head = `${name}: ${all.length} messages, a row each${drawn}`;
  return `<text class="strong" x="${left}" y="${y - 10}">${head}</text>
<line class="rule" x1="${left}" x2="${width - right}" y1="${bottom}" y2="${bottom}"/>
${ticks.join('\n')}
${Object.entries(marks)
  .map(([look, d]) => `<path class="${look}" d="${d}"/>`)
  .join('\n')}`;
}

function lastMs(messages: Named['messages']): number {
  return Math.max(
    ...messages.map(({ receivedMs, deadMs }) => Math.max(deadMs ?? 0, receivedMs.at(-1) ?? 0)),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
