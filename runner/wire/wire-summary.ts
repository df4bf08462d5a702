// The figures of one window on the wire, as the record has them.
import { packetsInPerLongerTalk } from '#scenarios/wire-record-2007.ts';
import type { WireTally } from '#twin/network/wire/wire-tally.ts';

/** One window in numbers. Shares are from 0 to 1, and null where there was no flow at all. */
export interface WireSummary {
  readonly spanMs: number;
  readonly hostCount: number;
  readonly flows: number;
  readonly packetsIn: number;
  readonly busiestShare: number | null;
  readonly topTenShare: number | null;
  /** Pairs of a host and a PC that it met. */
  readonly peers: number;
  /** Of the host that met most. */
  readonly busiestPeers: number;
  readonly answeredShare: number | null;
  readonly unansweredShare: number | null;
  readonly longerShare: number | null;
  readonly longer: number;
  readonly packetsInPerFlow: number | null;
  /** The supernodes that the hosts asked most, with their flows. */
  readonly mostAsked: readonly (readonly [name: string, flows: number])[];
}

/** So many are kept: the record names ranks up to 107. */
const mostAskedCount = 200;

/** Works out the figures of a window. */
export function wireSummary({ spanMs, hostCount, flows, hosts, asked }: WireTally): WireSummary {
  const { answered, unanswered, longer } = flows;
  const flowCount = answered + unanswered + longer;
  const ofFlows = (count: number) => (flowCount === 0 ? null : count / flowCount);
  const byFlows = hosts.map((host) => host.flowCount).toSorted((a, b) => b - a);
  // A flow between two hosts is one of each, so that all shares are one.
  const ends = sum(byFlows);
  const ofEnds = (count: number) => (ends === 0 ? null : sum(byFlows.slice(0, count)) / ends);
  const packetsIn = answered + longer * packetsInPerLongerTalk;
  return {
    spanMs,
    hostCount,
    flows: flowCount,
    packetsIn,
    busiestShare: ofEnds(1),
    topTenShare: ofEnds(10),
    peers: sum(hosts.map(({ peerCount }) => peerCount)),
    busiestPeers: Math.max(0, ...hosts.map(({ peerCount }) => peerCount)),
    answeredShare: ofFlows(answered),
    unansweredShare: ofFlows(unanswered),
    longerShare: ofFlows(longer),
    longer,
    packetsInPerFlow: answered + longer === 0 ? null : packetsIn / (answered + longer),
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
