// What functions were handed and what they asked for, invocation by invocation.
import type { SQSRecord } from 'aws-lambda';
import { actionOf, inputOf } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import type { JsonObject } from '#local-cloud/service.ts';

/** One call of a function. */
export interface Asked {
  readonly operation: string;
  readonly input: JsonObject;
}

/** One invocation: of a consumer with its messages, of a task with its input. */
export interface Invoked {
  readonly entry: string;
  readonly records: readonly SQSRecord[];
  readonly input: unknown;
  /** In their order; those after a crash never come. */
  readonly asked: Asked[];
}

/** The same code; what it is handed and asks for is told. */
export function overhear(
  code: Readonly<Record<string, LambdaCode>>,
  invoked: Invoked[],
): Record<string, LambdaCode> {
  const wrap = ([entry, start]: [string, LambdaCode]): [string, LambdaCode] => [
    entry,
    (environment) => {
      // An environment has one invocation at a time.
      let now: Invoked | undefined;
      const { requestHandler } = environment;
      const handle: typeof requestHandler.handle = (request, ...rest) => {
        now?.asked.push({ operation: actionOf(request).operation, input: inputOf(request) });
        return requestHandler.handle(request, ...rest);
      };
      const handler = start({ ...environment, requestHandler: { ...requestHandler, handle } });
      return (event, context) => {
        const { Records: records = [] } = event as { Records?: SQSRecord[] };
        now = { entry, records, input: event, asked: [] };
        invoked.push(now);
        return handler(event, context);
      };
    },
  ];
  return Object.fromEntries(Object.entries(code).map(wrap));
}

/** The trace that a message came with. */
export function traceparentOfRecord({ messageAttributes }: SQSRecord): string | undefined {
  return messageAttributes.traceparent?.stringValue;
}

/** A message that an invocation asked to be sent. */
export interface SentEntry {
  readonly body: string;
  readonly traceparent: string | undefined;
}

/** All messages that an invocation asked to be sent. */
export function sentBy({ asked }: Invoked): SentEntry[] {
  const sends = asked.filter(({ operation }) => operation === 'SendMessageBatch');
  return sends.flatMap(({ input }) =>
    (input.Entries as JsonObject[]).map(({ MessageBody, MessageAttributes }) => {
      const attributes = (MessageAttributes ?? {}) as Record<string, JsonObject>;
      const traceparent = attributes.traceparent?.StringValue as string | undefined;
      return { body: String(MessageBody), traceparent };
    }),
  );
}
