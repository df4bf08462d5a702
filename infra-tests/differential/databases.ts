// The two databases behind one face: a call goes in as JSON, an answer or a refusal comes out.
import { Agent, request } from 'node:http';
import { DynamoDb } from '#local-cloud/dynamodb/dynamo-db.ts';
import { type JsonObject, ServiceError } from '#local-cloud/service.ts';
import type { Call } from './call.ts';
import { DIFFERENTIAL_TABLES } from './tables.ts';

/** What came of a call: its output, or the error's name and what it carries besides its message. */
export type Answer =
  | { readonly kind: 'output'; readonly output: JsonObject }
  | {
      readonly kind: 'refusal';
      readonly error: string;
      readonly message: string;
      readonly details: JsonObject;
    };

/** A DynamoDB that answers JSON. */
export interface Database {
  call(call: Call): Promise<Answer>;
}

/** The local cloud's DynamoDB with fresh tables, and its items for whoever wants to explain. */
export interface LocalDatabase extends Database {
  items(tableName: string): readonly JsonObject[];
  /** The same call, answered at once. */
  callNow(call: Call): Answer;
}

/** The local cloud's DynamoDB with fresh tables, called as its gateway calls it. */
export function openLocalDatabase(): LocalDatabase {
  const dynamoDb = new DynamoDb({
    clock: { nowMs: () => 0, at: () => () => undefined, sleep: () => Promise.resolve() },
    meters: { add: () => undefined },
    random: () => 0.5,
  });
  for (const { name, properties } of DIFFERENTIAL_TABLES) dynamoDb.createTable(properties, name);
  // What goes in and out is a copy, as it is on a wire.
  const callNow = ({ operation, input }: Call): Answer => {
    try {
      return {
        kind: 'output',
        output: structuredClone(dynamoDb.call(operation, structuredClone(input))),
      };
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status === 501) throw error;
      const { code, message, details } = error;
      return { kind: 'refusal', error: code, message, details: structuredClone(details) };
    }
  };
  return {
    callNow,
    call: async (call) => callNow(call),
    items: (tableName) => dynamoDb.scan(tableName),
  };
}

/** DynamoDB Local at an endpoint, with both tables made anew. */
export async function openDynamoDbLocal(endpoint: string): Promise<Database> {
  const database = { call: (call: Call) => post(endpoint, call) };
  for (const { name: TableName, properties } of DIFFERENTIAL_TABLES) {
    await database.call({ operation: 'DeleteTable', input: { TableName } });
    const input = { TableName, ...properties };
    const made = await database.call({ operation: 'CreateTable', input });
    if (made.kind === 'refusal') throw new Error(`DynamoDB Local: ${made.message}`);
  }
  return database;
}

// Connections are kept: a new one for each call would cost more than the call.
const agent = new Agent({ keepAlive: true });
const REQUEST_LIMIT_MS = 20_000;
// It reads whose database is meant from the signature's first part, and does not check the rest.
const SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, ' +
  'SignedHeaders=host, Signature=none';

async function post(endpoint: string, { operation, input }: Call): Promise<Answer> {
  const text = await new Promise<string>((resolve, reject) => {
    const outgoing = request(
      endpoint,
      {
        method: 'POST',
        agent,
        timeout: REQUEST_LIMIT_MS,
        headers: {
          authorization: SIGNATURE,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
        incoming.on('error', reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${operation}: no answer in time`)));
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(input));
  });
  return answerOf(JSON.parse(text) as JsonObject);
}

function answerOf(body: JsonObject): Answer {
  const { __type: type, message, Message, ...details } = body;
  if (typeof type !== 'string') return { kind: 'output', output: body };
  const error = type.slice(type.indexOf('#') + 1);
  return { kind: 'refusal', error, message: String(message ?? Message ?? ''), details };
}
