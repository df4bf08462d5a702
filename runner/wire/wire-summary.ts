// The figures of one window on the wire, as the record has them.
import type { WireTally } from '#twin/network/wire/wire-tally.ts';

/**
 * One window in numbers. Shares are from 0 to 1, and null where there was no flow at all: the two
 * of the busiest are of flows, those by kind are of peers met.
 */
export interface WireSummary {
  readonly spanMs: number;
  readonly hostCount: number;
  readonly flows: number;
  readonly busiestShare: number | null;
  readonly topTenShare: number | null;
  /** Pairs of a host and a PC that it met. */
  readonly peers: number;
  /** Of the host that met most. */
  readonly busiestPeers: number;
  readonly answeredShare: number | null;
  readonly unansweredShare: number | null;
  readonly longerShare: number | null;
  /** Peers met for more than one question. */
  readonly longer: number;
  /** The hosts that were asked most, with their questions. */
  readonly mostAsked: readonly (readonly [name: string, questions: number])[];
}

/** So many are kept: the record names ranks up to 107. */
const mostAskedCount = 200;

/** Works out the figures of a window. */
export function wireSummary(tally: WireTally): WireSummary {
  const { spanMs, hostCount, flows, peers, hosts, asked } = tally;
  const peerCount = sum(Object.values(peers));
  const ofPeers = (count: number) => (peerCount === 0 ? null : count / peerCount);
  const byFlows = hosts.map((host) => host.flowCount).toSorted((a, b) => b - a);
  // A flow between two hosts is one of each, so that all shares are one.
  const ends = sum(byFlows);
  const ofEnds = (count: number) => (ends === 0 ? null : sum(byFlows.slice(0, count)) / ends);
  return {
    spanMs,
    hostCount,
    flows: sum(Object.values(flows)),
    busiestShare: ofEnds(1),
    topTenShare: ofEnds(10),
    peers: peerCount,
    busiestPeers: Math.max(0, ...hosts.map((host) => host.peerCount)),
    answeredShare: ofPeers(peers.answered),
    unansweredShare: ofPeers(peers.unanswered),
    longerShare: ofPeers(peers.longer),
    longer: peers.longer,
    mostAsked: [...asked].sort(byCountThenName).slice(0, mostAskedCount),
  };
}

function byCountThenName(
  [name, count]: readonly [string, number],
  [otherName, other]: readonly [string, number],
): number {
  if (count !== other) return other - count;
  return name < otherName ? -1 : 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
