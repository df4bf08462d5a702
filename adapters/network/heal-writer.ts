import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import type { HealCall } from '#domain/heal/call-heal.ts';
import type { Candidate } from '#domain/heal/heal-step.ts';
import { claimingHealStart, recordingStep } from '#domain/heal/heal-writes.ts';
import type { StepPlan } from '#domain/heal/plan-step.ts';
import { promoting } from '#domain/membership/node-writes.ts';
import type { CellRecord, SupernodeRecord } from '#domain/network.ts';
import { cellKey, nodeKey, supernodeItem, supernodeKey, toCell, toItem } from './items.ts';
import { slotReturn } from './slot-return.ts';
import type { Table } from './table.ts';
import { transact, update } from './transaction.ts';
import { writeAction, writeExpression } from './write-expression.ts';

/**
 * Promotes a candidate: it becomes a supernode, returns the slot that it held, and gets a
 * registration. It must have proven itself at its current boot.
 * @returns false when the node is no longer a candidate, or when the node or its home changed in
 * the meantime
 */
export async function commitPromotion(
  table: Table,
  place: Place,
  candidate: Candidate,
  heldAt: SupernodeRecord | undefined,
  registration: SupernodeRecord,
): Promise<boolean> {
  const outcome = await transact(table, [
    writeAction(table, nodeKey(place, candidate.nodeId), promoting(candidate)),
    {
      Put: {
        TableName: table.name,
        Item: supernodeItem(place, registration),
        ConditionExpression: 'attribute_not_exists(pk) OR epoch < :epoch',
        ExpressionAttributeValues: toItem({ ':epoch': registration.epoch }),
      },
    },
    ...(heldAt ? [slotReturn(table, place, heldAt)] : []),
  ]);
  return outcome.kind === 'written';
}

/** Removes the record of a supernode that restarted, unless it was promoted again. */
export async function retireSupernode(
  table: Table,
  place: Place,
  supernode: SupernodeRecord,
): Promise<void> {
  try {
    await table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: supernodeKey(place, supernode.nodeId),
        ConditionExpression: 'epoch = :epoch',
        ExpressionAttributeValues: toItem({ ':epoch': supernode.epoch }),
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
}

/**
 * Counts an event that heal has to know of.
 * @returns the number of the next heal step, and when it is due
 */
export async function noteNews(
  table: Table,
  place: Place,
): Promise<Pick<CellRecord, 'healStep' | 'healDueAtMs'>> {
  const outcome = await update(table, {
    Key: cellKey(place),
    UpdateExpression: 'ADD newsCount :one',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: toItem({ ':one': 1 }),
    ReturnValues: 'ALL_NEW',
  });
  if (outcome.kind !== 'written' || outcome.attributes === undefined)
    throw new Error(`expected cell ${place.cell} of run ${place.runId} to exist`);
  const { healStep, healDueAtMs } = toCell(outcome.attributes);
  return { healStep, healDueAtMs };
}

/** Marks a heal step as under way, after its message was sent: see `claimingHealStart`. */
export async function claimHealStart(table: Table, place: Place, call: HealCall): Promise<void> {
  await update(table, { Key: cellKey(place), ...writeExpression(claimingHealStart(call)) });
}

/**
 * Records that a heal step was done: see `recordingStep`.
 * @param cell the cell as the step read it
 * @returns false when another delivery of the same step, or news, came first
 */
export async function commitHealStep(
  table: Table,
  place: Place,
  cell: CellRecord,
  row: StepPlan['row'],
): Promise<boolean> {
  const write = writeExpression(recordingStep(cell, row));
  const outcome = await update(table, { Key: cellKey(place), ...write });
  return outcome.kind === 'written';
}
