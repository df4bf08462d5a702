// A cell of the twin: its row, its registrations of slots, and what was asked of its log-in
// service.
import type { StepPlan } from '#domain/heal/plan-step.ts';
import type { CandidateList } from '#domain/login/candidate-list.ts';
import type { CellId, CellRecord, Gate, SupernodeRecord } from '#domain/network.ts';
import { operatorNode } from './queues/message-pool.ts';

/** A cell's row as the twin changes it. */
export interface CellRow extends CellRecord {
  population: number;
  gate: Gate;
  healStep: number;
  newsCount: number;
  healDueAtMs: number | null;
}

/** A registration of slots as the twin changes it; the decisions read it as it is. */
export interface Registration extends SupernodeRecord {
  nodeEpoch: number;
  used: number;
  leaseUntilMs: number;
  /** Its number among all registrations that ever were; a client's home names it. */
  readonly id: number;
  /** The registration that the same node had before; null for its first. */
  readonly before: Registration | null;
  /** Who registrations; `operatorNode` for the operator's machine. */
  readonly node: number;
  /** Whether its item is gone: withdrawn, lost, retired or replaced. */
  isGone: boolean;
  /** Whether it was renewed; its item is longer then. */
  isRenewed: boolean;
}

/** The last heal step of a cell, for a copy that takes it, too. */
export interface TakenStep {
  readonly step: number;
  readonly plan: StepPlan<Registration>;
  /** When it was recorded: a batch that read the cell before takes the step again. */
  readonly recordedAtMs: number;
}

/** One cell. Nodes stand in one row: those of the quiet day, then those who join later. */
export interface Cell {
  readonly name: CellId;
  readonly index: number;
  /** Number of its first node in the node table. */
  readonly base: number;
  /** Number in the name of its first node. */
  readonly firstName: number;
  /** Nodes of the quiet day. */
  readonly nodeCount: number;
  readonly newcomersMax: number;
  readonly record: CellRow;
  /** When the last claim of a heal step was written: batches before that saw heal idle. */
  healClaimedAtMs: number;
  /** When news was written last. */
  newsAtMs: number;
  /** What the last heal step did; null before the first. */
  takenStep: TakenStep | null;
  /** Until when a heal message that failed stays hidden; in flight, as SQS calls it. */
  healHiddenUntilMs: number;
  /** Those whose item exists, dead ones included. */
  readonly registrations: Registration[];
  /** For each node the latest that it ever had here, whether its item exists or not. */
  readonly latestOf: Map<number, Registration>;
  /** Those of them that were renewed. */
  renewedCount: number;
  /** Before this no lease ends, so that none of them can have fallen silent. */
  silentFromMs: number;
  candidateCount: number;
  /** Those of them with a home, dead or live. */
  homedCandidateCount: number;
  /** Nodes that have a record. */
  knownCount: number;
  /** When its nodes' bytes were counted last, and how many that were: see node-counts.ts. */
  countedAtMs: number;
  countedBytes: number;
  /** Asks of the last windows, the latest last. */
  readonly asks: { index: number; count: number }[];
  /** How many windows were ever asked anything. */
  windowsMade: number;
  /** How many windows that are: those of a renewal interval. */
  readonly windowsKept: number;
  /** The list that `stale-candidates` goes by. */
  list: CandidateList<Registration> | null;
}

/** A node's name. */
export function nameOf(
  { name, base, firstName, nodeCount }: Pick<Cell, 'name' | 'base' | 'firstName' | 'nodeCount'>,
  node: number,
): string {
  const at = node - base;
  return at < nodeCount
    ? `n${String(firstName + at).padStart(8, '0')}`
    : `g${name}-${at - nodeCount}`;
}

/** A registration before it is added: then it gets its number. */
export type NewRegistration = Omit<Registration, 'id' | 'before'>;

/** A new registration with nobody at it. */
export function registrationOf(
  { name }: Pick<Cell, 'name'>,
  who: { readonly node: number; readonly nodeId: string; readonly epoch: number },
  slots: number,
  leaseUntilMs: number,
): NewRegistration {
  const { node, nodeId, epoch } = who;
  return {
    nodeId,
    cell: name,
    epoch,
    nodeEpoch: epoch,
    slots,
    used: 0,
    leaseUntilMs,
    operatorRun: node === operatorNode,
    node,
    isGone: false,
    isRenewed: false,
  };
}

/** The registration of a node that exists, at whatever boot. */
export function registrationOfNode(
  { latestOf }: Pick<Cell, 'latestOf'>,
  node: number,
): Registration | undefined {
  const latest = latestOf.get(node);
  return latest?.isGone === false ? latest : undefined;
}
