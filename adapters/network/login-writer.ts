import type { LoginRequested, Place } from '#domain/events.ts';
import { answeringDuplicateCheck } from '#domain/login/login-writes.ts';
import { servedCount } from '#domain/login/serve-in-line.ts';
import type { NodeRecord } from '#domain/network.ts';
import { nodeKey, toItem, windowKey } from './items.ts';
import type { Table } from './table.ts';
import { update } from './transaction.ts';
import { writeExpression } from './write-expression.ts';

/** How long a window's counter is kept before DynamoDB's time-to-live removes it, in seconds. */
const windowKeptSeconds = 3_600;

/**
 * Claims a share of the current rate-limit window for some log-ins, in one atomic addition.
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
  return servedCount(window.capacity, askedBefore, askCount);
}

/**
 * Answers a client's duplicate check in one write: see `answeringDuplicateCheck`.
 * @returns false when another copy of this attempt, a later attempt or a later sign-in was answered
 * first, or when the node is no longer what was read
 */
export async function answerDuplicateCheck(
  table: Table,
  place: Place,
  request: LoginRequested,
  node: Pick<NodeRecord, 'home'>,
  messageId: string,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: nodeKey(place, request.nodeId),
    ...writeExpression(answeringDuplicateCheck(request, node, messageId)),
  });
  return outcome.kind === 'written';
}
