// What functions ask of AWS while they run, as the permissions that AWS would ask of them.

import { actionOf, inputOf, type SdkRequest } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode, LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import type { Grant } from './granted-actions.ts';

/** Actions on resources, the latter by the names under which the function knows them. */
export type Needs = Map<string, Set<string>>;

/**
 * Wraps function code so that whatever it asks for is noted, by its entry.
 * @param logicalIdOf the resource behind the value of a variable, such as a queue's URL
 */
export function noteNeeds(
  code: Readonly<Record<string, LambdaCode>>,
  needs: Needs,
  logicalIdOf: (value: string) => string,
): Record<string, LambdaCode> {
  const wrap = ([entry, start]: [string, LambdaCode]): [string, LambdaCode] => {
    const noted = new Set<string>();
    needs.set(entry, noted);
    const note = (request: SdkRequest) => {
      const { operation } = actionOf(request);
      for (const { action, name, suffix } of needsOf(operation, inputOf(request)))
        noted.add(needKey({ action, resource: `${logicalIdOf(name)}${suffix}` }));
    };
    return [entry, (environment) => start(watched(environment, note))];
  };
  return Object.fromEntries(Object.entries(code).map(wrap));
}

/** A need as one text, so that a set can hold it once. */
export function needKey({ action, resource }: Grant): string {
  return `${action} on ${resource}`;
}

/** @throws Error for a text that no need was written as */
export function needOf(key: string): Grant {
  const [action, resource] = key.split(' on ');
  if (action === undefined || resource === undefined) throw new Error(`expected a need: ${key}`);
  return { action, resource };
}

interface Asked {
  readonly action: string;
  readonly name: string;
  /** What follows the resource's ARN. */
  readonly suffix: string;
}

/**
 * A transaction asks for the right to each of its writes, a batch of sends for that to send, and a
 * query of an index for the index (Service Authorization Reference, DynamoDB and SQS).
 */
function needsOf(operation: string, input: JsonObject): Asked[] {
  const table = (action: string, name: unknown, suffix = ''): Asked => ({
    action: `dynamodb:${action}`,
    name: String(name),
    suffix,
  });
  switch (operation) {
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(input.RequestItems as JsonObject).map((name) => table(operation, name));
    case 'TransactWriteItems':
      return (input.TransactItems as Record<string, JsonObject>[]).flatMap((item) =>
        Object.entries(item).map(([kind, action]) => table(itemAction(kind), action.TableName)),
      );
    case 'Query': {
      const { IndexName } = input;
      return [table('Query', input.TableName, IndexName ? `/index/${IndexName}` : '')];
    }
    case 'UpdateItem':
    case 'PutItem':
    case 'DeleteItem':
      return [table(operation, input.TableName)];
    case 'SendMessage':
    case 'SendMessageBatch':
      return [{ action: 'sqs:SendMessage', name: String(input.QueueUrl), suffix: '' }];
    case 'GetSecretValue':
      return [{ action: `secretsmanager:${operation}`, name: String(input.SecretId), suffix: '' }];
    default:
      throw new Error(`expected to know what ${operation} needs; add it here`);
  }
}

function itemAction(kind: string): string {
  return kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
}

function watched(
  environment: LambdaEnvironment,
  note: (request: SdkRequest) => void,
): LambdaEnvironment {
  const inner = environment.requestHandler;
  return {
    ...environment,
    requestHandler: {
      metadata: inner.metadata,
      destroy: () => inner.destroy(),
      updateHttpClientConfig: () => inner.updateHttpClientConfig(),
      httpHandlerConfigs: () => inner.httpHandlerConfigs(),
      handle: (request) => {
        note(request);
        return inner.handle(request);
      },
    },
  };
}
