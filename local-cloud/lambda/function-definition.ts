// How a function is set up: read from CloudFormation's properties of AWS::Lambda::Function.

import { LOCAL_CLOUD_HOST } from '../endpoint-guard.ts';
import type { JsonObject } from '../service.ts';
import type { LambdaCode } from './lambda-code.ts';

/** A function of the cloud. */
export type FunctionDefinition = {
  name: string;
  arn: string;
  code: LambdaCode;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  memoryMb: number;
  /** Invocations at a time that are kept for this function, and that it cannot exceed. */
  reservedConcurrency: number | undefined;
};

/** Where and as what a function is created; `properties` are resolved. */
export type FunctionResource = {
  name: string;
  arn: string;
  code: LambdaCode;
  properties: JsonObject;
  region: string;
};

/**
 * Reads the properties; what is missing has Lambda's defaults of 3 s and 128 MB (developer guide,
 * "Configuring functions"). Beside its own variables the function sees those by which Lambda's
 * runtime and the SDK find their way.
 */
export function readFunction(resource: FunctionResource): FunctionDefinition {
  const { name, arn, code, properties, region } = resource;
  const memoryMb = Number(properties.MemorySize ?? 128);
  const reserved = properties.ReservedConcurrentExecutions;
  return {
    name,
    arn,
    code,
    env: {
      AWS_REGION: region,
      AWS_ENDPOINT_URL: `http://${LOCAL_CLOUD_HOST}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      ...readVariables(properties.Environment),
    },
    timeoutMs: 1000 * Number(properties.Timeout ?? 3),
    memoryMb,
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
  };
}

function readVariables(environment: unknown): Record<string, string> {
  const { Variables: variables } = (environment ?? {}) as JsonObject;
  const entries = Object.entries((variables ?? {}) as JsonObject);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
