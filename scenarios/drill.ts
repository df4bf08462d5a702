// A storm that is over in two minutes of real time: for engines whose clock cannot be turned.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { openLedger } from './ledger.ts';

const { guess, assumptions } = openLedger();
const why = 'chosen to be quick';

const slotsPerSupernode = guess('Slots per supernode', 30, 'slots', why);
const eligibleShare = guess('Nodes that could be supernodes', 0.3, 'of all', why);

export const drill: Scenario = {
  name: 'drill',
  title: 'A two-minute drill',
  startMs: 0,
  usualOnlineCount: 0,
  embedded: {
    shape: {
      nodeCount: guess('Nodes', 300, 'nodes', why),
      cellNodes: 150,
      clientsPerSupernode: guess('Clients per supernode', 20, 'clients', why),
      slotsPerSupernode,
      operatorSlots: guess('Operator-run slots per cell', 10, 'slots', why),
      eligibleShare,
    },
    sizes: {
      slotsPerSupernode,
      headroom: guess('Slots that heal keeps per client', 1.25, 'slots', why),
      eligibleShare,
      attemptsPerMinuteMax: null,
      promotionsPerStep: guess('Promotions a heal step', 2, 'at most', why),
    },
  },
  storm: {
    zones: [{ label: 'everywhere', utcOffsetMinutes: 0, nodeShare: 1, supernodeShare: 1 }],
    nights: [
      {
        label: 'first wave',
        threeAmUtcMs: 5_000,
        restartShare: guess('Restart in the first wave', 0.3, 'of all', why),
      },
      {
        label: 'second wave',
        threeAmUtcMs: 25_000,
        restartShare: guess('Restart in the second wave', 0.3, 'of all', why),
      },
    ],
    spreadMs: guess('Restarts of one wave spread over', 5, 's', why) * 1000,
    day: null,
    growthPerDay: 0,
  },
  timings: {
    bootMsMin: guess('Boot to first log-in, at least', 1, 's', why) * 1000,
    bootMsMax: guess('Boot to first log-in, at most', 3, 's', why) * 1000,
    orphanNoticeMsMax: guess('Loss of a supernode noticed within', 2, 's', why) * 1000,
    clientTimeoutMs: guess('A client waits for an answer', 30, 's', why) * 1000,
    retryMs: guess('Pause between attempts, no backpressure', 3, 's', why) * 1000,
    backoffMsBase: guess('Backoff with backpressure, base', 1, 's', why) * 1000,
    backoffMsMax: guess('Backoff with backpressure, at most', 10, 's', why) * 1000,
    leaseMs: guess('A supernode record lives', 10, 'min', why) * 60_000,
    renewEveryMs: guess('A supernode reports every', 60, 's', why) * 1000,
    healPaceMs: guess('A heal step every', 4, 's', why) * 1000,
    healOverdueMs: guess('A heal step is presumed lost after', 15, 's', why) * 1000,
    rateLimitWindowMs: guess('Log-in window', 5, 's', why) * 1000,
    loginsPerRateLimitWindow: guess('Log-in service, a cell', 60, 'log-ins/window', why),
    candidateListMs: guess('A list of supernodes is kept', 5, 'min', why) * 60_000,
    observeEveryMs: guess('The storm is observed every', 5, 's', why) * 1000,
    observeForMs: guess('The storm is watched for', 7, 'min', why) * 60_000,
  },
  target: {
    onlineShare: 1,
    // Longer than a failed message stays invisible, or one unlucky message would decide the
    // verdict.
    healWithinMs: guess('In time means within', 5, 'min', why) * 60_000,
  },
  expected: { 'legacy-2007': ['late', 'not-healed', 'stuck'], resilient: ['healed'] },
  recoveryPoints: [],
  assumptions,
};
