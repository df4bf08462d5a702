// Consumes the heal queue: one look at one cell, what it asks for, and the next look while anybody
// waits.
import {
  type CellView,
  isOver,
  loadCandidates,
  loadServedCell,
  loadSupernodes,
} from '#adapters/network/cell-reader.ts';
import { commitHealStep, commitPromotion, retireSupernode } from '#adapters/network/heal-writer.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import {
  type HealStepDue,
  healStepDue,
  nodeLost,
  type Place,
  supernodeReported,
} from '#domain/events.ts';
import { stepStanding } from '#domain/heal/heal-standing.ts';
import type { Candidate, HealPlan } from '#domain/heal/heal-step.ts';
import { offeredSlots } from '#domain/heal/offered-slots.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import { batchConsumer, done, type Handled, type Message } from './batch-consumer.ts';
import { parseHealStepDue } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const heal = (runtime: Runtime) => {
  const table = openTable(runtime);
  return batchConsumer(runtime, {
    queue: 'heal',
    parse: parseHealStepDue,
    isOver: (runId) => isOver(table, runId),
    handle: async (place, messages) => {
      const handled: Handled[] = [];
      for (const message of messages) handled.push(await healCell(table, place, message));
      return handled;
    },
  });
};

export const handler = onLambda(heal);

async function healCell(
  table: Table,
  place: Place,
  { event }: Message<HealStepDue>,
): Promise<Handled> {
  const { runtime } = table;
  const view = await loadServedCell(table, place, []);
  if (view === undefined) return done();
  const { run, cell } = view;
  const standing = stepStanding(cell, event, run.settings.timings, runtime.nowMs());
  switch (standing.kind) {
    case 'due':
      return takeStep(table, place, view, event);
    case 'repeat-next':
      return done(healStepDue(place, standing.step, runtime.nowMs()));
    case 'void':
      runtime.count('StaleEvents', 1);
      return done();
    default:
      return unreachable(standing);
  }
}

async function takeStep(
  table: Table,
  place: Place,
  { run: { settings }, cell }: CellView,
  event: HealStepDue,
): Promise<Handled> {
  const { runtime } = table;
  // In this order: a candidate at a home that is not among the offers then read is at one that is
  // gone, and has no slot to give back. At once, it may be at one that a copy of this step began.
  const candidates = await loadCandidates(table, place);
  const supernodes = await loadSupernodes(table, place, { consistent: true });
  const nowMs = runtime.nowMs();
  const { healStep } = runtime.decisions;
  const plan = healStep(cell, supernodes, candidates, settings, nowMs);
  const followUps = [
    ...plan.promote.map((candidate) => firstReport(place, candidate, settings, nowMs)),
    ...plan.lost.map(({ nodeId, epoch }) => nodeLost(place, nodeId, epoch, nowMs)),
    ...(plan.nextAtMs === null ? [] : [healStepDue(place, cell.healStep + 1, plan.nextAtMs)]),
  ];
  // Only what is on its way can be relied on: a report of a node that is not promoted after all is
  // stale, and a copy of the next step is void by its number.
  const commit = async () => {
    await promote(table, place, plan, supernodes, settings);
    for (const over of plan.retire) await retireSupernode(table, place, over);
    runtime.count('Retirements', plan.retire.length);
    const isDone = await commitHealStep(table, place, cell, plan);
    if (isDone) return runtime.count('HealSteps', 1);
    // Either a copy of this step came first, and then it is void when it comes again, or heal would
    // have ended without having seen the latest news.
    if (plan.nextAtMs === null) throw new Error(`${event.id}: news came meanwhile`);
  };
  return { kind: 'done', followUps, afterSent: [commit] };
}

function firstReport(
  place: Place,
  { nodeId, epoch }: Candidate,
  settings: CellView['run']['settings'],
  nowMs: number,
) {
  const dueAtMs = nextReportAtMs(place.cell, nodeId, settings, nowMs);
  return supernodeReported(place, nodeId, epoch, dueAtMs);
}

/**
 * Promotes what the plan asks for; a candidate that changed meanwhile is left for the next step.
 */
async function promote(
  table: Table,
  place: Place,
  plan: HealPlan,
  supernodes: readonly SupernodeRecord[],
  { timings, sizes }: CellView['run']['settings'],
): Promise<void> {
  const { runtime } = table;
  for (const candidate of plan.promote) {
    const nowMs = runtime.nowMs();
    const offer = {
      nodeId: candidate.nodeId,
      cell: place.cell,
      epoch: candidate.epoch,
      nodeEpoch: candidate.epoch,
      slots: offeredSlots(candidate, sizes),
      used: 0,
      leaseUntilMs: nowMs + timings.leaseMs,
      operatorRun: false,
    };
    const heldAt = supernodes.find((one) => isHeldAt(candidate, one));
    const isPromoted = await commitPromotion(table, place, candidate, heldAt, offer);
    runtime.count('Promotions', isPromoted ? 1 : 0);
  }
}

function isHeldAt({ home }: Candidate, one: SupernodeRecord): boolean {
  const isThere = one.nodeId === home?.supernode && one.epoch === home.epoch;
  // A restart made all slots of its offer void; one whose lease ran out may have been renewed
  // since.
  return isThere && one.nodeEpoch === one.epoch;
}
