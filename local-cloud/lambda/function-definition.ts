// The settings of a function, read from CloudFormation's properties of AWS::Lambda::Function.

import { LOCAL_CLOUD_HOST } from '../gateway/endpoint-guard.ts';
import { type JsonObject, ServiceError } from '../service.ts';
import { isObject } from '../sqs/parameters.ts';
import type { LambdaCode } from './lambda-code.ts';

/** A function of the cloud. */
export type FunctionDefinition = {
  name: string;
  arn: string;
  code: LambdaCode;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  memoryMb: number;
  /** What it runs on, which decides the price of its time. */
  architecture: 'arm64' | 'x86_64';
  /** Whether Lambda begins a trace where nobody upstream has (`TracingConfig` is `Active`). */
  isTraced: boolean;
  /** Invocations at a time that are kept for this function, and that it cannot exceed. */
  reservedConcurrency: number | undefined;
  /** Whether one chain of requests may invoke it without limit (`RecursiveLoop` is `Allow`). */
  allowsRecursion: boolean;
};

/** The resource from which a function is created. Its `properties` are resolved. */
export type FunctionResource = {
  name: string;
  arn: string;
  code: LambdaCode;
  properties: JsonObject;
  region: string;
  /** Where it finds the services; the cloud's own name by default. */
  endpoint?: string | undefined;
};

/**
 * Reads the properties. A missing one has Lambda's default: 3 s, 128 MB, and a limit on recursive
 * loops (developer guide, "Configuring functions"). The function sees its own variables, and those
 * that Lambda's runtime and the SDK need.
 * @throws {ServiceError} `RecursiveLoop` is neither `Allow` nor `Terminate`
 */
export function readFunction(resource: FunctionResource): FunctionDefinition {
  const { name, arn, code, properties, region, endpoint } = resource;
  const memoryMb = Number(properties.MemorySize ?? 128);
  const reserved = properties.ReservedConcurrentExecutions;
  return {
    name,
    arn,
    code,
    env: {
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint ?? `http://${LOCAL_CLOUD_HOST}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      ...readVariables(properties.Environment),
    },
    timeoutMs: 1000 * Number(properties.Timeout ?? 3),
    memoryMb,
    architecture: readArchitecture(properties.Architectures),
    isTraced: isObject(properties.TracingConfig) && properties.TracingConfig.Mode === 'Active',
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    allowsRecursion: readRecursiveLoop(name, properties.RecursiveLoop) === 'Allow',
  };
}

/** A list of one; `x86_64` is the default (API reference, CreateFunction). */
function readArchitecture(given: unknown): FunctionDefinition['architecture'] {
  return Array.isArray(given) && given[0] === 'arm64' ? 'arm64' : 'x86_64';
}

/** CloudFormation holds a property against its schema before Lambda ever hears of it. */
function readRecursiveLoop(name: string, given: unknown): 'Allow' | 'Terminate' {
  if (given === undefined || given === 'Terminate') return 'Terminate';
  if (given === 'Allow') return 'Allow';
  throw new ServiceError(
    'ValidationError',
    `Properties validation failed for resource ${name} with message: ` +
      `[#/RecursiveLoop: ${String(given)} is not a valid enum value: Allow, Terminate]`,
  );
}

function readVariables(environment: unknown): Record<string, string> {
  const { Variables: variables } = (environment ?? {}) as JsonObject;
  const entries = Object.entries((variables ?? {}) as JsonObject);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
