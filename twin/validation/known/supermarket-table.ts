// One choice against two (facts 3.24), and the same through the decision that places our clients.
import type { SupernodeRecord } from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import type { Random } from '#twin/engine/random.ts';
import { joinAny, joinShorter, supermarketRun } from '../supermarket.ts';
import type { TwinParts, ValidationRun } from '../twin-parts.ts';
import { supermarketTime } from './closed-forms.ts';
import { exactly, type KnownResult } from './known-result.ts';
import { measuredRows, seedOf } from './measured-rows.ts';

const source = 'supermarket model, 3.24';

/** The model itself, extrapolated to infinitely many queues, of which the formula speaks. */
export function oneChoiceOrTwo({ seed, scaled }: ValidationRun): KnownResult[] {
  const loads = [0.9, 0.95, 0.99];
  const values = [
    { name: 'one choice, load 0.9: mean time', source, known: supermarketTime(0.9, 1) },
    ...loads.map((load) => ({
      name: `two choices, load ${load}: mean time`,
      source,
      known: supermarketTime(load, 2),
    })),
  ];
  return measuredRows(seed, values, (runSeed) => [
    supermarketRun({
      queues: scaled(500),
      load: 0.9,
      choices: 1,
      duration: 50,
      join: joinAny,
      seed: runSeed,
    }),
    ...loads.map((load) =>
      extrapolated(scaled(1000), runSeed, (queues, oneSeed) =>
        supermarketRun({
          queues,
          load,
          choices: 2,
          duration: 25,
          join: joinShorter,
          seed: oneSeed,
        }),
      ),
    ),
  ]);
}

/** The domain's decision in place of the model's: same chance, same choices, same time. */
export function placedByDomain({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const load = 0.9;
  const run = (queues: number, runSeed: number, duration: number) =>
    supermarketRun({
      queues,
      load,
      choices: 2,
      duration,
      seed: runSeed,
      ...openSupernodes(queues, parts),
    });
  const values = [
    { name: 'placeClient, load 0.9: mean time', source, known: supermarketTime(load, 2) },
  ];
  const [queues, duration] = [250, 100];
  const model = supermarketRun({
    queues,
    load,
    choices: 2,
    duration,
    seed: seedOf(seed, 0),
    join: joinShorter,
  });
  return [
    ...measuredRows(seed, values, (runSeed) => [
      extrapolated(100, runSeed, (count, oneSeed) => run(count, oneSeed, scaled(50))),
    ]),
    exactly(
      {
        name: "placeClient, 250 supernodes, load 0.9: time over the model's",
        source: 'the model, same chance',
        known: 1,
      },
      run(queues, seedOf(seed, 0), duration) / model,
    ),
  ];
}

/** What differs between n and 2n queues is, to the first order, what differs beyond. */
function extrapolated(
  queues: number,
  seed: number,
  run: (queues: number, seed: number) => number,
): number {
  return 2 * run(2 * queues, seedOf(seed, 2)) - run(queues, seedOf(seed, 1));
}

/** A client at a supernode for each customer in a queue. */
function openSupernodes(count: number, { placeClient }: TwinParts) {
  const supernodes = Array.from({ length: count }, (_, index) => aSupernode(index));
  const indexOf = new Map(supernodes.map(({ nodeId }, index) => [nodeId, index]));
  return {
    onStart: (lengths: Int32Array) => {
      for (const [index, supernode] of supernodes.entries()) supernode.used = lengths[index]!;
    },
    join: (_: Int32Array, random: Random) => {
      const settings = { policy: policies.resilient };
      const placement = placeClient(supernodes, settings, random, 0);
      const index = placement.kind === 'chosen' && indexOf.get(placement.supernode.nodeId);
      if (typeof index !== 'number') throw new Error('expected a free slot, there are 1e9 each');
      (supernodes[index] as { used: number }).used += 1;
      return index;
    },
    onLeave: (queue: number) => {
      (supernodes[queue] as { used: number }).used -= 1;
    },
  };
}

function aSupernode(index: number): Omit<SupernodeRecord, 'used'> & { used: number } {
  return {
    nodeId: `n${index}`,
    cell: 'c0',
    epoch: 1,
    nodeEpoch: 1,
    operatorRun: false,
    slots: 1e9,
    used: 0,
    leaseUntilMs: 1,
  };
}
