import { type Adversary, adversaryKinds } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

/** How many of each kind a case has, at most. */
const countMax = 6;

/** Draws what adversaries send, and when. A case has each kind with a chance of one third. */
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
