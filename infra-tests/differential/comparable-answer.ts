// What of an answer is promised: orders that nobody promises are brought into one.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Answer } from './databases.ts';

/** An answer without wording and without orders that mean nothing: equal is equal text. */
export type Comparable = JsonObject;

/** Brings an answer into the form that is compared; the words of a message are not. */
export function comparableAnswer(operation: string, answer: Answer): Comparable {
  if (answer.kind === 'refusal') {
    const { CancellationReasons: reasons, Item } = answer.details;
    return {
      error: answer.error,
      ...(Array.isArray(reasons) && { reasons: reasons.map(comparableReason) }),
      ...(Item !== undefined && { Item: inOneOrder(Item) }),
    };
  }
  const output = inOneOrder(answer.output) as JsonObject;
  if (operation === 'BatchGetItem') return { ...output, Responses: sortedLists(output.Responses) };
  return output;
}

/** A text that is equal for what means the same, whatever the order of members. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    isObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** A list in the order of its elements' texts. */
export function sorted(list: readonly unknown[]): readonly unknown[] {
  return list
    .map((each) => ({ each, text: textOf(each) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ each }) => each);
}

function comparableReason(reason: JsonObject): JsonObject {
  const { Code, Item } = reason;
  return { Code, ...(Item !== undefined && { Item: inOneOrder(Item) }) };
}

/** Sets have no order; everything else keeps its own. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      SET_TYPES.has(name) && Array.isArray(each) ? [...each].sort() : inOneOrder(each),
    ]),
  );
}

const SET_TYPES = new Set(['SS', 'NS', 'BS']);

function sortedLists(responses: unknown): unknown {
  if (!isObject(responses)) return responses;
  return Object.fromEntries(
    Object.entries(responses).map(([table, items]) => [
      table,
      Array.isArray(items) ? sorted(items) : items,
    ]),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
