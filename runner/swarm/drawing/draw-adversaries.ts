import { type Adversary, adversaryKinds } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

/** So many of each kind in one case, at most. */
const countMax = 6;

/** Draws who sends what from outside, and when: each kind in a third of all cases. */
export function drawAdversaries(draw: Draw, startMs: number, quiescentAtMs: number): Adversary[] {
  const adversaries = adversaryKinds.flatMap((kind) => {
    const own = draw.fork(kind);
    if (!own.is(1 / 3)) return [];
    return Array.from({ length: own.whole(1, countMax) }, () => ({
      kind,
      atMs: Math.round(own.between(startMs, quiescentAtMs)),
      chance: own.between(0, 1),
    }));
  });
  return adversaries.sort((a, b) => a.atMs - b.atMs);
}
