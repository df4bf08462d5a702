// The curves of a run on the twin, by the same names as those of a run on the local cloud.
import { isGhost, isLive, signedInCount } from '#domain/network.ts';
import type { CurvePoint } from '#domain/storm/judge-run.ts';
import type { NetworkSample } from './network-run.ts';
import type { Network } from './network-state.ts';

/** Counts everybody at one moment. */
export function takeSample(network: Network, nowMs: number, eventsTotal: number): NetworkSample {
  const { cells, counts, settings } = network;
  let wantedCount = 0;
  let onlineCount = 0;
  let supernodesLive = 0;
  let ghosts = 0;
  let slotsLive = 0;
  for (const { record, registrations } of cells) {
    wantedCount += record.population;
    for (const one of registrations) {
      if (isLive(one, nowMs)) {
        onlineCount += one.used + (one.operatorRun ? 0 : 1);
        supernodesLive += 1;
        slotsLive += one.slots;
      } else if (settings.policy.ghostSlots && isGhost(one, nowMs)) ghosts += 1;
    }
  }
  return {
    atMs: nowMs,
    onlineCount,
    wantedCount,
    waitingCount: wantedCount - onlineCount,
    supernodesLive,
    supernodesCounted: supernodesLive + ghosts,
    slotsLive,
    loginQueueDepth: network.loginsUnderWay,
    loginAttemptsTotal: Math.round(counts.LoginAttempts),
    loginsPlacedTotal: counts.LoginsPlaced,
    promotionsTotal: counts.Promotions,
    eventsTotal,
  };
}

/** Counts only those who are signed in, and those who want to be. */
export function countOnline({ cells }: Network, nowMs: number): CurvePoint {
  let wantedCount = 0;
  let onlineCount = 0;
  for (const { record, registrations } of cells) {
    wantedCount += record.population;
    onlineCount += signedInCount(registrations, nowMs);
  }
  return { atMs: nowMs, onlineCount, wantedCount };
}
