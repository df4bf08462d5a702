// The states of the storm's state machine and the ways between them. A test holds all of it to the
// definition that is deployed: infra-tests/lab/storm-map.test.ts.
import type { StormState } from '#twin/network/storm/storm-states.ts';
import type { Arrow, Box, DrawnMap, Point } from './drawn-parts.ts';

/** A state of the definition. The twin enters all but two: it refuses no start and stops no run. */
export type StateId = StormState | 'Refused' | 'Stopped';

/** What a state does, by the word of Amazon States Language. */
export type StateKind = 'Task' | 'Wait' | 'Map' | 'Choice' | 'Succeed' | 'Fail';

/** A state. */
export interface State extends Box<StateId> {
  readonly look: StateKind;
  /** The map whose child execution it belongs to; null: the storm's own. */
  readonly childOf: StateId | null;
}

/** A way from state to state. */
export interface Way extends Arrow<StateId> {
  /** `child`: from a map to the first state of its children. `fails`: what a catch leads to. */
  readonly look: 'next' | 'fails' | 'child';
}

const [pitch, rowHeight] = [139, 92] as const;
const [width, height] = [124, 54] as const;
const top = 64;

function state(
  id: StateId,
  look: StateKind,
  [column, row]: Point,
  says: string,
  childOf: StateId | null = null,
): State {
  const [x, y] = [column * pitch, top + row * rowHeight];
  return { id, label: id, look, x, y, width, height, says, childOf };
}

/** Every state of the definition. */
export const states: readonly State[] = [
  state('PlanStorm', 'Task', [0, 0], 'Finds the first wave, or refuses to start.'),
  state('WaitForWave', 'Wait', [1, 0], 'Waits until the wave is due.'),
  state('DispatchCells', 'Map', [2, 0], 'Brings the wave to each cell: a map over the cells.'),
  state('WaitToObserve', 'Wait', [3, 0], 'Waits before it looks.'),
  state('Observe', 'Task', [4, 0], 'Counts who is signed in, and decides what is next.'),
  state('WhatNext', 'Choice', [5, 0], 'Next wave, look again, or report.'),
  state('ReportStorm', 'Task', [6, 0], 'Ends the run, with its verdict.'),
  state('HowItEnded', 'Choice', [6, 1], 'Chooses how the execution ends.'),
  state('Healed', 'Succeed', [7, 0], 'The storm is healed: the execution succeeds.'),
  state('NotHealed', 'Fail', [7, 1], 'The storm was not healed in its time.'),
  state('Stopped', 'Fail', [7, 2], 'Somebody stopped it, or its cost cap did.'),
  state('Broke', 'Fail', [7, 3], 'Something failed for good.'),
  state('Refused', 'Fail', [0, 1], 'The run is over, or another execution conducts it.'),
  state('DispatchCell', 'Task', [2, 1], 'Brings the wave to one cell.', 'DispatchCells'),
  state('KeepObserving', 'Map', [5, 1], 'Looks on in an execution of its own: a map of one item.'),
  state('WaitToPoll', 'Wait', [2, 2.2], 'Waits before it looks.', 'KeepObserving'),
  state('Poll', 'Task', [3, 2.2], 'Counts who is signed in.', 'KeepObserving'),
  state('PollAgain', 'Choice', [4, 2.2], 'Looks again until there is news.', 'KeepObserving'),
  state('PollingEnds', 'Succeed', [5, 2.2], 'Hands the news to the storm.', 'KeepObserving'),
];

const placeOf = new Map(states.map((one) => [one.id, one]));

type Side = 'left' | 'right' | 'top' | 'bottom';

/** A point of a box's edge, so far from the middle of that edge. */
function edge(id: StateId, side: Side, off = 0): Point {
  const box = placeOf.get(id);
  if (box === undefined) throw new Error(`expected a state ${id}`);
  const [middle, centre] = [box.x + width / 2, box.y + height / 2];
  if (side === 'left') return [box.x, centre + off];
  if (side === 'right') return [box.x + width, centre + off];
  return [middle + off, side === 'top' ? box.y : box.y + height];
}

