// Running totals in the units of the local cloud's meters.

import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { type FunctionName, functionNames } from '#domain/stack-names.ts';
import { standingParts } from './standing-parts.ts';

const hourMs = 3_600_000;

/** The table and its one index: each has capacity of its own. */
const provisionedParts = 2;

/** Reads one meter. */
type Column = readonly [name: string, read: () => number];

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
  readonly billedMsOf = ofFunctions();
  coldStarts = 0;
  initMs = 0;
  readonly invocations = ofFunctions();
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
  metricHours = 0;
  storedByteHours = 0;
  /** Traces that X-Ray recorded. */
  traceCount = 0;
  /** How long the stack has been there. */
  ranMs = 0;
  #indexReadUnits = 0;
  #indexWriteUnits = 0;
  #transactionalWriteUnits = 0;
  #refusedWriteUnits = 0;
  readonly #columns: readonly Column[];

  constructor(configuration: StackConfiguration) {
    const columns = [
      ...this.#units(configuration),
      ...this.#dynamoDb(),
      ...this.#lambda(configuration),
      ...this.#sqs(),
      ...this.#stepFunctions(),
      ...this.#watched(configuration),
      ...this.#standing(),
    ];
    this.#columns = columns.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Adds an Express execution: it is billed by steps of 100 ms and of 64 MB (facts 5.21). */
  expressChild(durationMs: number): void {
    this.expressRequests += 1;
    const steps = Math.max(1, Math.ceil(durationMs / expressStepMs));
    this.expressGbSeconds += ((steps * expressStepMs) / 1000) * expressMemoryGb;
  }

  /** So many calls that read, each with so many units. */
  read(times: number, units: number, ofIndex: boolean): void {
    this.dynamoDbRequests += times;
    this.readUnits += times * units;
    if (ofIndex) this.#indexReadUnits += times * units;
  }

  /** So many calls that write, each with so many units of the table, and of its index. */
  write(
    times: number,
    ofTable: number,
    ofIndex: number,
    isTransaction: boolean,
    isRefused: boolean,
  ): void {
    const units = times * (ofTable + ofIndex);
    this.writeUnits += units;
    this.#indexWriteUnits += times * ofIndex;
    if (isTransaction) this.#transactionalWriteUnits += units;
    if (isRefused) this.#refusedWriteUnits += units;
  }

  /** The names of the meters, the local cloud's, sorted. */
  names(): string[] {
    return this.#columns.map(([name]) => name);
  }

  /** The totals in the order of the names, those too that are zero. */
  totals(): Float64Array {
    const totals = new Float64Array(this.#columns.length);
    for (let at = 0; at < totals.length; at += 1) totals[at] = this.#columns[at]?.[1]() ?? 0;
    return totals;
  }

  /** A table with reserved capacity is billed for that, and its units only explain it. */
  #units(configuration: StackConfiguration): Column[] {
    if (configuration.tableBilling === 'on-demand')
      return [
        ['dynamodb.readUnits', () => this.readUnits],
        ['dynamodb.writeUnits', () => this.writeUnits],
      ];
    const { tableReadUnits, tableWriteUnits } = configuration;
    const reserved = (units: number) => () => (units * provisionedParts * this.ranMs) / hourMs;
    return [
      ['dynamodb.provisionedReadUnitHours', reserved(tableReadUnits)],
      ['dynamodb.provisionedWriteUnitHours', reserved(tableWriteUnits)],
    ];
  }

  #dynamoDb(): Column[] {
    return [
      ['dynamodb.conditionalFailures', () => this.conditionalFailures],
      ['dynamodb.readUnits.index', () => this.#indexReadUnits],
      ['dynamodb.readUnits.table', () => this.readUnits - this.#indexReadUnits],
      ['dynamodb.requests', () => this.dynamoDbRequests],
      ['dynamodb.storageByteHours', () => this.storedByteHours],
      ['dynamodb.writeUnits.index', () => this.#indexWriteUnits],
      ['dynamodb.writeUnits.refused', () => this.#refusedWriteUnits],
      ['dynamodb.writeUnits.table', () => this.writeUnits - this.#indexWriteUnits],
      ['dynamodb.writeUnits.transactional', () => this.#transactionalWriteUnits],
    ];
  }

  #lambda({ architecture, memoryMb }: StackConfiguration): Column[] {
    const gbSeconds = () => (this.billedMs / 1000) * (memoryMb / 1024);
    const billed = architecture === 'arm64' ? 'lambda.armGbSeconds' : 'lambda.x86GbSeconds';
    return [
      ['lambda.billedMs', () => this.billedMs],
      ['lambda.coldStarts', () => this.coldStarts],
      ['lambda.gbSeconds', gbSeconds],
      [billed, gbSeconds],
      ['lambda.initMs', () => this.initMs],
      ['lambda.requests', () => sumOf(this.invocations)],
      ['lambda.throttles', () => this.throttles],
      ...functionNames.flatMap((name): Column[] => [
        [`lambda.billedMs.${name}`, () => this.billedMsOf[name]],
        [`lambda.invocations.${name}`, () => this.invocations[name]],
      ]),
    ];
  }

  #sqs(): Column[] {
    const requests = () => this.deletes + this.receives + this.sends;
    return [
      ['sqs.DeleteMessageBatch', () => this.deletes],
      ['sqs.ReceiveMessage', () => this.receives],
      ['sqs.SendMessageBatch', () => this.sends],
      ['sqs.emptyReceives', () => this.emptyReceives],
      ['sqs.requests', requests],
      ['sqs.standardRequests', requests],
    ];
  }

  #stepFunctions(): Column[] {
    return [
      ['stepFunctions.executions', () => this.executions],
      ['stepFunctions.expressGbSeconds', () => this.expressGbSeconds],
      ['stepFunctions.expressRequests', () => this.expressRequests],
      ['stepFunctions.mapChildren', () => this.mapChildren],
      ['stepFunctions.transitions', () => this.transitions],
    ];
  }

  /** What is seen of the functions from outside. */
  #watched({ tracing }: StackConfiguration): Column[] {
    const traces: Column = ['xray.traces', () => this.traceCount];
    return [
      ['cloudwatch.metricHours', () => this.metricHours],
      ['logs.bytes', () => this.logBytes],
      ...(tracing === 'on' ? [traces] : []),
    ];
  }

  #standing(): Column[] {
    return [
      ['secretsManager.requests', () => this.secretRequests],
      ...Object.entries(standingParts).map(
        ([meter, count]): Column => [meter, () => (count * this.ranMs) / hourMs],
      ),
    ];
  }
}

/** Whether a meter is named only where it moved, as in the local cloud. */
export function isRare(name: string): boolean {
  return name === 'lambda.throttles' || name.startsWith('stepFunctions.express');
}

function ofFunctions(): Record<FunctionName, number> {
  return Object.fromEntries(functionNames.map((name) => [name, 0])) as Record<FunctionName, number>;
}

function sumOf(perFunction: Readonly<Record<FunctionName, number>>): number {
  let sum = 0;
  for (const name of functionNames) sum += perFunction[name];
  return sum;
}
