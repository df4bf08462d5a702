// Copies of log-ins where they hurt most. Clients ask as if they had asked often before, so that a
// roll call is near; and while a batch has read its nodes and not its offers, or is being placed,
// another environment of the function is handed others who want the same slots, and copies that are
// behind.
import { chanceOf } from '#domain/chance.ts';
import { rollCallEvery } from '#domain/limits.ts';
import type { LambdaCode, LambdaContext } from '#local-cloud/lambda/lambda-code.ts';
import { actionOf, type ClientHandler } from '#local-cloud/sdk-transport.ts';
import type { Copies } from './swarm-case.ts';

type Code = Readonly<Record<string, LambdaCode>>;

const entry = 'functions/login.ts';

/** The same code, whose log-in function meets copies of what it was handed. */
export function withCopies(code: Code, copies: Copies | null, seed: number): Code {
  const login = code[entry];
  if (copies === null || login === undefined) return code;
  const recent = new RecentLogins();
  const isTime = (nowMs: number) => nowMs >= copies.fromMs && nowMs < copies.untilMs;
  let meetingCount = 0;
  /** How long a call hangs, which others use; undefined where nobody meets it. */
  const pauseMs = (nowMs: number) => {
    meetingCount += 1;
    const draw = (what: string) => chanceOf(seed, what, String(meetingCount));
    const isMet = isTime(nowMs) && draw('copies') < copies.share;
    return isMet ? draw('pause') * pauseMsMax : undefined;
  };
  const meeting: LambdaCode = (environment) => {
    const handleOthers = login(environment);
    let atWork: Invocation | null = null;
    const meet = async ({ batch, context }: Invocation, isPlacing: boolean) => {
      const durationMs = pauseMs(environment.nowMs());
      if (durationMs === undefined) return;
      const handOut = async (Records: readonly SqsRecord[]) => {
        if (Records.length > 0) await handleOthers({ Records }, context);
      };
      if (isPlacing) {
        await environment.sleep(durationMs);
        await handOut(recent.others(batch, environment.nowMs()));
      }
      await handOut(recent.behind(batch, environment.nowMs()));
      if (!isPlacing) await environment.sleep(durationMs);
    };
    const requestHandler: ClientHandler = {
      ...environment.requestHandler,
      async handle(request) {
        const { operation } = actionOf(request);
        const isPlacing = operation === 'TransactWriteItems';
        if (atWork !== null && (isPlacing || operation === 'Query')) await meet(atWork, isPlacing);
        return environment.requestHandler.handle(request);
      },
    };
    const handle = login({ ...environment, requestHandler });
    return async (event, context) => {
      if (!isTime(environment.nowMs())) return handle(event, context);
      const Records = (event as Batch).Records.map((one) => hurried(one, copies, seed));
      const batch = { ...(event as Batch), Records };
      recent.remember(Records);
      atWork = { batch, context };
      return handle(batch, context);
    };
  };
  return { ...code, [entry]: meeting };
}

/** So long a call hangs at most; half of what its function may take. */
const pauseMsMax = 10_000;

interface Batch {
  readonly Records: readonly SqsRecord[];
}

interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
}

interface Invocation {
  readonly batch: Batch;
  readonly context: LambdaContext;
}

/** What is known of a log-in's body without trusting it. */
interface Login {
  readonly type: string;
  readonly cell: string;
  readonly nodeId: string;
  readonly attempt: number;
  readonly dueAtMs: number;
}

/** As many as bring a client's first attempt to the roll call. */
const skippedAttempts = rollCallEvery - 1;

/** Until then a client may seem to have waited too long: it stays unproven, and goes on. */
const lateAttemptMax = rollCallEvery + 4;

/** Longer than any client's patience. */
const lateByMs = 10 * 60_000;

/** As if its client had asked often, and had waited beyond its patience now and then. */
function hurried(record: SqsRecord, { lateShare }: Copies, seed: number): SqsRecord {
  const login = loginOf(record);
  if (login === null || login.attempt > lateAttemptMax) return record;
  const attempt = Math.max(login.attempt, skippedAttempts + 1);
  const isLate = chanceOf(seed, 'late', record.messageId) < lateShare;
  const dueAtMs = isLate ? login.dueAtMs - lateByMs : login.dueAtMs;
  return { ...record, body: JSON.stringify({ ...login, attempt, dueAtMs }) };
}

/** So many log-ins that were handed out last may be handed out once more. */
const rememberedMax = 60;

class RecentLogins {
  #records: readonly SqsRecord[] = [];

  remember(records: readonly SqsRecord[]): void {
    this.#records = [...records, ...this.#records].slice(0, rememberedMax);
  }

  /** Who else asked in the cells of a batch lately. */
  others({ Records }: Batch, nowMs: number): SqsRecord[] {
    const placed = Records.flatMap((one) => loginOf(one) ?? []);
    const cells = new Set(placed.map(({ cell }) => cell));
    const known = new Set(placed.map(({ nodeId }) => nodeId));
    const others = this.#records.filter((one) => {
      const login = loginOf(one);
      if (login === null || !cells.has(login.cell) || known.has(login.nodeId)) return false;
      known.add(login.nodeId);
      return true;
    });
    return others.map((one) => asked(one, nowMs));
  }

  /** A batch's own log-ins, as copies that are behind. */
  behind({ Records }: Batch, nowMs: number): SqsRecord[] {
    return Records.map((one) => asked(one, nowMs, attemptBehind));
  }
}

/** That of the last roll call, which the copy that is ahead has answered. */
function attemptBehind(attempt: number): number {
  return Math.max(1, Math.floor(attempt / rollCallEvery)) * rollCallEvery;
}

/** The same request, whose client asks just now. */
function asked(
  record: SqsRecord,
  nowMs: number,
  attemptOf = (attempt: number) => attempt,
): SqsRecord {
  const login = loginOf(record);
  if (login === null || login.dueAtMs > nowMs) return record;
  const copy = { ...login, dueAtMs: Math.floor(nowMs), attempt: attemptOf(login.attempt) };
  return { ...record, body: JSON.stringify(copy) };
}

function loginOf({ body }: SqsRecord): Login | null {
  try {
    const login = JSON.parse(body);
    return login?.type === 'LoginRequested' ? login : null;
  } catch {
    return null;
  }
}
