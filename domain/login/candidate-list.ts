// The long-lived list of supernodes that `stale-candidates` places clients by.
import { type CellId, isLive, type SupernodeRecord } from '../network.ts';

/** A supernode as the list has it. The list does not change when supernodes come and go. */
export type Listed = Pick<SupernodeRecord, 'nodeId' | 'epoch' | 'slots'>;

/** A cell's list. */
export interface CandidateList<One extends Listed = Listed> {
  readonly listedAtMs: number;
  readonly supernodes: readonly One[];
}

/** Whether a list still serves. One that is missing, empty or too old is made anew. */
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

/** A listed supernode as placement sees it: live and empty, whatever became of it. */
export function believed(cell: CellId, { nodeId, epoch, slots }: Listed): SupernodeRecord {
  const live = { nodeEpoch: epoch, leaseUntilMs: Number.POSITIVE_INFINITY, used: 0 };
  return { nodeId, cell, epoch, slots, ...live, operatorRun: false };
}
