// What was measured on the wire in August 2007, at the edge of one campus: two days before, during
// and after the outage, each from 11:00 UTC on (9, 16 and 23 August). Rows of docs/facts.md.

/** A figure before, during and after. */
export interface WireWeeks {
  readonly before: number;
  readonly during: number;
  readonly after: number;
}

/** Flows between a campus and the network, in the words of the record. */
export interface WireRecord {
  /** Skype's flows by UDP: its share of all, times all. */
  readonly flows: WireWeeks;
  readonly packets: WireWeeks;
  readonly bytes: WireWeeks;
  /** Shares of flows, 0 to 1: of the busiest host, and of the ten busiest. */
  readonly busiestShare: WireWeeks;
  readonly topTenShare: WireWeeks;
  /** PCs outside that were met; of the host that met most. */
  readonly peers: WireWeeks;
  readonly busiestPeers: WireWeeks;
  /** Shares of the PCs outside: met by one question with an answer, one without, or by more. */
  readonly answeredShare: WireWeeks;
  readonly unansweredShare: WireWeeks;
  readonly longerShare: WireWeeks;
  /** PCs outside that were met by more than one question. */
  readonly longer: WireWeeks;
}

/** Facts 1.60 to 1.65. */
export const wireRecord2007: WireRecord = {
  flows: weeks(0.75 * 3.3e7, 0.94 * 1.1e8, 0.69 * 3.4e7),
  packets: weeks(0.57 * 7.5e7, 0.89 * 1.3e8, 0.64 * 8e7),
  bytes: weeks(0.23 * 2.1e10, 0.69 * 9e9, 0.51 * 1.1e10),
  busiestShare: weeks(0.22, 0.73, 0.27),
  topTenShare: weeks(0.75, 0.97, 0.94),
  peers: weeks(3.57e6, 40.5e6, 3.48e6),
  busiestPeers: weeks(376e3, 11.3e6, 333e3),
  answeredShare: weeks(0.692, 0.825, 0.671),
  unansweredShare: weeks(0.173, 0.139, 0.191),
  longerShare: weeks(0.135, 0.036, 0.138),
  longer: weeks(0.484e6, 1.45e6, 0.481e6),
};

/** Hosts of that campus, about. */
export const campusHostCount = 7_000;

/** How long each window is. */
export const wireWindowMs = 48 * 3_600_000;

function weeks(before: number, during: number, after: number): WireWeeks {
  return { before, during, after };
}
