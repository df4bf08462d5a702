// The steps of a few messages as a sequence diagram: four lanes, and time from top to bottom.
import { svg } from '../map/map-drawing.ts';
import { type FollowStep, type Lane, lanes, momentWords } from './follow-steps.ts';

const laneX: Readonly<Record<Lane, number>> = { node: 196, queue: 420, function: 664, table: 980 };
const laneWords: Readonly<Record<Lane, string>> = {
  node: 'the PC',
  queue: 'queue',
  function: 'function',
  table: 'table',
};
const [width, rowHeight, headHeight] = [1_100, 34, 34] as const;

/** Draws steps in their order. What comes after the moment is pale. */
export function sequenceDrawing(
  steps: readonly FollowStep[],
  chosen: number,
  atMs: number,
): SVGSVGElement {
  const height = headHeight + steps.length * rowHeight + 14;
  const root = svg(
    'svg',
    { class: 'map sequence', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      head('sequence-head', ''),
      head('sequence-good', 'good'),
      head('sequence-bad', 'bad'),
    ),
    ...lanes.flatMap((lane) => drawLane(lane, height)),
    ...steps.map((step, row) => drawStep(step, row, steps[row - 1], chosen, atMs)),
  );
  root.style.minWidth = '860px';
  root.style.maxWidth = `${width * 1.2}px`;
  return root;
}

function drawLane(lane: Lane, height: number): SVGElement[] {
  const x = laneX[lane];
  return [
    svg('line', { class: 'lane', x1: x, x2: x, y1: headHeight - 8, y2: height }),
    svg('text', { class: 'label', x, y: 18 }, laneWords[lane]),
  ];
}

function drawStep(
  step: FollowStep,
  row: number,
  before: FollowStep | undefined,
  chosen: number,
  atMs: number,
): SVGGElement {
  const y = headHeight + row * rowHeight + 24;
  const { from, to, words, tone } = step;
  const isLater = step.atMs > atMs;
  const classes = ['step', tone, isLater ? 'later' : '', step.message === chosen ? 'chosen' : ''];
  const group = svg('g', { class: classes.filter((one) => one !== '').join(' ') });
  const time = momentWords(step.atMs);
  if (before === undefined || momentWords(before.atMs) !== time)
    group.append(svg('text', { class: 'time', x: 0, y: y + 4 }, time));
  group.append(...(from === to ? stay(from, y, words) : arrow(step, y, words)));
  return group;
}

function stay(lane: Lane, y: number, words: string): SVGElement[] {
  const x = laneX[lane];
  return [
    svg('line', { class: 'stay', x1: x, x2: x, y1: y - 14, y2: y + 10 }),
    svg('text', { class: 'words', x: x + 10, y: y + 2 }, words),
  ];
}

function arrow({ from, to, tone }: FollowStep, y: number, words: string): SVGElement[] {
  const [x1, x2] = [laneX[from], laneX[to]];
  const end = tone === 'plain' ? 'head' : tone;
  return [
    svg('line', { class: 'arrow', x1, x2, y1: y, y2: y, 'marker-end': `url(#sequence-${end})` }),
    svg('text', { class: 'words middle', x: (x1 + x2) / 2, y: y - 7 }, words),
  ];
}

function head(id: string, tone: string): SVGMarkerElement {
  const place = {
    viewBox: '0 0 10 10',
    refX: 9,
    refY: 5,
    markerWidth: 11,
    markerHeight: 11,
    markerUnits: 'userSpaceOnUse',
  };
  return svg(
    'marker',
    { id, class: `head ${tone}`, ...place, orient: 'auto' },
    svg('path', { d: 'M0 0L10 5L0 10z' }),
  );
}
