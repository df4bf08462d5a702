// One page of a long answer.

import { type JsonObject, ServiceError } from '../service.ts';

// What AWS answers when a caller names no size, and the most that a caller may ask for.
const pageSizeDefault = 100;
const pageSizeMax = 1000;

/**
 * The page that `maxResults` and `nextToken` ask for; the token is the place of the page's first
 * item.
 * @throws {ServiceError} InvalidToken for a token that no answer gave
 */
export function pageOf(name: string, items: readonly JsonObject[], input: JsonObject): JsonObject {
  const start = input.nextToken === undefined ? 0 : Number(input.nextToken);
  if (!Number.isInteger(start) || start < 0) {
    throw new ServiceError('InvalidToken', `Invalid Token: '${input.nextToken}'`);
  }
  const asked = Number(input.maxResults ?? 0) || pageSizeDefault;
  const end = start + Math.min(asked, pageSizeMax);
  const more = end < items.length ? { nextToken: String(end) } : {};
  return { [name]: items.slice(start, end), ...more };
}
