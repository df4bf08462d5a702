// What a heal step leads to, once it is decided what it asks for: see `healStep`. The function
// carries it out on a table and queues, the twin on arrays and a wheel. Neither adds a rule.
import type { Counted } from '../counted.ts';
import { nextRenewalAtMs } from '../membership/renewal-time.ts';
import { slotBackTo } from '../membership/slot-return.ts';
import type { CellId, CellRecord, Gate, SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';
import type { Candidate, HealPlan } from './heal-step.ts';
import { registeredSlots } from './registered-slots.ts';

/** A candidate becomes a supernode. */
export interface Promotion<Registration extends SupernodeRecord = SupernodeRecord> {
  readonly candidate: Candidate;
  /** How many clients it may carry. */
  readonly slots: number;
  /** The registration that still counts it as a client, and gets its slot back. */
  readonly slotBackTo: Registration | undefined;
  /** When it first renews. */
  readonly firstRenewalAtMs: number;
}

/** What one heal step leads to. Its messages are sent first, then its writes are made. */
export interface StepPlan<Registration extends SupernodeRecord = SupernodeRecord> {
  readonly promotions: readonly Promotion<Registration>[];
  /** Supernodes of which a loss is sent, due at once. */
  readonly lost: readonly Registration[];
  /** The message for the next step; null: this one ends heal. */
  readonly nextStep: { readonly step: number; readonly dueAtMs: number } | null;
  /** Registrations that are removed, unless their nodes were promoted anew. */
  readonly retire: readonly Registration[];
  /** What the cell's row is to say, written under a condition: see `ifNotRecorded`. */
  readonly row: Pick<CellRecord, 'healStep' | 'healDueAtMs'> & { readonly gate: Gate };
  /**
   * What becomes of the message if the row was not written. A copy of the step came first:
   * then this one is `void`. A step that ends heal is recorded only if nothing happened since it
   * read the cell: it `comes-again`, or heal would end without having seen the latest news.
   */
  readonly ifNotRecorded: 'void' | 'comes-again';
}

/** What is counted of each write of a step. */
export const countedOfStep = {
  promotion: { done: 'Promotions', notDone: null },
  /** Counted either way: a copy of the step may have removed the registration first. */
  retirement: { done: 'Retirements', notDone: 'Retirements' },
  record: { done: 'HealSteps', notDone: null },
} as const satisfies Record<string, Counted>;

/**
 * Decides what follows from a heal step.
 * @param supernodes the registrations that the step was decided by
 */
export function planStep<Registration extends SupernodeRecord>(
  cell: CellRecord,
  supernodes: readonly Registration[],
  { promote, lost, retire, gate, nextAtMs }: HealPlan,
  settings: Pick<RunSettings, 'seed' | 'timings' | 'sizes'>,
  nowMs: number,
): StepPlan<Registration> {
  const step = cell.healStep + 1;
  return {
    promotions: promote.map((candidate) => ({
      candidate,
      slots: registeredSlots(candidate, settings.sizes),
      slotBackTo: slotBackTo(homeOf(candidate, supernodes)),
      firstRenewalAtMs: nextRenewalAtMs(cell.cell, candidate.nodeId, settings, nowMs),
    })),
    lost: lost as readonly Registration[],
    nextStep: nextAtMs === null ? null : { step, dueAtMs: nextAtMs },
    retire: retire as readonly Registration[],
    row: { healStep: step, healDueAtMs: nextAtMs, gate },
    ifNotRecorded: nextAtMs === null ? 'comes-again' : 'void',
  };
}

/** The registration with which a promoted node begins. */
export function firstRegistration(
  cell: CellId,
  { candidate, slots }: Promotion,
  leaseUntilMs: number,
): SupernodeRecord {
  const { nodeId, epoch } = candidate;
  const boots = { epoch, nodeEpoch: epoch };
  return { nodeId, cell, ...boots, slots, used: 0, leaseUntilMs, operatorRun: false };
}

function homeOf<Registration extends SupernodeRecord>(
  { home }: Candidate,
  supernodes: readonly Registration[],
): Registration | undefined {
  if (home === null) return undefined;
  return supernodes.find((one) => one.epoch === home.epoch && one.nodeId === home.supernode);
}
