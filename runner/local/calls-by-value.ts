// The calls that a run makes by the thousand are handed to the cloud by value, and not serialized.
// This works for operations whose values are the same in the SDK and on the wire. The other
// operations carry dates, or are rare.
import { randomUUID } from 'node:crypto';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import { type ValueCaller, valueCallerOf } from '#local-cloud/gateway/value-calls.ts';
import type { JsonObject } from '#local-cloud/service.ts';

/** Makes the calls of one operation. */
export type CallByValue = (input: JsonObject, hostname: string) => ReturnType<ValueCaller>;

/** For each operation, the member that the SDK fills with a token when it is missing. */
const tokenMembers: Readonly<Record<string, string | null>> = {
  'DynamoDB_20120810.BatchGetItem': null,
  'DynamoDB_20120810.BatchWriteItem': null,
  'DynamoDB_20120810.DeleteItem': null,
  'DynamoDB_20120810.GetItem': null,
  'DynamoDB_20120810.PutItem': null,
  'DynamoDB_20120810.Query': null,
  'DynamoDB_20120810.Scan': null,
  'DynamoDB_20120810.TransactWriteItems': 'ClientRequestToken',
  'DynamoDB_20120810.UpdateItem': null,
  'AmazonSQS.SendMessageBatch': null,
};

/**
 * The metadata of an answer by value. There was no HTTP response, so it holds no more than this.
 */
export const answeredByValue = { httpStatusCode: 200 } as const;

/**
 * Returns what makes an operation's calls by value, or null where they go over the wire.
 * @param requestHandler the one that the SDK client was given
 */
export function callByValue(
  requestHandler: unknown,
  target: string,
  operation: string,
): CallByValue | null {
  const tokenMember = tokenMembers[`${target}.${operation}`];
  const caller = valueCallerOf(requestHandler as ClientHandler);
  if (tokenMember === undefined || caller === undefined) return null;
  return (given, hostname) => {
    const input =
      tokenMember === null || given[tokenMember] !== undefined
        ? given
        : { ...given, [tokenMember]: randomUUID() };
    return caller({ hostname, target, operation, input });
  };
}