/** Straight from edge to edge; with a level, up or down to it first. */
function way(
  from: StateId,
  to: StateId,
  look: Way['look'],
  says: string,
  sides: readonly [Side, Side],
  { level, offs = [0, 0] }: { level?: number; offs?: readonly [number, number] } = {},
): Way {
  const start = edge(from, sides[0], offs[0]);
  const end = edge(to, sides[1], offs[1]);
  const points: Point[] =
    level === undefined ? [start, end] : [start, [start[0], level], [end[0], level], end];
  return { from, to, look, says, points };
}

const across = ['right', 'left'] as const;
const over = ['top', 'top'] as const;
const down = ['bottom', 'top'] as const;

/** Every way of the definition, those of catches included. */
export const ways: readonly Way[] = [
  way('PlanStorm', 'WaitForWave', 'next', 'the first wave', across),
  way('WaitForWave', 'DispatchCells', 'next', 'the wave is due', across),
  way('DispatchCells', 'WaitToObserve', 'next', 'all cells have it', across),
  way('WaitToObserve', 'Observe', 'next', 'the pause is over', across),
  way('Observe', 'WhatNext', 'next', 'what it saw', across),
  way('WhatNext', 'WaitForWave', 'next', 'next wave', over, { level: 24, offs: [14, 0] }),
  way('WhatNext', 'WaitToObserve', 'next', 'observe again', over, { level: 44, offs: [-14, 0] }),
  way('WhatNext', 'KeepObserving', 'next', 'observe apart', down, { offs: [-16, -16] }),
  way('KeepObserving', 'WhatNext', 'next', 'there is news', ['top', 'bottom'], {
    offs: [16, 16],
  }),
  way('WhatNext', 'ReportStorm', 'next', 'report', across),
  way('ReportStorm', 'HowItEnded', 'next', 'the outcome', down),
  ...endings(),
  way('PlanStorm', 'Refused', 'fails', 'the start is refused', down),
  way('PlanStorm', 'ReportStorm', 'fails', 'failed for good', over, { level: 4, offs: [0, 20] }),
  way('DispatchCells', 'ReportStorm', 'fails', 'failed for good', over, {
    level: 4,
    offs: [0, 20],
  }),
  way('Observe', 'ReportStorm', 'fails', 'failed for good', over, { level: 4, offs: [0, 20] }),
  apartFails(),
  way('DispatchCells', 'DispatchCell', 'child', 'one child for each cell', down),
  way('KeepObserving', 'WaitToPoll', 'child', 'one child', down, { level: 234 }),
  way('WaitToPoll', 'Poll', 'next', 'the pause is over', across),
  way('Poll', 'PollAgain', 'next', 'what it saw', across),
  way('PollAgain', 'PollingEnds', 'next', 'there is news', across),
  way('PollAgain', 'WaitToPoll', 'next', 'observe again', ['bottom', 'bottom'], { level: 350 }),
];

function endings(): Way[] {
  const ends = ['Healed', 'NotHealed', 'Stopped', 'Broke'] as const;
  const says = ['healed', 'otherwise', 'stopped', 'failed'];
  return ends.map((id, index) => {
    const [start, end] = [edge('HowItEnded', 'right'), edge(id, 'left')];
    const lane = end[0] - 7;
    const points: Point[] = [start, [lane, start[1]], [lane, end[1]], end];
    return { from: 'HowItEnded', to: id, look: 'next', says: says[index] ?? '', points };
  });
}

function apartFails(): Way {
  const start = edge('KeepObserving', 'right', 8);
  const end = edge('ReportStorm', 'left', 16);
  const lane = end[0] - 7;
  const points: Point[] = [start, [lane, start[1]], [lane, end[1]], end];
  return {
    from: 'KeepObserving',
    to: 'ReportStorm',
    look: 'fails',
    says: 'failed for good',
    points,
  };
}

/** The state machine as it is drawn. */
export const stormMap: DrawnMap<StateId> = {
  title: 'The state machine RebootStorm',
  boxes: states,
  arrows: ways,
  width: 7 * pitch + width,
  height: top + 3 * rowHeight + height + 8,
};
