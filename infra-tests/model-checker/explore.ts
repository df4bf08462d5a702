// Goes through every world that can be reached from a beginning, in the order of distance.
import { createHash } from 'node:crypto';
import { movesOf } from './moves.ts';
import { brokenPromise } from './promises.ts';
import { type Beginning, beginningOf, type Rules, type World } from './world.ts';

/** What an exploration found. */
export interface Exploration {
  /** Distinct worlds. */
  readonly stateCount: number;
  /** Steps to the furthest of them. */
  readonly depth: number;
  /** Whether every world within reach was seen, and not only those within the bounds. */
  readonly isWhole: boolean;
  /** What is wrong with the nearest world that is not as it must be, and the way there. */
  readonly finding: { readonly words: string; readonly way: readonly string[] } | null;
}

/** How far an exploration goes. */
export interface Bounds {
  readonly depthMax: number;
  readonly statesMax: number;
}

interface Reached {
  readonly world: World;
  readonly label: string;
  readonly from: Reached | null;
}

/** Explores breadth-first, so that what is found is found by the shortest way. */
export function explore(
  beginning: Beginning,
  rules: Rules,
  { depthMax, statesMax }: Bounds,
): Exploration {
  const first: Reached = { world: beginningOf(beginning), label: beginning.title, from: null };
  const seen = new Set([keyOf(first.world)]);
  let depth = 0;
  for (let layer: readonly Reached[] = [first]; layer.length > 0; depth += 1) {
    const next: Reached[] = [];
    for (const reached of unseenAfter(layer, rules, seen)) {
      const words = brokenPromise(reached.world);
      const finding = words === null ? null : { words, way: wayTo(reached) };
      const isFull = seen.size >= statesMax || depth >= depthMax;
      if (finding !== null || isFull)
        return { stateCount: seen.size, depth: depth + 1, isWhole: false, finding };
      next.push(reached);
    }
    layer = next;
  }
  return { stateCount: seen.size, depth: depth - 1, isWhole: true, finding: null };
}

/** Every world one step further that was not seen before; it is seen from then on. */
function* unseenAfter(
  layer: readonly Reached[],
  rules: Rules,
  seen: Set<string>,
): Generator<Reached> {
  for (const from of layer) {
    for (const { label, world } of movesOf(from.world, rules)) {
      const key = keyOf(world);
      if (seen.has(key)) continue;
      seen.add(key);
      yield { world, label, from };
    }
  }
}

/** Two worlds with the same future have the same key. */
function keyOf(world: World): string {
  const tasks = world.tasks.map((task) => JSON.stringify(task)).sort();
  const { duplicateCheck, candidateCell, home, ...node } = world.node;
  const text = JSON.stringify({
    ...world,
    tasks,
    node: [node, duplicateCheck, candidateCell, home],
  });
  return createHash('md5').update(text).digest('base64');
}

function wayTo(reached: Reached): string[] {
  const way: string[] = [];
  for (let at: Reached | null = reached; at !== null; at = at.from) way.unshift(at.label);
  return way;
}
