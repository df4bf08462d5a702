// What one promise of AWS is to the suite: resources, calls, and what AWS documents as the answer.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** The services of this system; a mapping is Lambda's poller between a queue and a function. */
export type ContractService = 'sqs' | 'dynamodb' | 'states' | 'mapping';

/** A resource as CloudFormation spells it. Leave names out: every run makes its own. */
export type ContractResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
};

/** Resources by logical id: letters and digits only. */
export type ContractResources = Readonly<Record<string, ContractResource>>;

/** One promise of AWS that this system leans on, or may come to lean on. */
export type ContractCase = {
  readonly service: ContractService;
  /** A sentence about behaviour, unique in the suite. */
  readonly title: string;
  readonly resources?: ContractResources;
  /**
   * Makes the calls and answers with what was seen, as plain JSON that comes out the same on every
   * run: error names, counts, attribute values; never ids or times.
   */
  run(bench: ContractBench): Promise<unknown>;
  /** What AWS documents. Compared as JSON: members that are undefined do not count. */
  readonly expected: unknown;
  /** The page of AWS's documentation, or the row of docs/facts.md, that `expected` is from. */
  readonly source: string;
};

/** What a case works with: an engine's clients, and the case's own resources, made afresh. */
export interface ContractBench {
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly sfn: SFNClient;
  /** What `Ref` gives: a queue's URL, a table's or function's name, a state machine's ARN. */
  ref(logicalId: string): string;
  /** What `Fn::GetAtt` of `Arn` gives. */
  arn(logicalId: string): string;
  /** A name that no other case has. */
  freshName(prefix: string): string;
  /** Lets time pass: virtual in the local cloud, real elsewhere, so keep it to a few seconds. */
  wait(durationMs: number): Promise<void>;
  /** The time of whoever answers the calls, ms since the epoch. */
  nowMs(): number;
}

/** An engine said that it does not have an operation. */
export class NotOfferedError extends Error {
  override readonly name = 'NotOfferedError';
}

/** What refused a call. */
export type Refusal = {
  readonly error: string;
  /** The codes of a cancelled transaction, in the order of its actions. */
  readonly reasons?: readonly string[];
};

/**
 * How a call ended: `'accepted'`, or the name of the error that it was refused with.
 * @throws {NotOfferedError} the engine does not have the operation
 */
export async function refusalOf(call: Promise<unknown>): Promise<'accepted' | Refusal> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    return refusalFrom(error);
  }
}

/**
 * The refusal in an error that an SDK client threw.
 * @throws {NotOfferedError} the engine does not have the operation
 * @throws whatever is no answer of a service
 */
export function refusalFrom(error: unknown): Refusal {
  if (!isServiceError(error)) throw error;
  if (isNotOffered(error)) throw new NotOfferedError(`${error.name}: ${error.message}`);
  const reasons = error.CancellationReasons?.map(({ Code }) => Code ?? 'None');
  return { error: error.name, ...(reasons === undefined ? {} : { reasons }) };
}

type ServiceError = Error & {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
};

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && '$metadata' in error && '$fault' in error;
}

function isNotOffered({ name, $metadata }: ServiceError): boolean {
  return $metadata.httpStatusCode === 501 || NOT_OFFERED.includes(name);
}

/** How engines name an operation that they lack; AWS itself answers none of our calls so. */
const NOT_OFFERED = [
  'InvalidAction',
  'UnknownOperation',
  'UnknownOperationException',
  'NotImplemented',
  'InternalFailure.NotImplemented',
  'LocalCloudUnsupported',
  'AWS.SimpleQueueService.UnsupportedOperation',
];
