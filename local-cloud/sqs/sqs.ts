// SQS for standard queues, as the JSON protocol has it. Not here: FIFO queues, permissions, tags.

import type { PatientService } from '../gateway/gateway.ts';
import {
  type CallContext,
  type ErrorNames,
  type JsonObject,
  UnsupportedError,
} from '../service.ts';
import { errorNamesOf } from './error-names.ts';
import { ReceiveWaits } from './long-poll.ts';
import { QueueDirectory, type SqsOperation, type SqsOptions } from './queue-directory.ts';
import { QUEUE_OPERATIONS } from './queue-operations.ts';
import { RECEIVE_OPERATIONS } from './receive-operations.ts';
import { SEND_OPERATIONS } from './send-operations.ts';

const OPERATIONS: Readonly<Record<string, SqsOperation>> = {
  ...SEND_OPERATIONS,
  ...RECEIVE_OPERATIONS,
  ...QUEUE_OPERATIONS,
};

/** The service. Code that needs queues without JSON uses `queues`. */
export class Sqs implements PatientService {
  readonly target = 'AmazonSQS';
  readonly queues: QueueDirectory;
  readonly #waits: ReceiveWaits;

  constructor(options: SqsOptions) {
    this.queues = new QueueDirectory(options);
    this.#waits = new ReceiveWaits(options.clock);
  }

  call(operation: string, input: JsonObject, context?: CallContext): JsonObject {
    const carryOut = OPERATIONS[operation];
    if (carryOut !== undefined) return carryOut(this.queues, input, context);
    throw new UnsupportedError(`SQS ${operation}`, Object.keys(OPERATIONS));
  }

  errorNames(code: string): ErrorNames | undefined {
    return errorNamesOf(code);
  }

  defer(operation: string, input: JsonObject, proceed: () => void): boolean {
    if (operation !== 'ReceiveMessage' || typeof input.QueueUrl !== 'string') return false;
    const queue = this.queues.byUrl(input.QueueUrl);
    return queue !== undefined && this.#waits.defer(queue, input.WaitTimeSeconds, proceed);
  }
}
