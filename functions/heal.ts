// Consumes the heal queue: one read of one cell, what it asks for, and the next step
// while anybody waits.
import {
  type CellView,
  loadCandidates,
  loadServedCell,
  loadSupernodes,
} from '#adapters/network/cell-reader.ts';
import { commitHealStep, commitPromotion, retireSupernode } from '#adapters/network/heal-writer.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { countTried, type Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import {
  type ControlEvent,
  type HealStepDue,
  healStepDue,
  leaseRenewed,
  nodeLost,
  type Place,
} from '#domain/events.ts';
import { stepStanding } from '#domain/heal/heal-standing.ts';
import {
  countedOfStep,
  firstRegistration,
  type Promotion,
  planStep,
  type StepPlan,
} from '#domain/heal/plan-step.ts';
import { unreachable } from '#domain/unreachable.ts';
import { batchConsumer, done, type Handled, type Message } from './batch-consumer.ts';
import { parseHealStepDue } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const heal = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  return batchConsumer(counter, table, {
    queue: 'heal',
    parse: parseHealStepDue,
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
      runtime.count(standing.metric, 1);
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
  // In this order: a candidate at a home that is not among the registrations then read is at one
  // that is gone, and has no slot to give back. At once, it may be at one that a copy of this step
  // began.
  const candidates = await loadCandidates(table, place);
  const supernodes = await loadSupernodes(table, place, { consistent: true });
  const nowMs = runtime.nowMs();
  const { healStep } = runtime.decisions;
  const asked = healStep(cell, supernodes, candidates, settings, nowMs);
  const plan = planStep(cell, supernodes, asked, settings, nowMs);
  // Only what is on its way can be relied on: a renewal of a node that is not promoted after all is
  // stale, and a copy of the next step is void by its number.
  const commit = async () => {
    for (const promotion of plan.promotions) await promote(table, place, promotion, settings);
    for (const over of plan.retire) await retireSupernode(table, place, over);
    countTried(runtime, countedOfStep.retirement, true, plan.retire.length);
    const isRecorded = await commitHealStep(table, place, cell, plan.row);
    countTried(runtime, countedOfStep.record, isRecorded);
    if (!isRecorded && plan.ifNotRecorded === 'comes-again')
      throw new Error(`${event.id}: news came meanwhile`);
  };
  return { kind: 'done', followUps: messagesOf(place, plan, nowMs), afterSent: [commit] };
}

function messagesOf(
  place: Place,
  { promotions, lost, nextStep }: StepPlan,
  nowMs: number,
): ControlEvent[] {
  const renewals = promotions.map(({ candidate: { nodeId, epoch }, firstRenewalAtMs }) =>
    leaseRenewed(place, nodeId, epoch, firstRenewalAtMs),
  );
  const losses = lost.map(({ nodeId, epoch }) => nodeLost(place, nodeId, epoch, nowMs));
  const steps = nextStep === null ? [] : [healStepDue(place, nextStep.step, nextStep.dueAtMs)];
  return [...renewals, ...losses, ...steps];
}

/** Promotes a candidate; one that changed meanwhile is left for the next step. */
async function promote(
  table: Table,
  place: Place,
  promotion: Promotion,
  { timings }: CellView['run']['settings'],
): Promise<void> {
  const { runtime } = table;
  const { candidate, slotBackTo } = promotion;
  const registration = firstRegistration(place.cell, promotion, runtime.nowMs() + timings.leaseMs);
  const isPromoted = await commitPromotion(table, place, candidate, slotBackTo, registration);
  countTried(runtime, countedOfStep.promotion, isPromoted);
}
