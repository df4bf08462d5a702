// August 2007 at the size that it had, for the twin: ten million PCs in cells of twenty thousand.
// What is fitted was searched for on the twin itself: docs/stories/august-2007.md.
import type { ScenarioScale } from '#domain/scenario/scenario.ts';
import type { Ledger } from './ledger.ts';

/** What both sizes of the network share. */
export interface SharedWithFull {
  readonly rateLimitWindowMs: number;
  readonly eligibleShare: number;
}

/**
 * A cell of 2,000 nodes has five supernodes at this size, and which month falls is luck, cell by
 * cell; one of 20,000 has some fifty, as the embedded network has in its two.
 */
const cellNodes = 20_000;

const searched = 'searched for on the twin';

/** The network at full size. Rates of a cell are the network's, divided by its cells. */
export function augustAtFullSize(ledger: Ledger, shared: SharedWithFull): ScenarioScale {
  const { found, derived, fitted } = ledger;
  const { rateLimitWindowMs, eligibleShare } = shared;
  const nodeCount = derived('PCs, full size', 10_000_000, 'PCs', 'facts 1.3: 8-9 M at the peak');
  const supernodeCount = found('Supernodes, full size', 27_000, 'supernodes', 'facts 1.8-1.12');
  const cellCount = nodeCount / cellNodes;
  const loginsPerSecond = fitted('Log-in service, full size', 5_800, 'log-ins/s', searched);
  const promotionsPerSecond = fitted('Promotions, full size', 64, 'a second', searched);
  const slotsPerSupernode = fitted('Slots per supernode, full size', 545, 'slots', 'model');
  const headroom = fitted('Slots that heal keeps per client, full size', 1, 'slots', searched);
  const operatorSlots = fitted('Operator-run slots, full size', 150_000, 'slots', 'facts 1.31');
  const attemptsPerMinuteMax = fitted(
    'A supernode signs off above, full size',
    130,
    'attempts/min',
    searched,
  );
  const promotionsPerStep = 10;
  return {
    shape: {
      nodeCount,
      cellNodes,
      slotsPerSupernode,
      eligibleShare,
      clientsPerSupernode: Math.round(nodeCount / supernodeCount) - 1,
      operatorSlots: operatorSlots / cellCount,
    },
    sizes: {
      slotsPerSupernode,
      eligibleShare,
      headroom,
      attemptsPerMinuteMax,
      promotionsPerStep,
    },
    timings: {
      // So many promotions a step, so the pace makes the rate.
      healPaceMs: Math.round((1000 * cellCount * promotionsPerStep) / promotionsPerSecond),
      loginsPerRateLimitWindow: Math.round(
        (loginsPerSecond * rateLimitWindowMs) / 1000 / cellCount,
      ),
    },
  };
}
