// How the rows of DynamoDB ask: tables by a letter, calls by their name, and what a call came to as
// one text.

import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DescribeTableCommand,
  type DescribeTableCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactGetItemsCommand,
  type TransactGetItemsCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type ContractBench, refusalFrom } from '../../contract/contract-case.ts';
import { aTable } from '../../contract/contract-template.ts';
import type { RecordedRow, RecordedSource } from '../recorded-row.ts';

/** The operations that the rows ask for. */
export type Operation = keyof typeof SENDERS;

/** A call of one operation; its input may need the name of a table. */
export type Call = readonly [operation: Operation, input: object | ((table: string) => object)];

const attribute = (name: string, type = 'S') => ({ AttributeName: name, AttributeType: type });
const hash = (name: string) => ({ AttributeName: name, KeyType: 'HASH' });
const range = (name: string) => ({ AttributeName: name, KeyType: 'RANGE' });

/**
 * The tables by their letter. H: a hash key `pk`; C: `pk` and `sk`; N: the same, `sk` a number;
 * B: a binary `pk`; G: `pk` and `sk`, an index `inc` by `gsiPk` that copies `proj`; I: `pk`, an
 * index `all` by `g` that copies all.
 */
const TABLES = {
  H: aTable({ KeySchema: [hash('pk')], AttributeDefinitions: [attribute('pk')] }),
  C: aTable({
    KeySchema: [hash('pk'), range('sk')],
    AttributeDefinitions: [attribute('pk'), attribute('sk')],
  }),
  N: aTable({
    KeySchema: [hash('pk'), range('sk')],
    AttributeDefinitions: [attribute('pk'), attribute('sk', 'N')],
  }),
  B: aTable({ KeySchema: [hash('pk')], AttributeDefinitions: [attribute('pk', 'B')] }),
  G: aTable({
    KeySchema: [hash('pk'), range('sk')],
    AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('gsiPk')],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'inc',
        KeySchema: [hash('gsiPk')],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['proj'] },
      },
    ],
  }),
  I: aTable({
    KeySchema: [hash('pk')],
    AttributeDefinitions: [attribute('pk'), attribute('g')],
    GlobalSecondaryIndexes: [
      { IndexName: 'all', KeySchema: [hash('g')], Projection: { ProjectionType: 'ALL' } },
    ],
  }),
};

/** A table's letter. */
export type TableLetter = keyof typeof TABLES;

/** What a row says beside its title, its question and its answer. */
export type RowDetails = {
  readonly source: RecordedSource;
  /** The letter of the table that is asked; H unless it is said. */
  readonly table?: TableLetter;
  readonly differs?: string;
};

/** A row that may ask anything of one table. */
export function tableRow(
  title: string,
  { source, table = 'H', differs }: RowDetails,
  ask: (asker: Asker) => Promise<unknown>,
  answer: unknown,
): RecordedRow {
  return {
    service: 'dynamodb',
    title,
    answer,
    source,
    resources: { T: TABLES[table] },
    ask: (bench) => ask(new Asker(bench)),
    ...(differs !== undefined && { differs }),
  };
}

/** A row about one call: what it comes to, as `Asker.outcome` puts it. */
export function callRow(
  title: string,
  details: RowDetails,
  [operation, input]: Call,
  answer: string,
): RecordedRow {
  return tableRow(title, details, (asker) => asker.outcome(operation, input), answer);
}

/** Calls to the row's table, which is theirs unless the input names another. */
export class Asker {
  readonly #bench: ContractBench;

  constructor(bench: ContractBench) {
    this.#bench = bench;
  }

  get table(): string {
    return this.#bench.ref('T');
  }

  get arn(): string {
    return this.#bench.arn('T');
  }

  /** The answer to a call, without the SDK's metadata. */
  async send(operation: Operation, input: Call[1]): Promise<Record<string, unknown>> {
    const own = typeof input === 'function' ? input(this.table) : input;
    const isOfManyTables = /^(?:Batch|Transact)/.test(operation);
    const whole = isOfManyTables ? own : { TableName: this.table, ...own };
    const answer = await SENDERS[operation](this.#bench.dynamodb, whole);
    return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== '$metadata'));
  }

  /**
   * `accepted`, or the error's name and message; of a cancelled transaction the reasons instead of
   * the message.
   */
  async outcome(operation: Operation, input: Call[1]): Promise<string> {
    try {
      await this.send(operation, input);
      return 'accepted';
    } catch (error) {
      const { error: name } = refusalFrom(error);
      const { CancellationReasons: reasons } = error as { CancellationReasons?: Reason[] };
      const named = reasons?.map(({ Code, Message }) => (Message ? `${Code}: ${Message}` : Code));
      return `${name}: ${named?.join(', ') ?? (error as Error).message}`;
    }
  }
}

type Reason = { readonly Code: string; readonly Message?: string };

/** A text value. */
export const S = (text: string) => ({ S: text });
/** A number. */
export const N = (text: string) => ({ N: text });
/** A text of so many bytes. */
export const padding = (bytes: number) => S('x'.repeat(bytes));

/** The refusal in these words. */
export const invalid = (message: string) => `ValidationException: ${message}`;
/** The refusal in these words, counted as one. */
export const oneError = (message: string) => invalid(`1 validation error detected: ${message}`);

/** A test of paritysuite's conformance suite, which runs on AWS itself. */
export function parity(test: string, date = '2026-10-09'): RecordedSource {
  return { suite: 'paritysuite/dynamodb-conformance', test, date };
}

/** A test or pull request of dynoxide's, with figures captured in eu-west-2. */
export function dynoxide(test: string, date = '2026-08-13'): RecordedSource {
  return { suite: 'nubo-db/dynoxide', test, date };
}

/** A test of dynalite's, whose suite was run on AWS; the date is that of its last commit. */
export function dynalite(test: string): RecordedSource {
  return { suite: 'dynalite', test, date: '2025-09-18' };
}

const SENDERS = {
  GetItem: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new GetItemCommand(input as GetItemCommandInput)),
  PutItem: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new PutItemCommand(input as PutItemCommandInput)),
  UpdateItem: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new UpdateItemCommand(input as UpdateItemCommandInput)),
  DeleteItem: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new DeleteItemCommand(input as DeleteItemCommandInput)),
  Query: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new QueryCommand(input as QueryCommandInput)),
  Scan: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new ScanCommand(input as ScanCommandInput)),
  BatchGetItem: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new BatchGetItemCommand(input as BatchGetItemCommandInput)),
  BatchWriteItem: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new BatchWriteItemCommand(input as BatchWriteItemCommandInput)),
  TransactGetItems: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new TransactGetItemsCommand(input as TransactGetItemsCommandInput)),
  TransactWriteItems: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new TransactWriteItemsCommand(input as TransactWriteItemsCommandInput)),
  DescribeTable: (db: DynamoDBClient, input: object): Promise<object> =>
    db.send(new DescribeTableCommand(input as DescribeTableCommandInput)),
} as const;
