// Which box an arrow key leads to.
import type { Box } from './drawn-parts.ts';

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Whether a key moves on a map. */
export function isMapKey(key: string): boolean {
  return key in directions || key === 'Home' || key === 'End';
}

/**
 * The nearest box in the direction of a key, as the eye finds it: what lies aside counts twice.
 * Home and End lead to the first and the last one; without a box that is chosen, all keys do.
 */
export function neighbour<Id extends string>(
  boxes: readonly Box<Id>[],
  from: Id | null,
  key: string,
): Id | null {
  const [first, last] = [boxes[0], boxes.at(-1)];
  const chosen = boxes.find(({ id }) => id === from);
  if (key === 'End') return last?.id ?? null;
  if (key === 'Home' || chosen === undefined) return first?.id ?? null;
  const [right, down] = directions[key] ?? [0, 0];
  const [fromX, fromY] = middleOf(chosen);
  let best: Id = chosen.id;
  let nearest = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    const [dx, dy] = [middleOf(box)[0] - fromX, middleOf(box)[1] - fromY];
    const along = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    // Within 45 degrees of the direction, or nearly so.
    if (along <= 0 || aside > 1.5 * along) continue;
    if (along + 2 * aside >= nearest) continue;
    nearest = along + 2 * aside;
    best = box.id;
  }
  return best;
}

function middleOf({ x, y, width, height }: Box): readonly [number, number] {
  return [x + width / 2, y + height / 2];
}
