// A consumer as its author writes it, and what it gets: the table, time and chance of the cloud.
import { LOCAL_CLOUD_HOST } from '#local-cloud/gateway/endpoint-guard.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode, LambdaContext } from '#local-cloud/lambda/lambda-code.ts';
import { WrongInputError } from '../wrong-input-error.ts';

/** One call of DynamoDB: input and output as the AWS SDK's class `DynamoDB` has them. */
export type TableCall = (input: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** What a consumer gets when its environment starts. */
export interface ConsumerServices {
  /** Of the SDK's class `DynamoDB`, the calls that `tableOperations` lists. */
  readonly dynamodb: Readonly<Record<TableOperation, TableCall>>;
  readonly tableName: string;
  /** Waits on the cloud's clock, as a call to another service would. */
  readonly sleep: (durationMs: number) => Promise<void>;
  /** Milliseconds since the trial began. */
  readonly nowMs: () => number;
  /** From 0 to 1, drawn from the seed. */
  readonly random: () => number;
}

/** The calls that a consumer can make. */
export const tableOperations = [
  'getItem',
  'putItem',
  'updateItem',
  'deleteItem',
  'query',
  'batchGetItem',
  'batchWriteItem',
  'transactGetItems',
  'transactWriteItems',
] as const;
export type TableOperation = (typeof tableOperations)[number];

/** A Lambda handler for batches of SQS. */
export type ConsumerHandler = (event: unknown, context: LambdaContext) => unknown;

/**
 * Called once for each environment, as the code outside of a handler is on Lambda.
 * @param onEnd calls back when the environment has ended, for what is held outside of it
 */
export type Consumer = (
  services: ConsumerServices,
  onEnd: (callBack: () => void) => void,
) => ConsumerHandler;

/** A consumer cannot be used. */
export class ConsumerError extends WrongInputError {
  override readonly name = 'ConsumerError';
}

/** A service refused a call; `name` is AWS's code. */
class RefusedCallError extends Error {
  constructor(code: string, message: string, details: Record<string, unknown>) {
    super(message);
    Object.assign(this, details);
    this.name = code;
  }
}

/**
 * The function's code. What the consumer throws is told to `onThrow`, and fails its batch.
 * @param what the file, for an error that names it
 */
export function consumerCode(
  consumer: Consumer,
  what: string,
  startMs: number,
  onThrow: (error: unknown) => void,
): LambdaCode {
  const startedWith: Consumer = (services, onEnd) => {
    try {
      const handler = consumer(services, onEnd);
      if (typeof handler === 'function') return handler;
      throw new ConsumerError(`${what}: consumer() has to return a handler, a function`);
    } catch (error) {
      onThrow(error);
      throw error;
    }
  };
  return (environment) => {
    const { sleep, random, requestHandler, env } = environment;
    const nowMs = () => environment.nowMs() - startMs;
    const services = { dynamodb: tableCalls(requestHandler), sleep, nowMs, random };
    const handler = startedWith(
      { ...services, tableName: env.TABLE_NAME ?? '' },
      environment.onEnd,
    );
    return async (event, context) => {
      try {
        return await handler(event, context);
      } catch (error) {
        onThrow(error);
        throw error;
      }
    };
  };
}

function tableCalls(requestHandler: ClientHandler): ConsumerServices['dynamodb'] {
  const calls = tableOperations.map((name): [TableOperation, TableCall] => {
    const operation = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [name, (input) => call(requestHandler, `DynamoDB_20120810.${operation}`, input)];
  });
  return Object.fromEntries(calls) as Record<TableOperation, TableCall>;
}

/** Makes one call in AWS's JSON protocol. @throws {RefusedCallError} */
export async function call(
  client: ClientHandler,
  target: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const headers = { 'x-amz-target': target };
  const request = { hostname: LOCAL_CLOUD_HOST, headers, body: JSON.stringify(input) };
  const { response } = await client.handle(request);
  const answer = JSON.parse(Buffer.from(response.body).toString('utf8'));
  if (response.statusCode < 300) return answer;
  const { __type, message, ...details } = answer;
  const code = String(__type).replace(/^.*#/, '');
  throw new RefusedCallError(code, String(message ?? answer.Message ?? code), details);
}
