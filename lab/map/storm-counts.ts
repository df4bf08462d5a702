// How often each state was entered by a moment, and which states the execution is in.

import { formatCount } from '#runner/sentences/human-numbers.ts';
import type { StateEntered } from '#twin/network/storm/storm-states.ts';
import { lastEventUpTo } from '../page/moment.ts';
import { type StateId, states, ways } from './storm-map.ts';

/** A run's states at one moment. */
export interface StormStanding {
  /** The states that the execution is in: a map's child, and then the map too. */
  readonly current: readonly StateId[];
  readonly enteredOf: ReadonlyMap<StateId, number>;
  /** How often each way was taken, in the order of `ways`; of a catch it is not known. */
  readonly takenOf: readonly (number | null)[];
}

/** What is known after some entries of the log. */
interface Tally {
  own: StateId | null;
  child: StateId | null;
  readonly enteredOf: Map<StateId, number>;
  readonly takenOf: Map<string, number>;
}

/** From so many entries to so many more a tally is kept, so that any moment is near one. */
const keptEvery = 500;

/** The log of an execution, which can be read at any moment. */
export class StormLog {
  readonly #entries: readonly StateEntered[];
  readonly #kept: Tally[] = [];

  constructor(entries: readonly StateEntered[]) {
    this.#entries = entries;
    const tally: Tally = { own: null, child: null, enteredOf: new Map(), takenOf: new Map() };
    for (const [at, entry] of entries.entries()) {
      if (at % keptEvery === 0) this.#kept.push(copyOf(tally));
      count(tally, entry);
    }
  }

  /** @returns null before the first state, or where nothing is known */
  at(atMs: number): StormStanding | null {
    const [first] = this.#entries;
    if (first === undefined || first.atMs > atMs) return null;
    const until = lastEventUpTo(this.#entries, atMs);
    const from = Math.floor(until / keptEvery);
    const tally = copyOf(this.#kept[from] as Tally);
    for (let at = from * keptEvery; at <= until; at += 1)
      count(tally, this.#entries[at] as StateEntered);
    const { own, child, enteredOf, takenOf } = tally;
    return {
      current: [own, child].filter((one) => one !== null),
      enteredOf,
      takenOf: ways.map(({ from: start, to, look }) =>
        look === 'fails' ? null : (takenOf.get(wayOf(start, to)) ?? 0),
      ),
    };
  }
}

function copyOf({ own, child, enteredOf, takenOf }: Tally): Tally {
  return { own, child, enteredOf: new Map(enteredOf), takenOf: new Map(takenOf) };
}

function wayOf(from: StateId | null, to: StateId): string {
  return `${from} ${to}`;
}

/** A state is entered from the one before it, and the first of a child from its map. */
function count(tally: Tally, { state, times }: StateEntered): void {
  const parent = childOf.get(state) ?? null;
  const from = parent === null ? tally.own : (tally.child ?? parent);
  // Each cell is a child of its own, so that none follows from another.
  const way = wayOf(state === 'DispatchCell' ? parent : from, state);
  tally.enteredOf.set(state, (tally.enteredOf.get(state) ?? 0) + times);
  tally.takenOf.set(way, (tally.takenOf.get(way) ?? 0) + times);
  tally.child = parent === null ? null : state;
  if (parent === null) tally.own = state;
}

const childOf = new Map(states.map((one) => [one.id, one.childOf]));

/** What stands in each state's box. */
export function stateLines(standing: StormStanding | null): Record<StateId, readonly string[]> {
  const lines = (id: StateId) => {
    if (standing === null) return ['no figures yet'];
    return [`entered ${formatCount(standing.enteredOf.get(id) ?? 0)} ×`];
  };
  const all: Partial<Record<StateId, readonly string[]>> = {};
  for (const { id } of states) all[id] = lines(id);
  return all as Record<StateId, readonly string[]>;
}
