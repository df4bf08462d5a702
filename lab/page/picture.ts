// The picture of a comparison: the report's charts one below the other, with title, legend,
// parameters and seed in it, so that it says where it is from wherever it is shown.
import { type ChartSize, chartSizes, policyClass } from '#cli/report/chart-frame.ts';
import { loginChart } from '#cli/report/login-chart.ts';
import { html, type Markup } from '#cli/report/markup.ts';
import { recoveryChart } from '#cli/report/recovery-chart.ts';
import { lightColours, reportStyle } from '#cli/report/report-style.ts';
import { loginSummary, recoverySummary, supernodeSummary } from '#cli/report/summaries.ts';
import { supernodeChart } from '#cli/report/supernode-chart.ts';
import { formatVerdict } from '#cli/show/comparison-rows.ts';
import type { ComparisonResult } from '#runner/result.ts';

/** An SVG file. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const lineHeight = 20;

/** Draws the picture. @param command that repeats the run; it names every parameter */
export function pictureOf(result: ComparisonResult, command: string): Picture {
  const [wide] = chartSizes;
  if (wide === undefined) throw new Error('expected charts to have a size');
  const width = wide.width + 2 * margin;
  const head = headLines(result, command);
  const lineY = (index: number) => margin + (index + 1) * lineHeight;
  let y = margin + head.length * lineHeight + 12;
  const parts = chartsOf(result, wide).map(({ text }) => {
    const height = heightOf(text);
    const place = `x="${margin}" y="${y}" width="${wide.width}" height="${height}"`;
    y += height + 16;
    return text.trim().replace('<svg ', `<svg ${place} `);
  });
  const height = y + margin;
  const lines = head.map(
    ({ words, look }, index) =>
      html`<text class="${look}" x="${margin}" y="${lineY(index)}">${words}</text>`,
  );
  const style = `${reportStyle} :root { ${lightColours} } .chart.narrow { display: none; }
.chart.wide { display: block; } .lines { font: 13px system-ui, "DejaVu Sans", sans-serif;
fill: var(--ink); } .title { font: 600 18px system-ui, "DejaVu Sans", sans-serif;
fill: var(--ink); }
.lines.p0, .lines.p1, .lines.p2 { fill: var(--c); }`;
  const { text } = html`<g>${lines}</g>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
 width="${width}" height="${height}"><style>${style}</style>
<rect width="${width}" height="${height}" fill="white"/>${text}${parts.join('\n')}</svg>`;
  return { svg, width, height };
}

interface HeadLine {
  readonly words: string;
  readonly look: string;
}

function headLines(result: ComparisonResult, command: string): HeadLine[] {
  const legend = result.runs.map((run, index) => ({
    words: `${run.policy}: ${formatVerdict(run)}`,
    look: `lines ${policyClass(index)}`,
  }));
  return [
    { words: `${result.title}, seed ${result.seed}`, look: 'title' },
    ...legend,
    ...wrapped(command, 108).map((words) => ({ words, look: 'lines' })),
  ];
}

/** Breaks a text at spaces into lines of at most so many characters, longer words aside. */
function wrapped(text: string, charactersMax: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < charactersMax)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function chartsOf(result: ComparisonResult, size: ChartSize): Markup[] {
  const origin = `rebootstorm: ${result.scenario}, seed ${result.seed}`;
  const endMs = Math.max(...result.runs.map((run) => run.endMs));
  const points = result.recoveryPoints.filter(({ atMs }) => atMs <= endMs);
  const words = (id: string, title: string, description: string) => ({
    id,
    title,
    description,
    origin,
  });
  return [
    recoveryChart(result, size, {
      ...words('recovery', 'PCs signed in', recoverySummary(result)),
      points,
      isInset: false,
    }),
    supernodeChart(result, size, words('supernodes', 'Supernodes', supernodeSummary(result))),
    loginChart(result, size, words('logins', 'Log-in attempts a minute', loginSummary(result))),
  ];
}

function heightOf(svg: string): number {
  const [, height] = /viewBox="0 0 \d+ ([\d.]+)"/.exec(svg) ?? [];
  return Number(height);
}

/** Turns the picture into a PNG, twice as fine. @throws {Error} where the browser cannot */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('The browser could not make a PNG of the picture.'));
        else resolve(blob);
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
