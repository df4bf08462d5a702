// Draws boxes and arrows as SVG. What changes with the moment is the text in the boxes and classes.
import type { Arrow, Box, DrawnMap, Point } from './drawn-parts.ts';

/** A map on the page. */
export interface MapDrawing<Id extends string> {
  readonly root: SVGSVGElement;
  /** Puts lines into the boxes, below their names. */
  showLines(lines: Readonly<Record<Id, readonly string[]>>): void;
  /** Marks where the execution is. */
  markCurrent(ids: readonly Id[]): void;
  /** Marks a box with its arrows; null: none. */
  select(id: Id | null): void;
}

const svgName = 'http://www.w3.org/2000/svg';

/** Makes an SVG element with attributes and children. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(svgName, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

const [lineHeight, firstLine] = [17, 20] as const;

/** @param name tells this drawing's marks from those of others on the page */
export function drawMap<Id extends string>(
  map: DrawnMap<Id>,
  name: string,
  onSelect: (id: Id) => void,
): MapDrawing<Id> {
  const boxes = new Map(map.boxes.map((box) => [box.id, drawBox(box, onSelect)]));
  const arrows = map.arrows.map((arrow) => ({ arrow, path: drawArrow(arrow, name) }));
  const root = svg(
    'svg',
    { class: 'map', viewBox: `-3 -3 ${map.width + 6} ${map.height + 6}`, 'aria-hidden': 'true' },
    svg('defs', {}, arrowHead(name, 'head'), arrowHead(`${name}-chosen`, 'head chosen')),
    ...arrows.map(({ path }) => path),
    ...[...boxes.values()].map(({ group }) => group),
  );
  root.style.minWidth = `${Math.round(map.width * 0.72)}px`;
  root.style.maxWidth = `${Math.round(map.width * 1.25)}px`;
  return {
    root,
    showLines: (lines) => {
      for (const [id, box] of boxes) setLines(box.lines, lines[id]);
    },
    markCurrent: (ids) => {
      for (const [id, { group }] of boxes) group.classList.toggle('current', ids.includes(id));
    },
    select: (id) => {
      root.classList.toggle('has-chosen', id !== null);
      for (const [own, { group }] of boxes) group.classList.toggle('chosen', own === id);
      for (const { arrow, path } of arrows) {
        const isOf = id !== null && (arrow.from === id || arrow.to === id);
        path.classList.toggle('chosen', isOf);
        path.setAttribute('marker-end', `url(#${name}${isOf ? '-chosen' : ''})`);
      }
    },
  };
}

function setLines(places: readonly SVGTextElement[], lines: readonly string[]): void {
  for (const [at, place] of places.entries()) {
    const words = lines[at] ?? '';
    if (place.textContent !== words) place.textContent = words;
  }
}

interface DrawnBox {
  readonly group: SVGGElement;
  readonly lines: readonly SVGTextElement[];
}

const cornerOf: Readonly<Record<string, number>> = {
  queue: 22,
  'dead-letters': 16,
  quarantine: 16,
  'state-machine': 10,
  Choice: 18,
  Wait: 10,
};

function drawBox<Id extends string>(box: Box<Id>, onSelect: (id: Id) => void): DrawnBox {
  const { id, label, look, x, y, width, height } = box;
  const middle = x + width / 2;
  const text = (line: number, kind: string) =>
    svg('text', { x: middle, y: y + firstLine + line * lineHeight, class: kind });
  const lineCount = Math.max(0, Math.floor((height - firstLine) / lineHeight));
  const lines = Array.from({ length: Math.min(4, lineCount) }, (_, at) => text(at + 1, 'line'));
  const title = text(0, 'label');
  title.append(label);
  const shape = svg('rect', { x, y, width, height, rx: cornerOf[look] ?? 4 });
  const group = svg('g', { class: `box ${look}` }, shape, title, ...lines);
  group.addEventListener('click', () => onSelect(id));
  return { group, lines };
}

function drawArrow({ points, look }: Arrow, name: string): SVGPathElement {
  return svg('path', {
    class: `arrow ${look}`,
    d: roundedPath(points),
    'marker-end': `url(#${name})`,
  });
}

function arrowHead(id: string, kind: string): SVGMarkerElement {
  return svg(
    'marker',
    {
      id,
      class: kind,
      viewBox: '0 0 10 10',
      refX: 9,
      refY: 5,
      markerWidth: 10,
      markerHeight: 10,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    svg('path', { d: 'M0 0L10 5L0 10z' }),
  );
}

const cornerRadius = 8;

/** A line through points whose corners are round. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first[0]} ${first[1]}`;
  for (const [at, corner] of rest.entries()) {
    const [before, after] = [points[at] ?? corner, rest[at + 1]];
    if (after === undefined) path += `L${corner[0]} ${corner[1]}`;
    else {
      const [from, to] = [towards(corner, before), towards(corner, after)];
      path += `L${from[0]} ${from[1]}Q${corner[0]} ${corner[1]} ${to[0]} ${to[1]}`;
    }
  }
  return path;
}

/** The point on the way from a corner to another, where the curve begins. */
function towards(corner: Point, other: Point): Point {
  const [dx, dy] = [other[0] - corner[0], other[1] - corner[1]];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(cornerRadius, length / 2) / length;
  return [corner[0] + dx * share, corner[1] + dy * share];
}
