// Counts what a function uses, from what it sends and how long it takes, as AWS would bill it.
// What an answer would say costs nothing to know here: no call is longer for it.
import { nothingUsed, type Use } from '#domain/storm/use.ts';
import type { AnyClient } from './clients.ts';
import type { Runtime } from './runtime.ts';

/** A function's counter of what it uses. An environment handles one invocation at a time. */
export interface UseCounter {
  /** The function's runtime; what clients that are opened with it send is counted. */
  readonly runtime: Runtime;
  /** Begins an invocation. */
  begin(): void;
  /** What was used since then, and what was sent since it was last asked. */
  used(): Use;
}

/** Billed for starting an environment, in ms: more than what was seen (docs/meters.md). */
const coldStartMs = 1_000;

const memoryMbUsual = 256;

/** Opens the counter of one environment. */
export function openUseCounter(runtime: Runtime): UseCounter {
  const gb = Number(runtime.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? memoryMbUsual) / 1024;
  let calls: CallUse = { ...noCalls };
  let beganAtMs = runtime.nowMs();
  let extraMs = coldStartMs;
  const note = (input: Call, output: Answer) => {
    const { sqsRequests, readUnits, writeUnits } = useOfCall(input, output);
    calls.sqsRequests += sqsRequests;
    calls.readUnits += readUnits;
    calls.writeUnits += writeUnits;
  };
  return {
    runtime: {
      ...runtime,
      connection: {
        ...runtime.connection,
        connect: (client) => counted(runtime.connection.connect(client), note),
      },
    },
    begin() {
      beganAtMs = runtime.nowMs();
    },
    used() {
      const billedMs = runtime.nowMs() - beganAtMs + extraMs;
      extraMs = 0;
      const sent = calls;
      calls = { ...noCalls };
      return { ...nothingUsed, ...sent, invocations: 1, gbSeconds: (gb * billedMs) / 1000 };
    },
  };
}

type CallUse = { -readonly [Name in 'sqsRequests' | 'readUnits' | 'writeUnits']: number };

const noCalls: Readonly<CallUse> = { sqsRequests: 0, readUnits: 0, writeUnits: 0 };

/** The parts of a call's input that say what it uses. A bundle has no names of commands. */
interface Call {
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly unknown[] }>>;
  readonly TransactItems?: readonly Readonly<Record<string, Written>>[];
  readonly KeyConditionExpression?: string;
  readonly ConsistentRead?: boolean;
  readonly UpdateExpression?: string;
  readonly Key?: Keys;
  readonly Item?: Keys;
  readonly QueueUrl?: string;
  readonly Entries?: readonly { readonly MessageBody?: string }[];
}

type Keys = { readonly sk?: { readonly S?: string } };
type Written = { readonly Key?: Keys; readonly Item?: Keys };

/** What answers say beside their items. */
interface Answer {
  readonly ScannedCount?: number;
}

function counted<Client extends AnyClient>(
  client: Client,
  note: (input: Call, output: Answer) => void,
): Client {
  const sender = client as Client & {
    send(command: { input: Call }, ...rest: unknown[]): Promise<Answer>;
  };
  const send = sender.send.bind(sender);
  sender.send = async (command, ...rest) => {
    let output: Answer = {};
    try {
      output = await send(command, ...rest);
      return output;
    } finally {
      note(command.input, output);
    }
  };
  return client;
}

/** Bytes of an item that a query reads: of all kinds a node's is the largest, a quarter of a KB. */
const bytesOfItem = 256;
const bytesOfReadUnit = 4096;
const bytesOfSqsRequest = 65_536;

/** What one call uses (facts 5.4, 5.16). One that was refused counts like one that was not. */
function useOfCall(input: Call, { ScannedCount: scanned = 0 }: Answer): CallUse {
  if (input.QueueUrl !== undefined) return { ...noCalls, sqsRequests: requestsOf(input) };
  if (input.RequestItems !== undefined) {
    const keys = Object.values(input.RequestItems).map(({ Keys = [] }) => Keys.length);
    return { ...noCalls, readUnits: keys.reduce((sum, count) => sum + count, 0) };
  }
  if (input.KeyConditionExpression !== undefined) {
    const units = Math.max(1, Math.ceil((scanned * bytesOfItem) / bytesOfReadUnit));
    return { ...noCalls, readUnits: input.ConsistentRead === true ? units : units / 2 };
  }
  if (input.TransactItems !== undefined) {
    const units = input.TransactItems.flatMap(Object.values).map((one) => 1 + unitsOfWrite(one));
    return { ...noCalls, writeUnits: units.reduce((sum, count) => sum + count, 0) };
  }
  if (input.Key ?? input.Item) return { ...noCalls, writeUnits: unitsOfWrite(input) };
  return { ...noCalls };
}

/** A node's write may change its entry in the index, too. */
function unitsOfWrite({ Key, Item }: Written): number {
  const name = (Key ?? Item)?.sk?.S ?? '';
  return name.startsWith('NODE#') ? 2 : 1;
}

function requestsOf({ Entries: entries = [] }: Call): number {
  const bytes = entries.reduce((sum, { MessageBody = '' }) => sum + MessageBody.length, 0);
  return Math.max(1, Math.ceil(bytes / bytesOfSqsRequest));
}
