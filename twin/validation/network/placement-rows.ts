// Where the network places its clients: a whole run of the twin's network, whose supernodes are
// empty at first and fill like the bins of a well-known game.
import { queueLimits } from '#domain/limits.ts';
import { policies } from '#domain/policies.ts';
import { exactly, type KnownResult } from '../known/known-result.ts';
import { measuredRows } from '../known/measured-rows.ts';
import type { TwinParts, ValidationRun } from '../twin-parts.ts';
import { poisson, supernodeLoads } from './known-queues.ts';
import { pollersAtFirst } from './mapping-rows.ts';
import {
  allDayLong,
  hourMs,
  type PlainRunOptions,
  runPlainNetwork,
  secondMs,
  withinAnHour,
} from './plain-network.ts';

/** Clients in a batch that are placed together, of which there are hardly ever more than three. */
const groupMax = 8;

/** Shares of the supernodes that have so many clients or more. */
const levels = [1, 2, 3];

/**
 * As many clients as supernodes, one after the other: with two choices hardly any supernode has
 * three. A list of supernodes that is hours old calls them all empty, so that under
 * `stale-candidates` the first choice is taken: one choice. Clients whose log-ins share a batch are
 * placed together, which the model has, too; otherwise it is the mean-field limit, which finite
 * networks reach within one divided by their size.
 */
export function placedByNetwork({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  // Whoever is placed looks at all supernodes, so that the time grows with their square.
  const supernodeCount = Math.round(250 * Math.sqrt(scaled(1)));
  const rules = [
    { policy: policies.resilient, choices: 2, words: 'two choices' },
    { policy: policies['stale-candidates'], choices: 1, words: 'stale list' },
  ];
  const groups = poisson(othersInBatch(supernodeCount), groupMax - 1);
  const source = 'balls into bins, 3.30';
  const values = rules.flatMap(({ choices, words }) => {
    const loads = supernodeLoads(choices, 1, groups);
    return levels.map((level) => {
      const clients = level === 1 ? '1 client' : `${level} clients`;
      const name = `network, ${words}: supernodes with ${clients} or more`;
      return { name, source, known: loads[level] ?? 0, modelError: 1 / supernodeCount };
    });
  });
  return measuredRows(seed, values, (runSeed) =>
    rules.flatMap(({ policy }) => {
      const used = loadsAfter(parts, {
        policy,
        seed: runSeed,
        clientCount: supernodeCount,
        supernodeCount,
        slots: 100,
        hourlyShares: allDayLong,
        untilMs: 22 * hourMs,
        sampleEveryMs: hourMs,
      });
      return levels.map((level) => used.filter((one) => one >= level).length / used.length);
    }),
  );
}

/** How many more come to a poller in the mean while it gathers; see `batchWindows`. */
function othersInBatch(clientCount: number): number {
  const clientsPerSecond = clientCount / (20 * 3600);
  return (clientsPerSecond * queueLimits.login.batchWindowSeconds) / pollersAtFirst;
}

/** Five clients more than there are slots: every slot is taken, and none twice. */
export function filledByNetwork({ seed, parts }: ValidationRun): KnownResult[] {
  const supernodeCount = 20;
  const slots = 10;
  const slotCount = slots * supernodeCount;
  const used = loadsAfter(parts, {
    policy: policies.resilient,
    seed,
    clientCount: slotCount + 5,
    supernodeCount,
    slots,
    hourlyShares: withinAnHour,
    timings: { backoffMsBase: 60 * secondMs, backoffMsMax: 60 * secondMs },
    untilMs: 3 * hourMs,
    sampleEveryMs: hourMs,
  });
  const name = `network, ${slotCount + 5} clients and ${slotCount} slots`;
  const source = 'bounded loads, 3.25';
  return [
    exactly({ name: `${name}: fullest supernode`, source, known: slots }, Math.max(...used)),
    exactly({ name: `${name}: emptiest supernode`, source, known: slots }, Math.min(...used)),
  ];
}

/** How many clients each supernode has at the end of a run. */
function loadsAfter(parts: TwinParts, options: PlainRunOptions): number[] {
  const used: number[] = [];
  runPlainNetwork(parts, {
    ...options,
    onEnd: (supernodes) => {
      for (const one of supernodes) if (!one.operatorRun) used.push(one.used);
    },
  });
  return used;
}
