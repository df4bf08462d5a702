// That a write of the domain's does in the table what it does to a value: the handlers go by the
// one, the model checker by the other.

import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { writeExpression } from '#adapters/network/write-expression.ts';
import { claimingHealStart, recordingStep } from '#domain/heal/heal-writes.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import {
  holds,
  is,
  type RecordWrite,
  type StoredRecord,
  writes,
  written,
} from '#domain/record-write.ts';
import { VirtualClock } from '#local-cloud/clock.ts';
import { DynamoDb } from '#local-cloud/dynamodb/dynamo-db.ts';
import { MeterBook } from '#local-cloud/meters.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { type JsonObject, ServiceError } from '#local-cloud/service.ts';
import { aCell, aNode, aSupernode } from '#testing/domain/builders.ts';
import { ourRules } from './world.ts';

const tableName = 'records';

const key = { pk: 'one', sk: 'record' };

/** What becomes of a record in the table; null where the write is refused. */
function inTheTable(record: StoredRecord, write: RecordWrite): StoredRecord | null {
  const clock = new VirtualClock(0);
  const dynamoDb = new DynamoDb({ clock, meters: new MeterBook(), random: seededRandom(1) });
  dynamoDb.createTable(
    {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    },
    tableName,
  );
  const TableName = tableName;
  dynamoDb.call('PutItem', { TableName, Item: marshall({ ...record, ...key }) as JsonObject });
  try {
    const expression = writeExpression(write) as JsonObject;
    const input = { TableName, Key: marshall(key) as JsonObject, ...expression };
    dynamoDb.call('UpdateItem', { ...input, ReturnValues: 'ALL_NEW' });
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ConditionalCheckFailedException')
      return null;
    throw error;
  }
  const [item] = dynamoDb.scan(tableName);
  const { pk: _pk, sk: _sk, ...after } = unmarshall(item as Parameters<typeof unmarshall>[0]);
  return after;
}

const few = fc.nat({ max: 3 });
const homes = fc.option(fc.record({ supernode: fc.constantFrom('s1', 's2'), epoch: few }));

/** Nodes that differ in what the conditions ask for, so that these hold now and then. */
const nodes = fc
  .record({
    epoch: fc.integer({ min: 1, max: 2 }),
    state: fc.constantFrom('offline', 'waiting', 'online'),
    role: fc.constantFrom('client', 'client', 'supernode'),
    home: fc.option(fc.constant({ supernode: 's1', epoch: 1 })),
    eligible: fc.boolean(),
    provenEpoch: few,
    minNonce: few,
  })
  .map((some): NodeRecord => aNode(some as Partial<NodeRecord>));

const answers = fc.option(
  fc.record({ attempt: few, nonce: few, messageId: fc.constantFrom('a', 'b') }),
);

const registrations = fc
  .record({ epoch: few, nodeEpoch: few, slots: few, used: few, leaseUntilMs: few })
  .map((some): SupernodeRecord => aSupernode(some));

function stored(
  { home, ...node }: NodeRecord,
  duplicateCheck: object | null,
  isCandidate: boolean,
) {
  return {
    ...node,
    ...(home && { home }),
    ...(duplicateCheck && { duplicateCheck }),
    ...(isCandidate && { candidateCell: 'cell' }),
  };
}

/** How often a write happened, so that a test of refusals alone shows. */
function agree(arbitrary: fc.Arbitrary<[StoredRecord, RecordWrite]>): void {
  let writtenCount = 0;
  let refusedCount = 0;
  fc.assert(
    fc.property(arbitrary, ([record, write]) => {
      const isDone = holds(write.asks, record);
      if (isDone) writtenCount += 1;
      else refusedCount += 1;
      expect(inTheTable(record, write)).toEqual(isDone ? written(record, write) : null);
    }),
    { numRuns: 600, seed: 2007 },
  );
  expect(writtenCount).toBeGreaterThan(20);
  expect(refusedCount).toBeGreaterThan(20);
}

test('what is written of a node is the same in the table and as a value', () => {
  agree(
    fc
      .record({
        node: nodes,
        read: nodes,
        isSame: fc.boolean(),
        duplicateCheck: answers,
        nonce: few,
        attempt: few,
        home: homes,
        isCandidate: fc.boolean(),
        which: fc.nat({ max: 4 }),
      })
      .map(({ node, read, isSame, duplicateCheck, nonce, attempt, isCandidate, which }) => {
        const known = isSame ? node : read;
        const client = { node: known, nonce };
        const proof = { nonce, expiresAtMs: 0, mac: '' };
        const request = { epoch: known.epoch, attempt, proof };
        const writes = [
          () => ourRules.homing(client, { supernode: 's2', epoch: 1 }, 'cell'),
          () => ourRules.standingBy(client, 'cell'),
          () => ourRules.answeringDuplicateCheck(request, known, 'a'),
          () => ourRules.moving(known, { epoch: known.epoch + 1, state: 'waiting' }),
          () => ourRules.promoting(known),
        ] as const;
        const write = (writes[which] ?? writes[0])();
        return [stored(node, duplicateCheck, isCandidate), write];
      }),
  );
});

test('what is written of a registration is the same in the table and as a value', () => {
  agree(
    fc
      .record({
        registration: registrations,
        read: registrations,
        isSame: fc.boolean(),
        count: few,
        which: few,
      })
      .map(({ registration, read, isSame, count, which }) => {
        const known = isSame ? registration : read;
        const writes = [
          () => ourRules.slotsTaken(known, count, 1),
          () => ourRules.slotReturned(known),
          () => ourRules.registrationDying(known, known.epoch + 1),
        ] as const;
        return [{ ...registration }, (writes[which] ?? writes[0])()];
      }),
  );
});

test('what is written of a cell is the same in the table and as a value, nulls included', () => {
  agree(
    fc
      .record({
        healStep: few,
        healDueAtMs: fc.option(few),
        newsCount: few,
        step: few,
        atMs: few,
        endsHeal: fc.boolean(),
        sign: fc.constantFrom('equal', 'other', 'below', 'at-most', 'above'),
        which: few,
      })
      .map(({ healStep, healDueAtMs, newsCount, step, atMs, endsHeal, sign, which }) => {
        const gate = { fromMs: atMs, refillMs: atMs };
        const row = { healStep: step + 1, healDueAtMs: endsHeal ? null : atMs, gate };
        const sets = { healDueAtMs: null };
        const asked = [
          () => claimingHealStart({ step, atMs }),
          () => recordingStep({ healStep: step, newsCount: atMs }, row),
          () => writes([is('healDueAtMs', sign, atMs)], { sets }),
        ] as const;
        const write = (asked[which] ?? asked[2])();
        return [{ ...aCell({ healStep, healDueAtMs, newsCount }) }, write];
      }),
  );
});
