// What each way of placing clients costs, in the local cloud: a cell of 33 supernodes, and batches
// that are at work at once and meet at supernodes.

import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { sqsClient } from '#adapters/clients.ts';
import { loadSupernodes } from '#adapters/network/cell-reader.ts';
import { saveCell } from '#adapters/network/run-table.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { groupClients } from '#domain/login/group-clients.ts';
import type { ProvenClient } from '#domain/login/login-writes.ts';
import { placeClient } from '#domain/login/place-client.ts';
import { type NodeRecord, openGate, type SupernodeRecord } from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LambdaCode, LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { inProcessConnection } from '#runner/local/in-process-connection.ts';
import { type PlacementWayName, type Placing, placementWays } from './placement-ways.ts';

/** What one way came to, for each log-in unless it says otherwise. */
export interface WayFigure {
  readonly way: PlacementWayName;
  readonly batchSize: number;
  readonly clientCount: number;
  readonly writeUnits: number;
  readonly calls: number;
  /** Items that a call found another transaction at, in all batches together. */
  readonly conflicts: number;
  /** From the first write of a batch to its last, in virtual ms; the middle one of all batches. */
  readonly batchMsMedian: number;
}

const startMs = Date.UTC(2007, 7, 16);
const place = { runId: 'bench', cell: 'c0000' };
const supernodeCount = 33;

/** Enough tries for everybody, so that each way does the same work in the end. */
const triesMax = 20;

/**
 * Places so many clients, in batches of that size, 20 of which are at work at once.
 * @throws Error when somebody was not placed, or the slots do not add up
 */
export async function measureWay(
  way: PlacementWayName,
  batchSize: number,
  clientCount: number,
): Promise<WayFigure> {
  const spans: number[] = [];
  const cloud = startLocalCloud({
    template,
    seed: 1,
    startMs,
    faults: FAULTS_NONE,
    naturalConflicts: true,
    code: { 'bench/placement-ways.ts': codeOf(way, spans) },
  });
  const nodes = Array.from({ length: clientCount }, (_, index) => waitingNode(index));
  await seed(cloud, nodes);
  const before = cloud.meters();
  await send(cloud, nodes, batchSize);
  await cloud.runUntil({
    untilMs: startMs + 86_400_000,
    everyMs: 1_000,
    onTick: () => (spans.length === Math.ceil(clientCount / batchSize) ? 'stop' : 'continue'),
  });
  checkAll(cloud, clientCount);
  const used = (meter: string) => (cloud.meters()[meter] ?? 0) - (before[meter] ?? 0);
  const perLogin = (value: number) => Math.round((value / clientCount) * 1000) / 1000;
  return {
    way,
    batchSize,
    clientCount,
    writeUnits: perLogin(used('dynamodb.writeUnits')),
    // Every batch reads the registrations once, whatever the way.
    calls: perLogin(used('dynamodb.requests') - spans.length),
    conflicts: used('dynamodb.conflicts'),
    batchMsMedian: Math.round(spans.sort((a, b) => a - b)[Math.floor(spans.length / 2)] ?? 0),
  };
}

function codeOf(name: PlacementWayName, spans: number[]): LambdaCode {
  return ((environment: LambdaEnvironment) => {
    const connection = inProcessConnection(environment.requestHandler, environment.env);
    const table = openTable({ ...environment, connection, decisions: builtInDecisions });
    return async ({ Records }: SQSEvent) => {
      for (const { body } of Records) {
        const nodes: NodeRecord[] = JSON.parse(body);
        const supernodes = await loadSupernodes(table, place, { consistent: true });
        const sinceMs = environment.nowMs();
        await placeAll(table, name, nodes, supernodes);
        spans.push(environment.nowMs() - sinceMs);
      }
      return { batchItemFailures: [] };
    };
  }) as LambdaCode;
}

async function placeAll(
  table: Table,
  name: PlacementWayName,
  nodes: readonly NodeRecord[],
  supernodes: readonly SupernodeRecord[],
): Promise<void> {
  const way = placementWays[name];
  const nowMs = table.runtime.nowMs();
  let left: readonly ProvenClient[] = nodes.map((node) => ({ node, nonce: nowMs }));
  for (let tries = 0; tries < triesMax && left.length > 0; tries += 1) {
    const placings = placingsOf(table, supernodes, left, way.isGrouped, nowMs);
    left = (await Promise.all(placings.map((one) => way.place(table, one)))).flat();
  }
}

