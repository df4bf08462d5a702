// The boundary: a message body is `unknown` until it is one of the domain's events.
// A namespace import, so that the bundler can leave out the nine tenths of zod that are not used.
import * as z from 'zod';
import {
  type ControlEvent,
  type HealStepDue,
  type LoginRequested,
  type MembershipEvent,
  messageVersion,
} from '#domain/events.ts';
import { type QueueName, reasonLengthMax } from '#domain/limits.ts';
import { plainLine } from '#domain/plain-text.ts';
import { plainName } from '#domain/stack-names.ts';
import { wavesMax } from '#domain/storm/observation-budget.ts';

/** A message that no retry can help: not JSON, not a known event, or a value out of range. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/**
 * A message of a version that this function does not know. It comes from functions that are newer,
 * as in the middle of an update; so it has to come again, for those that will take this one's
 * place.
 */
export class NewerMessageError extends Error {
  override readonly name = 'NewerMessageError';

  constructor(version: number) {
    super(
      `it is of version ${version}, and this function knows version ${messageVersion}: ` +
        'it waits for a newer one',
    );
  }
}

const name = z.string().regex(plainName);

/** Characters in the name of an execution (API reference, StartExecution). */
const executionNameMax = 80;

/** What an event is sent on with must be what a queue takes, which is not every character. */
const eventId = z.string().regex(/^[\w./-]{1,256}$/);
const count = z
  .int()
  .min(1)
  .max(2 ** 31);
const timeMs = z.number().min(0).max(8.64e15);

const waveIndex = z.int().min(0).max(wavesMax);

/** A node that no wave has restarted yet may restart to protect itself. */
const latestWave = z.int().min(-1).max(wavesMax);

const envelope = {
  version: z.literal(messageVersion),
  id: eventId,
  runId: name,
  cell: name,
  dueAtMs: timeMs,
};

const ofNode = { nodeId: name, epoch: count };

const profile = {
  eligible: z.boolean(),
  claimedSlots: z
    .int()
    .min(0)
    .max(2 ** 31),
  utcOffsetMinutes: z
    .int()
    .min(-14 * 60)
    .max(14 * 60),
};

const cause = z.enum(['update', 'self-protection']);

const proof = z.strictObject({
  nonce: timeMs,
  expiresAtMs: timeMs,
  mac: z.string().regex(/^[\w-]{43}$/),
});

const membershipEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('NodeJoined'), ...envelope, ...ofNode, ...profile }),
  z.strictObject({ type: z.literal('NodeLeft'), ...envelope, ...ofNode }),
  z.strictObject({
    type: z.literal('NodeRestarted'),
    ...envelope,
    ...ofNode,
    waveIndex: latestWave,
    cause,
  }),
  z.strictObject({ type: z.literal('NodeLost'), ...envelope, ...ofNode }),
  z.strictObject({ type: z.literal('LeaseRenewed'), ...envelope, ...ofNode }),
]);

/** The count stops one before its bound, so that the attempt after any that is let in is, too. */
const attempt = count.transform((number) => Math.min(number, 2 ** 31 - 1));

const loginRequested = z.strictObject({
  type: z.literal('LoginRequested'),
  ...envelope,
  ...ofNode,
  attempt,
  admissionAtMs: timeMs.nullable(),
  proof,
});

const healStepDue = z.strictObject({
  type: z.literal('HealStepDue'),
  ...envelope,
  step: z
    .int()
    .min(0)
    .max(2 ** 31),
});

/** @throws {MalformedMessageError | NewerMessageError} */
export const parseMembershipEvent = (body: string): MembershipEvent => parse(membershipEvent, body);

/** @throws {MalformedMessageError | NewerMessageError} */
export const parseLoginRequested = (body: string): LoginRequested => parse(loginRequested, body);

/** @throws {MalformedMessageError | NewerMessageError} */
export const parseHealStepDue = (body: string): HealStepDue => parse(healStepDue, body);

/** How each queue's consumer reads a message; all throw the two errors of this file. */
export const parserOf: Readonly<Record<QueueName, (body: string) => ControlEvent>> = {
  membership: parseMembershipEvent,
  login: parseLoginRequested,
  heal: parseHealStepDue,
};

const stormInput = z.strictObject({ runId: name });

/** What an execution of the state machine is started with. */
export type StormInput = z.infer<typeof stormInput>;

/** @throws {MalformedMessageError} */
export const parseStormInput = (input: unknown): StormInput => check(stormInput, input);

const planInput = z.looseObject({ execution: z.string().max(executionNameMax), input: stormInput });

/**
 * What the first state is given: the execution's name and its input.
 * @throws {MalformedMessageError}
 */
export const parsePlanInput = (input: unknown) => check(planInput, input);

const observationCount = z.int().min(0).optional();

const observeInput = z.looseObject({
  runId: name,
  waveIndex,
  observations: observationCount,
  observationsApart: observationCount,
});

/** @throws {MalformedMessageError} */
export const parseObserveInput = (input: unknown) => check(observeInput, input);

const userCount = z.int().min(0).optional();

const reportInput = z.looseObject({
  runId: name,
  outcome: z.enum(['healed', 'timed-out', 'stopped']).optional(),
  failure: z.looseObject({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
  onlineCount: userCount,
  populationCount: userCount,
});

/** @throws {MalformedMessageError} */
export const parseReportInput = (input: unknown) => check(reportInput, input);

const rotationStep = z.looseObject({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: z.string().min(1),
  ClientRequestToken: z.string().min(1),
});

/** @throws {MalformedMessageError} */
export const parseRotationStep = (input: unknown) => check(rotationStep, input);

const dispatchInput = z.strictObject({
  runId: name,
  cell: name,
  waveIndex,
});

/** @throws {MalformedMessageError} */
export const parseDispatchInput = (input: unknown) => check(dispatchInput, input);

function parse<Event extends ControlEvent>(schema: z.ZodType<Event>, body: string): Event {
  const input = parseJson(body);
  const version = versionIn(input);
  if (version !== null && version > messageVersion) throw new NewerMessageError(version);
  return check(schema, input);
}

/** Null for what has no version, and for what none can be. */
function versionIn(input: unknown): number | null {
  if (typeof input !== 'object' || input === null || !('version' in input)) return null;
  return Number.isSafeInteger(input.version) ? Number(input.version) : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new MalformedMessageError('expected JSON', { cause });
  }
}

function check<Value>(schema: z.ZodType<Value>, input: unknown): Value {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 3);
  const reasons = issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new MalformedMessageError(plainReason(reasons.join('; ')));
}

/** What SQS takes in no message: all but the characters of XML 1.0 (reference of SendMessage). */
const untakenByQueues = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A reason names the fields that were sent, and these may be of any length and any characters: cut
 * and cleaned, it can be logged, and a queue takes it.
 */
function plainReason(reason: string): string {
  return plainLine(reason).slice(0, reasonLengthMax).replaceAll(untakenByQueues, '\ufffd');
}
