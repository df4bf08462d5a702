// Runs a consumer against a queue of orders in the local cloud, and compares what is in its table
// with what was ordered.
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { type Consumer, ConsumerError, call, consumerCode } from './consumer-code.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import {
  consumerEntry,
  consumerTemplate,
  deadOrders,
  orders,
  shopTable,
} from './consumer-template.ts';
import { MessageStories, type MessageStory } from './message-stories.ts';

/** What came of a trial. Times are ms since its start. */
export interface ConsumerResult {
  readonly sent: number;
  readonly poison: number;
  /** How often a message was handed to the function; each message at least once. */
  readonly receives: number;
  readonly invocations: number;
  readonly coldStarts: number;
  readonly throttles: number;
  /** The sum over all orders that can be read. */
  readonly ordered: number;
  /** What the items of the table whose key begins with `total` add up to, by `amount`. */
  readonly counted: number;
  /** `counted` less `ordered`. */
  readonly off: number;
  /** Dead-lettered at the end: orders that could be read, and messages that could not. */
  readonly deadOrders: number;
  readonly deadPoison: number;
  /** How many dead-lettered messages were sent back. */
  readonly redriven: number;
  /** When the last message left the queue; null: some were still there at the end. */
  readonly doneMs: number | null;
  readonly writeUnits: number;
  readonly sqsRequests: number;
  /** The most write units that one key took within a second. */
  readonly keyWriteUnitsPeak: number;
  /** What the consumer threw, the most frequent first. */
  readonly errors: readonly { readonly error: string; readonly count: number }[];
  /** Each message, in the order in which they were sent; one that is sent back is another one. */
  readonly messages: readonly MessageStory[];
}

/** Where the clock begins. No time-to-live and no date depends on it. */
const startMs = 0;

/** A trial that is not over by then is cut off. */
const trialMsMax = 12 * 3_600_000;

/** How often it is asked whether the queue is empty. */
const tickMs = 1_000;

/** A copy of a message may come so much later, even after the queue was empty. */
const copiesMsMax = 15_000;

interface Order {
  readonly order: string;
  readonly amount: number;
}

/** Amounts that are drawn are 1 to this. */
const drawnAmountMax = 1_000;

/** Orders, one after the other. Amounts differ, so that one lost and another counted twice show. */
function orderMaker({ drawsAmounts, seed }: ConsumerSettings): (number: number) => Order {
  const random = seededRandom(seed).fork('amounts');
  const amountOf = (number: number) =>
    drawsAmounts ? 1 + Math.floor(random() * drawnAmountMax) : 1 + (number % 7);
  return (number) => ({ order: `o${number}`, amount: amountOf(number) });
}

/**
 * Tries a consumer.
 * @param what its name or file, for errors
 * @throws {ConsumerError} it is no consumer, or AWS would refuse its mapping: too short a
 * visibility time-out, for example
 */
export async function tryConsumer(
  consumer: Consumer,
  what: string,
  settings: ConsumerSettings,
): Promise<ConsumerResult> {
  try {
    return await tried(consumer, what, settings);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ConsumerError(`AWS would refuse this: ${error.message}`);
  }
}

async function tried(
  consumer: Consumer,
  what: string,
  settings: ConsumerSettings,
): Promise<ConsumerResult> {
  const errors = new Map<string, number>();
  let fault: ConsumerError | undefined;
  const onThrow = (error: unknown) => {
    if (error instanceof ConsumerError) fault ??= error;
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    errors.set(words, (errors.get(words) ?? 0) + 1);
  };
  const stories = new MessageStories();
  const cloud = startLocalCloud({
    template: consumerTemplate(settings),
    code: { [consumerEntry]: consumerCode(consumer, what, startMs, onThrow) },
    seed: settings.seed,
    startMs,
    faults: settings.faults,
    naturalConflicts: settings.conflicts,
    accountConcurrency: settings.accountConcurrency,
    onMessage: (fact) => stories.note(fact),
  });
  const ordered = await sendOrders(cloud, settings);
  await untilEmpty(cloud, settings.redriveAtMs ?? 0);
  const redriven = settings.redriveAtMs === null ? 0 : await redrive(cloud, settings);
  await untilEmpty(cloud, cloud.nowMs());
  // The cloud takes what a function throws for its failure: nobody else would hear of this one.
  if (fault !== undefined) throw fault;
  const counted = totalIn(cloud);
  const messages = stories.all();
  return {
    ...resultOf(cloud, settings, errors),
    receives: messages.reduce((sum, { receivedMs }) => sum + receivedMs.length, 0),
    ordered,
    counted,
    off: counted - ordered,
    redriven,
    doneMs: waiting(cloud) === 0 ? stories.lastLeftMs : null,
    messages,
  };
}

