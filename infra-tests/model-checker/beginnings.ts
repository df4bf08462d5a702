// Where the explorations begin. Each allows a few kinds of trouble, so that all their orders can be
// seen to the end; together they allow every kind, and most pairs of kinds.
import type { Beginning } from './world.ts';

/**
 * Two copies: one that answers a duplicate check at its next attempt that is not placed, one
 * behind.
 */
const copies = { attempts: [2, 1] } as const;

/** Small enough to be seen to the end in every run of the tests. */
export const beginnings = {
  contended: {
    title: 'two copies of a log-in, and others who want the same slot',
    ...copies,
    slots: [1, 0],
    budget: { deliveries: 5, late: 1, others: 2 },
  },
  mishaps: {
    title: 'two copies, and a function that dies or a queue that hands out twice',
    ...copies,
    slots: [0, 0],
    budget: { deliveries: 4, crashes: 1, duplicates: 1 },
  },
  restart: {
    title: 'two copies, a restart of their node, and clocks that differ',
    ...copies,
    slots: [1, 0],
    budget: { deliveries: 3, restarts: 1, skews: 1, others: 1 },
  },
  restartTwice: {
    title: 'a restart whose function dies',
    attempts: [2],
    slots: [1, 0],
    budget: { deliveries: 2, restarts: 1, crashes: 1, duplicates: 1 },
  },
  proofs: {
    title: 'two copies at a home that goes, new proofs, and clocks that differ',
    ...copies,
    slots: [1, 1],
    node: { eligible: false, provenEpoch: 1 },
    budget: { deliveries: 3, deaths: 1, renewals: 1, skews: 1, late: 1 },
  },
  signIns: {
    title: 'two sign-ins, the later one at a duplicate check, and a home that goes',
    attempts: [2, 1],
    nonces: [14, 10],
    slots: [1, 0],
    node: { eligible: false, provenEpoch: 1 },
    budget: { deliveries: 4, deaths: 1, late: 1 },
  },
  orphan: {
    title: 'an orphan that is notified by a function that dies',
    attempts: [],
    slots: [1, 1],
    node: { provenEpoch: 1, state: 'online', home: { supernode: 's1', epoch: 1 } },
    budget: { deliveries: 2, deaths: 1, crashes: 1, skews: 1, restarts: 1 },
  },
  promotion: {
    title: 'two copies, a promotion, and the end of it',
    ...copies,
    slots: [0, 0],
    budget: { deliveries: 4, promotions: 1, losses: 1 },
  },
  moved: {
    title: 'a promotion of a client whose home goes',
    attempts: [1],
    slots: [1, 1],
    budget: { deliveries: 2, deaths: 1, promotions: 1 },
  },
} as const satisfies Record<string, Beginning>;

export type BeginningName = keyof typeof beginnings;

/** All kinds of trouble at once: by hand, to whatever depth there is time for. */
export const everything: Beginning = {
  title: 'everything at once',
  ...copies,
  slots: [1, 1],
  budget: {
    deliveries: 6,
    late: 2,
    duplicates: 1,
    crashes: 1,
    others: 2,
    restarts: 1,
    deaths: 1,
    promotions: 1,
    losses: 1,
    renewals: 1,
    skews: 1,
  },
};
