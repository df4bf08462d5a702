// One page of a long answer.

import { type JsonObject, ServiceError } from '../service.ts';
import { checkLength, checkWithin } from './states/call-arguments.ts';

// The page size when a caller names none, and the largest that a caller may ask for.
const pageSizeDefault = 100;
const pageSizeMax = 1000;

/**
 * The page for `maxResults` and `nextToken`. The token is the place of the page's first item.
 * @param tokenLengthMax the most characters of a token that AWS accepts for this operation
 * @throws {ServiceError} ValidationException for a size or a token out of range, InvalidToken for a
 * token that no answer gave
 */
export function pageOf(
  name: string,
  items: readonly JsonObject[],
  input: JsonObject,
  tokenLengthMax = 1024,
): JsonObject {
  checkWithin('maxResults', input.maxResults, 0, pageSizeMax);
  checkLength('nextToken', input.nextToken, 1, tokenLengthMax);
  const start = input.nextToken === undefined ? 0 : Number(input.nextToken);
  if (!Number.isInteger(start) || start < 0) {
    throw new ServiceError('InvalidToken', `Invalid Token: '${input.nextToken}'`);
  }
  const end = start + (Number(input.maxResults ?? 0) || pageSizeDefault);
  const more = end < items.length ? { nextToken: String(end) } : {};
  return { [name]: items.slice(start, end), ...more };
}
