import { isUnhealthy } from '../../storm/health.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';

export const liveness: Invariant = {
  id: 'liveness',
  sentence: 'After the last fault the target share of those who want to be online are so within H.',
  decidedBy:
    'observations about a heal pace apart: H after the last fault, and from then on, the ' +
    "target's share of the demand is signed in",
  monitor({ target }) {
    const findings = openFindings();
    let isBackSinceMs: number | null = null;
    let observedAtMs = Number.NEGATIVE_INFINITY;
    let wasBelowInTime = false;
    return {
      findings,
      poll(nowMs, seen) {
        const { wanted, online } = countAll(seen, nowMs);
        const isBack = !isUnhealthy(online, wanted, target);
        observedAtMs = nowMs;
        isBackSinceMs = isBack ? (isBackSinceMs ?? nowMs) : null;
        const endMs = seen.faultsEndMs;
        if (endMs === null || isBack || nowMs < endMs + target.healWithinMs || wasBelowInTime)
          return;
        wasBelowInTime = true;
        const words = `${online} of ${wanted} online, later than H after the last fault`;
        findings.violated('the network', words, nowMs, seen.number);
      },
      end(_end, seen) {
        const { faultsEndMs } = seen;
        if (faultsEndMs === null) findings.unknown('nothing went wrong in this run');
        else if (observedAtMs < faultsEndMs)
          findings.unknown('the run ended before its last fault was over');
        else if (isBackSinceMs === null)
          findings.unknown('the run ended before H had passed since the last fault');
      },
    };
  },
};

function countAll({ network }: Seen, nowMs: number): { wanted: number; online: number } {
  let wanted = 0;
  let online = 0;
  for (const { cell, population } of network.cells.values()) {
    wanted += population;
    online += network.signedInCountIn(cell, nowMs);
  }
  return { wanted, online };
}
