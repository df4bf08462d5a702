// Lambda's own API, for whoever invokes a function or looks at functions and mappings.

import type { PatientService } from '../gateway/gateway.ts';
import type { InvocationOutcome } from '../lambda/invocation-outcome.ts';
import { type JsonObject, ServiceError } from '../service.ts';
import type { OperatedCloud } from './operated-cloud.ts';
import { carryOutNamed } from './operations.ts';
import { uuidOf } from './uuid-of.ts';

/**
 * The service. `Invoke` has its payload as JSON in `Payload`, and answers so. An asynchronous
 * invocation is made once: its failure is neither retried nor sent anywhere.
 */
export class LambdaApi implements PatientService {
  readonly target = 'AWSLambda';
  readonly #cloud: OperatedCloud;
  readonly #outcomes = new WeakMap<JsonObject, InvocationOutcome>();

  constructor(cloud: OperatedCloud) {
    this.#cloud = cloud;
  }

  defer(operation: string, input: JsonObject, proceed: () => void): boolean {
    const { lambda } = this.#cloud;
    const name = functionNameOf(input);
    if (operation !== 'Invoke' || input.InvocationType === 'DryRun' || !lambda.has(name))
      return false;
    const outcome = lambda.invoke(name, input.Payload);
    if (input.InvocationType === 'Event') return false;
    void outcome.then((ended) => {
      this.#outcomes.set(input, ended);
      proceed();
    });
    return true;
  }

  call(operation: string, input: JsonObject): JsonObject {
    return carryOutNamed('Lambda', this.#operations, operation, input);
  }

  readonly #operations = {
    Invoke: {
      parameters: ['FunctionName', 'InvocationType', 'LogType', 'Payload'],
      carryOut: (input: JsonObject): JsonObject => this.#invoke(input),
    },
    ListFunctions: {
      parameters: ['MaxItems', 'Marker'],
      carryOut: (): JsonObject => {
        return { Functions: this.#cloud.resolved.functions.map(describeFunction) };
      },
    },
    GetFunction: {
      parameters: ['FunctionName'],
      carryOut: (input: JsonObject): JsonObject => ({ Configuration: this.#configuration(input) }),
    },
    GetFunctionConfiguration: {
      parameters: ['FunctionName'],
      carryOut: (input: JsonObject): JsonObject => this.#configuration(input),
    },
    ListEventSourceMappings: {
      parameters: ['EventSourceArn', 'FunctionName', 'MaxItems', 'Marker'],
      carryOut: (input: JsonObject): JsonObject => {
        const { EventSourceArn, FunctionName } = input;
        const found = this.#mappings().filter(
          (one) =>
            (EventSourceArn === undefined || one.EventSourceArn === EventSourceArn) &&
            (FunctionName === undefined ||
              functionNameOf({ FunctionName: one.FunctionArn }) === functionNameOf(input)),
        );
        return { EventSourceMappings: found };
      },
    },
    GetEventSourceMapping: {
      parameters: ['UUID'],
      carryOut: ({ UUID }: JsonObject): JsonObject => {
        const found = this.#mappings().find((one) => one.UUID === UUID);
        if (found !== undefined) return found;
        throw notFound('The resource you requested does not exist.');
      },
    },
    GetAccountSettings: {
      parameters: [],
      carryOut: (): JsonObject => {
        const { accountConcurrency, resolved } = this.#cloud;
        const reserved = resolved.functions.reduce(
          (sum, { properties }) => sum + Number(properties.ReservedConcurrentExecutions ?? 0),
          0,
        );
        return {
          AccountLimit: {
            ConcurrentExecutions: accountConcurrency,
            UnreservedConcurrentExecutions: accountConcurrency - reserved,
          },
          AccountUsage: { FunctionCount: resolved.functions.length },
        };
      },
    },
  };

  #invoke(input: JsonObject): JsonObject {
    this.#functionOf(input);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
    if (input.InvocationType === 'Event') return { StatusCode: 202 };
    const outcome = this.#outcomes.get(input);
    switch (outcome?.kind) {
      case 'succeeded':
        return { StatusCode: 200, ExecutedVersion, Payload: outcome.payload };
      case 'failed': {
        const { errorType, errorMessage } = outcome;
        const Payload = { errorType, errorMessage, trace: [] };
        return { StatusCode: 200, ExecutedVersion, FunctionError: 'Unhandled', Payload };
      }
      default:
        throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 });
    }
  }

  #functionOf(input: JsonObject) {
    const name = functionNameOf(input);
    const found = this.#cloud.resolved.functions.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw notFound(`Function not found: ${name}`);
  }

  #configuration(input: JsonObject): JsonObject {
    return describeFunction(this.#functionOf(input));
  }

  #mappings(): (JsonObject & { readonly UUID: string })[] {
    const { resolved } = this.#cloud;
    return resolved.eventSourceMappings.map(({ logicalId, properties }) => {
      const { Enabled, FunctionName, ...rest } = properties;
      const name = functionNameOf({ FunctionName });
      const fn = resolved.functions.find((one) => one.name === name);
      const State = Enabled === false ? 'Disabled' : 'Enabled';
      return { UUID: uuidOf(logicalId), ...rest, FunctionArn: fn?.arn ?? FunctionName, State };
    });
  }
}

const ExecutedVersion = '$LATEST';

function describeFunction({
  name,
  arn,
  properties,
}: OperatedCloud['resolved']['functions'][number]) {
  const { Code: _, Timeout = 3, MemorySize = 128, ...rest } = properties;
  return {
    ...rest,
    FunctionName: name,
    FunctionArn: arn,
    Timeout: Number(Timeout),
    MemorySize: Number(MemorySize),
    Version: ExecutedVersion,
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** The name in a name or an ARN, with or without a version behind it. */
function functionNameOf({ FunctionName }: JsonObject): string {
  const text = String(FunctionName ?? '');
  const parts = text.split(':');
  return (text.startsWith('arn:') ? parts[6] : parts[0]) ?? '';
}

function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { status: 404 });
}