function resultOf(
  cloud: LocalCloud,
  { messages, poison }: ConsumerSettings,
  errors: ReadonlyMap<string, number>,
) {
  const meters = cloud.meters();
  const dead = cloud.queueBodies(deadOrders);
  const deadReadable = dead.filter(isReadable).length;
  return {
    sent: messages + poison,
    poison,
    invocations: meters['lambda.requests'] ?? 0,
    coldStarts: meters['lambda.coldStarts'] ?? 0,
    throttles: meters['lambda.throttles'] ?? 0,
    deadOrders: deadReadable,
    deadPoison: dead.length - deadReadable,
    writeUnits: meters['dynamodb.writeUnits'] ?? 0,
    sqsRequests: meters['sqs.requests'] ?? 0,
    keyWriteUnitsPeak: cloud.peaks()['dynamodb.partitionWriteUnitsPerSecond'] ?? 0,
    errors: [...errors]
      .map(([error, count]) => ({ error, count }))
      .toSorted((a, b) => b.count - a.count),
  };
}

/** @returns the sum of all orders that were sent */
async function sendOrders(cloud: LocalCloud, settings: ConsumerSettings): Promise<number> {
  const { ratePerSecond } = settings;
  const bodies = bodiesOf(settings);
  const perSecond = ratePerSecond ?? bodies.length;
  for (let from = 0; from < bodies.length; from += perSecond) {
    await sendAll(cloud, bodies.slice(from, from + perSecond));
    await untilAtLeast(cloud, startMs + (from / perSecond + 1) * 1000);
  }
  return bodies.reduce((sum, body) => sum + (isReadable(body) ? JSON.parse(body).amount : 0), 0);
}

/** The poison ones are spread evenly, and are orders that were cut off. */
function bodiesOf(settings: ConsumerSettings): string[] {
  const { messages, poison } = settings;
  const orderOf = orderMaker(settings);
  const bodies = Array.from({ length: messages }, (_, at) => JSON.stringify(orderOf(at)));
  const apart = messages / Math.max(1, poison);
  for (let one = 0; one < poison; one += 1) {
    const text = JSON.stringify(orderOf(messages + one));
    bodies.splice(Math.floor((one + 0.5) * apart) + one, 0, text.slice(0, -4));
  }
  return bodies;
}

function isReadable(body: string): boolean {
  return body.endsWith('}');
}

async function sendAll(cloud: LocalCloud, bodies: readonly string[]): Promise<void> {
  const client = cloud.clientHandler();
  const url = cloud.outputs.OrdersUrl;
  for (let from = 0; from < bodies.length; from += 10) {
    const entries = bodies
      .slice(from, from + 10)
      .map((body, at) => ({ Id: String(at), MessageBody: body }));
    const input = { QueueUrl: url, Entries: entries };
    await cloud.settle(call(client, 'AmazonSQS.SendMessageBatch', input));
  }
}

/** Lets time pass until no message is there any more, and none comes again. */
async function untilEmpty(cloud: LocalCloud, notBeforeMs: number): Promise<void> {
  let emptySinceMs = Number.POSITIVE_INFINITY;
  await cloud.runUntil({
    untilMs: startMs + trialMsMax,
    everyMs: tickMs,
    onTick: (nowMs) => {
      emptySinceMs = waiting(cloud) > 0 ? Number.POSITIVE_INFINITY : Math.min(emptySinceMs, nowMs);
      const isOver = nowMs - emptySinceMs >= copiesMsMax && nowMs >= notBeforeMs;
      return isOver ? 'stop' : 'continue';
    },
  });
}

async function untilAtLeast(cloud: LocalCloud, atMs: number): Promise<void> {
  if (atMs > cloud.nowMs()) await cloud.runUntil({ untilMs: atMs });
}

function waiting(cloud: LocalCloud): number {
  const counts = cloud.queueDepths()[orders];
  return counts === undefined ? 0 : counts.visible + counts.delayed + counts.inFlight;
}

/** Sends what is dead-lettered back, as StartMessageMoveTask does. @returns how many */
async function redrive(cloud: LocalCloud, settings: ConsumerSettings): Promise<number> {
  const bodies = cloud.queueBodies(deadOrders);
  cloud.emptyQueue(deadOrders);
  const perSecond = settings.redrivePerSecond;
  for (let from = 0; from < bodies.length; from += perSecond) {
    const atMs = cloud.nowMs();
    await sendAll(cloud, bodies.slice(from, from + perSecond));
    await untilAtLeast(cloud, atMs + 1000);
  }
  return bodies.length;
}

function totalIn(cloud: LocalCloud): number {
  const items = cloud.scan(shopTable) as Record<string, { S?: string; N?: string }>[];
  return items
    .filter(({ pk }) => pk?.S?.startsWith('total'))
    .reduce((sum, { amount }) => sum + Number(amount?.N ?? 0), 0);
}
