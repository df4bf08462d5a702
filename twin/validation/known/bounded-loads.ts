// Bounded loads (facts 3.25): nobody carries more than the average and a small part of it, and yet
// everybody finds a place.
import { policies } from '#domain/policies.ts';
import { openRandom } from '#twin/engine/random.ts';
import type { ValidationRun } from '../twin-parts.ts';
import { exactly, type KnownResult } from './known-result.ts';

const supernodeCount = 200;
const clientCount = 20_000;
/** So small that two choices alone would go beyond it. */
const excess = 0.01;

/** As many clients as are sure to fit, placed by the domain at supernodes of just that size. */
export function boundedLoads({ seed, parts }: ValidationRun): KnownResult[] {
  const slots = Math.ceil(((1 + excess) * clientCount) / supernodeCount);
  const random = openRandom(seed);
  const used = Array.from({ length: supernodeCount }, () => 0);
  const supernodes = used.map((_, index) => ({
    nodeId: String(index),
    cell: 'c0',
    epoch: 1,
    nodeEpoch: 1,
    operatorRun: false,
    slots,
    used: 0,
    leaseUntilMs: 1,
  }));
  let placedCount = 0;
  for (let client = 0; client < clientCount; client++) {
    const settings = { policy: policies.resilient };
    const placement = parts.placeClient(supernodes, settings, random, 0);
    if (placement.kind !== 'chosen') continue;
    const chosen = supernodes[Number(placement.supernode.nodeId)];
    if (chosen !== undefined) chosen.used += 1;
    placedCount += 1;
  }
  const fullest = supernodes.reduce((most, one) => Math.max(most, one.used), 0);
  const name = 'placeClient, 20,000 clients, 200 supernodes';
  const source = 'bounded loads, 3.25';
  return [
    exactly({ name: `${name}: fullest one, bound 1 %`, source, known: slots }, fullest),
    exactly({ name: `${name}: clients placed`, source, known: clientCount }, placedCount),
  ];
}
