// Running totals in the units of the local cloud's meters.

import { type FunctionName, functionNames } from '#domain/stack-names.ts';

/** As in the local cloud: a small child has one step of memory. */
const expressStepMs = 100;
const expressMemoryGb = 64 / 1024;

/**
 * Billable units since the start. Requests are whole numbers; read units are multiples of a half.
 */
export class MeterTotals {
  conditionalFailures = 0;
  readUnits = 0;
  dynamoDbRequests = 0;
  writeUnits = 0;
  billedMs = 0;
  coldStarts = 0;
  readonly invocations = Object.fromEntries(functionNames.map((name) => [name, 0])) as Record<
    FunctionName,
    number
  >;
  logBytes = 0;
  secretRequests = 0;
  deletes = 0;
  receives = 0;
  sends = 0;
  emptyReceives = 0;
  executions = 0;
  mapChildren = 0;
  transitions = 0;
  expressRequests = 0;
  expressGbSeconds = 0;
  throttles = 0;

  /** Adds an Express execution: it is billed by steps of 100 ms and of 64 MB (facts 5.21). */
  expressChild(durationMs: number): void {
    this.expressRequests += 1;
    const steps = Math.max(1, Math.ceil(durationMs / expressStepMs));
    this.expressGbSeconds += ((steps * expressStepMs) / 1000) * expressMemoryGb;
  }

  /** The totals by the local cloud's names, zeros included. */
  snapshot(memoryMb: number): Record<string, number> {
    const invocations = functionNames.map((name) => [name, this.invocations[name]] as const);
    const lambdaRequests = invocations.reduce((sum, [, count]) => sum + count, 0);
    const entries: (readonly [string, number])[] = [
      ['dynamodb.conditionalFailures', this.conditionalFailures],
      ['dynamodb.readUnits', this.readUnits],
      ['dynamodb.requests', this.dynamoDbRequests],
      ['dynamodb.writeUnits', this.writeUnits],
      ['lambda.billedMs', this.billedMs],
      ['lambda.coldStarts', this.coldStarts],
      ['lambda.gbSeconds', (this.billedMs / 1000) * (memoryMb / 1024)],
      ...invocations.map(([name, count]) => [`lambda.invocations.${name}`, count] as const),
      ['lambda.requests', lambdaRequests],
      ['logs.bytes', this.logBytes],
      ['secretsManager.requests', this.secretRequests],
      ['sqs.DeleteMessageBatch', this.deletes],
      ['sqs.ReceiveMessage', this.receives],
      ['sqs.SendMessageBatch', this.sends],
      ['sqs.emptyReceives', this.emptyReceives],
      ['sqs.requests', this.deletes + this.receives + this.sends],
      ['stepFunctions.executions', this.executions],
      ['stepFunctions.mapChildren', this.mapChildren],
      ['stepFunctions.transitions', this.transitions],
      ...this.#expressEntries(),
      ...(this.throttles === 0 ? [] : [['lambda.throttles', this.throttles] as const]),
    ];
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Named only where the map's children are Express executions. */
  #expressEntries(): (readonly [string, number])[] {
    if (this.expressRequests === 0) return [];
    return [
      ['stepFunctions.expressGbSeconds', this.expressGbSeconds],
      ['stepFunctions.expressRequests', this.expressRequests],
    ];
  }
}
