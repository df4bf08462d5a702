// Reads the network from the local cloud's table, past the API. Such a read costs the run nothing
// and changes nothing.
import { type Item, toCell, toNode, toSupernode } from '#adapters/network/items.ts';
import type { NetworkScan } from '#domain/invariants/check-network.ts';
import {
  type CellRecord,
  isGhost,
  isLive,
  type SupernodeRecord,
  signedInCount,
} from '#domain/network.ts';
import type { Run, RunSettings } from '#domain/run-settings.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';
import type { Sample } from '../result.ts';

/** The cells' rows, the registrations, how the run stands, and on demand every node. */
export interface ScannedNetwork {
  readonly cells: readonly CellRecord[];
  readonly supernodes: readonly SupernodeRecord[];
  readonly runStatus: Run['status'];
  /** Why the run was ended before its time; undefined: it was not. */
  readonly stopped: Run['stopped'] | undefined;
  /**
   * Reads every node, too. This is expensive, so only the check at the end does it. Call it at the
   * same instant.
   */
  readonly everybody: () => NetworkScan;
}

export function scanNetwork(cloud: LocalCloud): ScannedNetwork {
  // Most items are nodes and windows. A sample does not need them.
  const ofKind = (prefix: string) => cloud.scan(cloud.outputs.TableName ?? '', prefix) as Item[];
  const supernodes = ofKind('SUPERNODE#').map(toSupernode);
  const cells = ofKind('CELL').map(toCell);
  const run = ofKind('RUN')[0];
  return {
    cells,
    supernodes,
    runStatus: (run?.status?.S ?? 'running') as Run['status'],
    stopped: run?.stopped?.S as Run['stopped'],
    everybody: () => ({ cells, supernodes, nodes: ofKind('NODE#').map(toNode) }),
  };
}

export function takeSample(
  { cells, supernodes }: ScannedNetwork,
  cloud: LocalCloud,
  { policy }: Pick<RunSettings, 'policy'>,
  nowMs: number,
): Sample {
  const live = supernodes.filter((one) => isLive(one, nowMs));
  const ghosts = policy.ghostSlots ? supernodes.filter((one) => isGhost(one, nowMs)) : [];
  const onlineCount = signedInCount(live, nowMs);
  const wantedCount = cells.reduce((sum, { population }) => sum + population, 0);
  const metrics = cloud.metrics();
  const login = Object.entries(cloud.queueDepths()).find(([name]) => isLoginQueue(name))?.[1];
  return {
    atMs: nowMs,
    onlineCount,
    wantedCount,
    waitingCount: wantedCount - onlineCount,
    supernodesLive: live.length,
    supernodesCounted: live.length + ghosts.length,
    slotsLive: live.reduce((sum, one) => sum + one.slots, 0),
    loginQueueDepth: login ? login.visible + login.delayed + login.inFlight : 0,
    loginAttemptsTotal: metrics.LoginAttempts ?? 0,
    loginsPlacedTotal: metrics.LoginsPlaced ?? 0,
    promotionsTotal: metrics.Promotions ?? 0,
  };
}

function isLoginQueue(name: string): boolean {
  return name.includes('Login') && !name.includes('DeadLetters');
}
