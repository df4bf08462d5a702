// What a policy file's own decisions may answer: the same closed sets of outcomes that the built-in
// ones have. They are the same on every cloud. A message is held to what the queues' consumers
// take.
import * as z from 'zod';
import type { Decisions } from '#domain/decisions.ts';
import { dueAheadMsMax } from '#domain/limits.ts';
import type { RetryReason } from '#domain/login/retry-login.ts';
import { formatIssues } from './sentences/format-issues.ts';

const timeMs = z.number().min(0).max(8.64e15);

const schemas = {
  admitLogin: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('admitted'), clientGone: z.boolean() }),
    z.strictObject({ kind: z.literal('deferred'), admissionAtMs: timeMs }),
    z.strictObject({ kind: z.literal('abandoned') }),
    z.strictObject({ kind: z.literal('superseded') }),
    z.strictObject({
      kind: z.literal('refused'),
      reason: z.enum(['unknown-node', 'epoch-from-the-future', 'replayed']),
    }),
  ]),
  placeClient: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chosen'), supernode: z.looseObject({}) }),
    z.strictObject({ kind: z.literal('no-capacity') }),
  ]),
  retryLogin: z.strictObject({
    type: z.literal('LoginRequested'),
    version: z.literal(1),
    id: z.string().regex(/^[\w./-]{1,256}$/),
    runId: z.string(),
    cell: z.string(),
    nodeId: z.string(),
    epoch: z.int(),
    proof: z.looseObject({}),
    attempt: z
      .int()
      .min(1)
      .max(2 ** 31),
    admissionAtMs: timeMs.nullable(),
    dueAtMs: timeMs,
  }),
  healStep: z.strictObject({
    onlineCount: z.number(),
    slotsLive: z.number(),
    slotsCounted: z.number(),
    slotsNeeded: z.number(),
    promote: z.array(z.unknown()),
    retire: z.array(z.unknown()),
    lost: z.array(z.unknown()),
    gate: z.strictObject({ fromMs: timeMs, refillMs: timeMs.max(dueAheadMsMax) }),
    nextAtMs: timeMs.nullable(),
  }),
} as const satisfies Record<keyof Decisions, z.ZodType>;

/**
 * Says why an answer is none that a decision of this name may give.
 * @param facts the arguments of the decision
 * @returns the first field that is wrong, its value and the reason; undefined where all is well
 */
export function answerFault(
  name: keyof Decisions,
  answer: unknown,
  facts: readonly unknown[],
): string | undefined {
  if (answer instanceof Promise) return 'a promise, and decisions are not async';
  const schema = schemas[name];
  const parsed = schema.safeParse(answer);
  if (parsed.success) return impossible[name](answer as Answer, facts);
  if (typeof answer !== 'object' || answer === null) return `${shown(answer)}, which is no object`;
  const [reason] = formatIssues(parsed.error, schema, answer);
  const path = parsed.error.issues[0]?.path ?? [];
  const value = path.reduce<unknown>(
    (one, key) => (one as Answer | undefined)?.[String(key)],
    answer,
  );
  return path.length === 0 ? `${shown(answer)}: ${reason}` : `${reason} (it is ${shown(value)})`;
}

type Answer = Readonly<Record<string, unknown>>;

/** What the facts of a call rule out. */
const impossible: Readonly<
  Record<keyof Decisions, (answer: Answer, facts: readonly unknown[]) => string | undefined>
> = {
  admitLogin: ({ admissionAtMs }, [, , , nowMs]) =>
    admissionAtMs === undefined ? undefined : tooFar('admissionAtMs', admissionAtMs, nowMs),
  placeClient: ({ kind, supernode }, [supernodes]) =>
    kind === 'chosen' ? strangers('supernode', [supernode], supernodes, 'supernodes') : undefined,
  retryLogin: (answer, [request, reason, , , nowMs]) =>
    kept.map((field) => changed(field, answer, request as Answer)).find(Boolean) ??
    passed('dueAtMs', answer.dueAtMs, earliestRetryMs(reason as RetryReason, Number(nowMs))) ??
    tooFar('dueAtMs', answer.dueAtMs, nowMs) ??
    tooFar('admissionAtMs', answer.admissionAtMs ?? 0, nowMs),
  healStep: ({ promote, retire, lost, nextAtMs }, [, supernodes, candidates, , nowMs]) =>
    strangers('promote', promote, candidates, 'candidates') ??
    strangers('retire', retire, supernodes, 'supernodes') ??
    strangers('lost', lost, supernodes, 'supernodes') ??
    (nextAtMs === null
      ? undefined
      : (passed('nextAtMs', nextAtMs, nowMs) ?? tooFar('nextAtMs', nextAtMs, nowMs))),
};

/**
 * An admission time that the client was given may be over once the answer is made: the built-in
 * decision keeps it.
 */
function earliestRetryMs(reason: RetryReason, nowMs: number): number {
  return reason.kind === 'deferred' ? Math.min(reason.admissionAtMs, nowMs) : nowMs;
}

/** What a client's next request has from the one before. */
const kept = ['runId', 'cell', 'nodeId', 'epoch', 'proof'] as const;

function changed(field: string, answer: Answer, request: Answer): string | undefined {
  const [is, was] = [answer[field], request[field]];
  if (is === was || JSON.stringify(is) === JSON.stringify(was)) return undefined;
  return `${field}: must stay ${shown(was)} (it is ${shown(is)})`;
}

function passed(field: string, value: unknown, nowMs: unknown): string | undefined {
  if (Number(value) >= Number(nowMs)) return undefined;
  return `${field}: must not be before now, ${shown(nowMs)} (it is ${shown(value)})`;
}

function tooFar(field: string, value: unknown, nowMs: unknown): string | undefined {
  const latestMs = Number(nowMs) + dueAheadMsMax;
  if (Number(value) <= latestMs) return undefined;
  return `${field}: must be at most ${latestMs}, a day ahead (it is ${shown(value)})`;
}

/** Names whatever is not one of the very objects that the decision was given, or is there twice. */
function strangers(
  field: string,
  chosen: unknown,
  given: unknown,
  what: string,
): string | undefined {
  const left = new Set(given as readonly unknown[]);
  const stranger = (chosen as readonly unknown[]).find((one) => !left.delete(one));
  if (stranger === undefined) return undefined;
  return `${field}: must be of the ${what} that it was given, each once (it is ${shown(stranger)})`;
}

const charactersMax = 80;

function shown(value: unknown): string {
  const words = JSON.stringify(value) ?? String(value);
  return words.length <= charactersMax ? words : `${words.slice(0, charactersMax)}…`;
}
