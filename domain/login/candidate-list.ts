// The long-lived list of supernodes that `stale-candidates` places clients by.
import { type CellId, isLive, type SupernodeRecord } from '../network.ts';

/** A supernode as the list knows it; who came and went since, it does not say. */
export type Listed = Pick<SupernodeRecord, 'nodeId' | 'epoch' | 'slots'>;

/** A cell's list. */
export interface CandidateList<One extends Listed = Listed> {
  readonly listedAtMs: number;
  readonly supernodes: readonly One[];
}

/** Whether clients are placed by a list; one that is missing, empty or too old is made anew. */
export function isListKept<List extends CandidateList>(
  list: List | null | undefined,
  ageMsMax: number,
  nowMs: number,
): list is List {
  if (list === null || list === undefined || list.supernodes.length === 0) return false;
  return nowMs - list.listedAtMs <= ageMsMax;
}

/** A list of the registrations that are live now. */
export function listAnew<Registration extends SupernodeRecord>(
  registrations: readonly Registration[],
  nowMs: number,
): CandidateList<Registration> {
  return { listedAtMs: nowMs, supernodes: registrations.filter((one) => isLive(one, nowMs)) };
}

/** What is listed is believed to be live and empty. */
export function believed(cell: CellId, { nodeId, epoch, slots }: Listed): SupernodeRecord {
  const live = { nodeEpoch: epoch, leaseUntilMs: Number.POSITIVE_INFINITY, used: 0 };
  return { nodeId, cell, epoch, slots, ...live, operatorRun: false };
}
