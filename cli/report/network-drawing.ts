// The network in one drawing: supernodes and their clients on a usual day, and after a wave.

import { html, type Markup } from './markup.ts';

const width = 372;
const height = 240;
const supernodesX = [70, 186, 302];
const supernodeY = 118;
const clientY = 196;

/** Two panels that stand side by side where there is room. */
export function networkDrawing(origin: string): Markup {
  return html`<div class="panels">${usualDay(origin)}${afterAWave(origin)}</div>`;
}

function usualDay(origin: string): Markup {
  const parts = supernodesX.map(
    (x) =>
      html`${clientsOf(x).map(
        (at) => html`<line class="link" x1="${at}" x2="${x}" y1="${clientY - 9}"
 y2="${supernodeY + 13}"/>${pc(at, clientY, '')}`,
      )}${supernode(x, '')}`,
  );
  return panel('usual', 'A usual day', 'Each client holds a slot at a supernode.', [
    service('The log-in service places who comes'),
    html`${parts}`,
    words(width / 2, 92, 'supernodes: PCs that carry others', 'caption'),
    words(width / 2, 220, 'clients: PCs that hold a slot', 'caption'),
    words(width / 2, 236, origin, 'origin'),
  ]);
}

function afterAWave(origin: string): Markup {
  const [left = 0, middle = 0, right = 0] = supernodesX;
  const lost = [...clientsOf(left), ...clientsOf(middle)];
  const kept = clientsOf(right).map(
    (at) => html`<line class="link" x1="${at}" x2="${right}" y1="${clientY - 9}"
 y2="${supernodeY + 13}"/>${pc(at, clientY, '')}`,
  );
  const arrows = lost.map(
    (at) => html`<path class="ask" d="M${at},${clientY - 10}L${150 + (at - 128) * 0.3},48"/>`,
  );
  return panel('storm', 'After a wave of restarts', 'Everybody asks at once; ghosts are counted.', [
    html`${arrows}`,
    service('It can serve only so many a minute'),
    html`${kept}${lost.map((at) => pc(at, clientY, 'lost'))}`,
    html`${supernode(left, 'ghost')}${supernode(middle, 'ghost')}${supernode(right, '')}`,
    words((left + middle) / 2, 152, 'ghosts: gone, and still counted', 'caption'),
    words((left + middle) / 2, 220, 'clients that ask again and again', 'caption'),
    words(right, 98, 'full', 'caption'),
    words(width / 2, 236, origin, 'origin'),
  ]);
}

function panel(id: string, title: string, description: string, body: Markup[]): Markup {
  const name = `network-${id}`;
  return html`<svg class="drawing" role="img" viewBox="0 0 ${width} ${height}"
  aria-labelledby="${name}-title ${name}-desc" xmlns="http://www.w3.org/2000/svg">
<title id="${name}-title">${title}</title><desc id="${name}-desc">${description}</desc>
${words(0, 14, title, 'strong start')}${body}</svg>`;
}

function service(text: string): Markup {
  return html`<rect class="service" x="66" y="26" width="240" height="26" rx="6"/>
${words(width / 2, 43, text, '')}`;
}

function supernode(x: number, look: string): Markup {
  return html`<rect class="supernode ${look}" x="${x - 15}" y="${supernodeY - 13}" width="30"
 height="26" rx="5"/>`;
}

function pc(x: number, y: number, look: string): Markup {
  return html`<circle class="pc ${look}" cx="${x}" cy="${y}" r="6.5"/>`;
}

function clientsOf(x: number): number[] {
  return [-42, -21, 0, 21, 42].map((offset) => x + offset);
}

function words(x: number, y: number, text: string, look: string): Markup {
  const anchor = look.includes('start') ? 'start' : 'middle';
  return html`<text class="${look}" x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
}