/** Two choices: once for each group, as `login` makes them, or once for each client. */
function placingsOf(
  { runtime }: Table,
  supernodes: readonly SupernodeRecord[],
  clients: readonly ProvenClient[],
  isGrouped: boolean,
  nowMs: number,
): Placing[] {
  const policy = policies.resilient;
  const choose = (registrations: readonly SupernodeRecord[]) =>
    placeClient(registrations, { policy }, runtime.random, nowMs);
  const groups = isGrouped
    ? groupClients(supernodes, clients.length, policy, choose)
    : clients.flatMap(() => groupClients(supernodes, 1, policy, choose));
  let from = 0;
  return groups.map(({ supernode, clientCount }) => {
    from += clientCount;
    return { place, supernode, clients: clients.slice(from - clientCount, from), nowMs };
  });
}

async function seed(cloud: LocalCloud, nodes: readonly NodeRecord[]): Promise<void> {
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => startMs,
    sleep: async () => {},
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
  });
  const cell = { ...place, population: nodes.length, gate: openGate };
  const healing = { healStep: 0, newsCount: 0, healDueAtMs: null };
  const supernodes = Array.from({ length: supernodeCount }, (_, index) => registration(index));
  const population = { cell: { ...cell, ...healing }, nodes, supernodes };
  await cloud.settle(saveCell(openTable(runtime), place.runId, population));
}

/** Every seventh is eligible and proves itself for the first time, so it enters the index. */
const eligibleEvery = 7;

function waitingNode(index: number): NodeRecord {
  const eligible = index % eligibleEvery === 0;
  const who = { nodeId: `n${String(index).padStart(8, '0')}`, cell: place.cell, epoch: 2 };
  const what = { state: 'waiting', role: 'client', home: null, eligible } as const;
  const reported = { claimedSlots: eligible ? 60 : 0, utcOffsetMinutes: 60, waveIndex: 1 };
  return { ...who, ...what, ...reported, provenEpoch: 1, minNonce: 0 };
}

function registration(index: number): SupernodeRecord {
  const boot = { nodeId: `s${index}`, cell: place.cell, epoch: 1, nodeEpoch: 1 };
  const lease = { leaseUntilMs: startMs + 86_400_000, operatorRun: false };
  return { ...boot, slots: 60, used: 0, ...lease };
}

async function send(
  cloud: LocalCloud,
  nodes: readonly NodeRecord[],
  batchSize: number,
): Promise<void> {
  const client = sqsClient({ connection: inProcessConnection(cloud.clientHandler()) });
  const QueueUrl = cloud.outputs.LoginsUrl;
  for (let from = 0; from < nodes.length; from += batchSize) {
    const MessageBody = JSON.stringify(nodes.slice(from, from + batchSize));
    const Entries = [{ Id: String(from), MessageBody }];
    await cloud.settle(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
  }
}

function checkAll(cloud: LocalCloud, clientCount: number): void {
  const items = cloud.scan('network') as Record<string, { S?: string; N?: string }>[];
  const homed = items.filter(({ sk, home }) => sk?.S?.startsWith('NODE#') && home).length;
  const used = items.reduce((sum, item) => sum + Number(item.used?.N ?? 0), 0);
  if (homed !== clientCount || used !== clientCount)
    throw new Error(`expected ${clientCount} clients placed, got ${homed}, and ${used} slots used`);
}

const template: JsonObject = {
  Resources: {
    Logins: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 120 } },
    Network: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'network',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk', 'candidateCell'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'candidates',
            KeySchema: [
              { AttributeName: 'candidateCell', KeyType: 'HASH' },
              { AttributeName: 'sk', KeyType: 'RANGE' },
            ],
            Projection: {
              ProjectionType: 'INCLUDE',
              NonKeyAttributes: ['nodeId', 'epoch', 'home', 'claimedSlots'],
            },
          },
        ],
      },
    },
    Place: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'local-cloud:entry': 'bench/placement-ways.ts' },
      Properties: {
        Code: {},
        Timeout: 20,
        MemorySize: 256,
        Environment: { Variables: { TABLE_NAME: { Ref: 'Network' } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Logins', 'Arn'] },
        FunctionName: { Ref: 'Place' },
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 20 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
  },
  Outputs: {
    LoginsUrl: { Value: { Ref: 'Logins' } },
    TableName: { Value: { Ref: 'Network' } },
  },
};
