import type { LoginRequested, Place } from '#domain/events.ts';
import { nodeKey, toItem, windowKey } from './items.ts';
import type { Table } from './table.ts';
import { update } from './transaction.ts';

/** How many windows' counters are kept before DynamoDB's time-to-live removes them, in seconds. */
const windowKeptSeconds = 3_600;

/**
 * Takes a share of the log-in service's current window for some log-ins, in one atomic addition.
 * @returns how many of them the window still serves
 */
export async function claimLoginService(
  table: Table,
  place: Place,
  window: { index: number; endsAtMs: number; capacity: number },
  askCount: number,
): Promise<number> {
  const outcome = await update(table, {
    Key: windowKey(place, window.index),
    UpdateExpression: 'ADD askedCount :asks SET expiresAtSeconds = :expires',
    ExpressionAttributeValues: toItem({
      ':asks': askCount,
      ':expires': Math.ceil(window.endsAtMs / 1000) + windowKeptSeconds,
    }),
    ReturnValues: 'UPDATED_NEW',
  });
  const attributes = outcome.kind === 'written' ? outcome.attributes : undefined;
  const askedBefore = Number(attributes?.askedCount?.N) - askCount;
  return Math.min(askCount, Math.max(0, window.capacity - askedBefore));
}

/**
 * Answers a client's roll call: of several copies of its request, which at-least-once delivery
 * makes and every retry would carry on, one goes on. The same message delivered again goes on
 * again. A copy of a sign-in that is over, since another copy was placed, leaves no answer that
 * would silence the next one.
 * @returns false when another copy of this attempt, a later attempt, or a later sign-in answered
 * first, or the sign-in is over
 */
export async function answerRollCall(
  table: Table,
  place: Place,
  { nodeId, epoch, attempt, proof: { nonce } }: LoginRequested,
  messageId: string,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: nodeKey(place, nodeId),
    UpdateExpression: 'SET rollCall = :answer',
    ConditionExpression:
      'epoch = :epoch AND nonceFloor <= :nonce AND (attribute_not_exists(rollCall) ' +
      'OR rollCall.nonce < :nonce OR (rollCall.nonce = :nonce ' +
      'AND (rollCall.attempt < :attempt OR rollCall.messageId = :messageId)))',
    ExpressionAttributeValues: toItem({
      ':answer': { attempt, messageId, nonce },
      ':nonce': nonce,
      ':attempt': attempt,
      ':messageId': messageId,
      ':epoch': epoch,
    }),
  });
  return outcome.kind === 'written';
}
