import type { LoginRequested, Place } from '#domain/events.ts';
import { unwrittenAsksMax } from '#domain/limits.ts';
import { answeringDuplicateCheck } from '#domain/login/login-writes.ts';
import { servedCount } from '#domain/login/serve-in-line.ts';
import { isUsedUp } from '#domain/login/turn-away.ts';
import type { NodeRecord } from '#domain/network.ts';
import { nodeKey, partition, toItem, windowKey } from './items.ts';
import type { Table } from './table.ts';
import { update } from './transaction.ts';
import { writeExpression } from './write-expression.ts';

/** How long a window's counter is kept before DynamoDB's time-to-live removes it, in seconds. */
const windowKeptSeconds = 3_600;

/** A rate-limit window of a cell. */
export interface RateLimitWindow {
  readonly index: number;
  /** How long one lasts. */
  readonly lengthMs: number;
  /** How many log-ins it serves. */
  readonly capacity: number;
}

/**
 * Takes a share of a window of the log-in service for some log-ins, in one atomic addition. A
 * window that this environment knows to be used up is not asked: those who ask it are added up, and
 * written down from time to time, since supernodes protect themselves by how many they are.
 * @returns how many of them the window still serves
 */
export async function claimLoginService(
  table: Table,
  place: Place,
  window: RateLimitWindow,
  askCount: number,
): Promise<number> {
  const known = table.usedUpWindows.get(partition(place));
  const isKnown = known?.index === window.index;
  if (known !== undefined) {
    if (isKnown) known.unwrittenAsks += askCount;
    const asks = known.unwrittenAsks;
    if (asks > 0 && (!isKnown || asks >= unwrittenAsksMax)) {
      known.unwrittenAsks = 0;
      await addAsks(table, place, { ...window, index: known.index }, asks);
    }
  }
  if (isKnown) return 0;
  const askedCount = await addAsks(table, place, window, askCount);
  if (isUsedUp(window.capacity, askedCount))
    table.usedUpWindows.set(partition(place), { index: window.index, unwrittenAsks: 0 });
  return servedCount(window.capacity, askedCount - askCount, askCount);
}

/** Whether this environment has seen that a window serves nobody any more. */
export function knowsUsedUp(table: Table, place: Place, windowIndex: number): boolean {
  return table.usedUpWindows.get(partition(place))?.index === windowIndex;
}

/** @returns how many have asked the window by now */
async function addAsks(
  table: Table,
  place: Place,
  { index, lengthMs }: RateLimitWindow,
  askCount: number,
): Promise<number> {
  const endsAtMs = (index + 1) * lengthMs;
  const outcome = await update(table, {
    Key: windowKey(place, index),
    UpdateExpression: 'ADD askedCount :asks SET expiresAtSeconds = :expires',
    ExpressionAttributeValues: toItem({
      ':asks': askCount,
      ':expires': Math.ceil(endsAtMs / 1000) + windowKeptSeconds,
    }),
    ReturnValues: 'UPDATED_NEW',
  });
  const attributes = outcome.kind === 'written' ? outcome.attributes : undefined;
  return Number(attributes?.askedCount?.N);
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
