// Makes copies of log-ins meet at the times when they do most harm.
//
// Each client asks as if it had asked often before, so that its duplicate check is near. A batch is
// delayed at two moments: when it has read its nodes and not yet its registrations, and when it is
// being placed. Then another environment of the function handles log-ins of other clients that want
// the same slots, and copies that are behind.
//
// A client that has waited beyond its client timeout gets a further copy after its duplicate check
// is answered. That copy finds no slot. It stands by just when the client's next attempt is being
// placed.
import { chanceOf } from '#domain/chance.ts';
import type { LoginRequested } from '#domain/events.ts';
import { duplicateCheckEvery } from '#domain/limits.ts';
import { actionOf, type ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode, LambdaContext } from '#local-cloud/lambda/lambda-code.ts';
import { HangingStandBys } from './hanging-stand-bys.ts';
import { withTurn } from './known-keys.ts';
import type { Copies } from './swarm-case.ts';

type Code = Readonly<Record<string, LambdaCode>>;

const entry = 'functions/login.ts';

/** The same code, but the log-in function meets copies of its own messages. */
export function withCopies(code: Code, copies: Copies | null, seed: number): Code {
  const login = code[entry];
  if (copies === null || login === undefined) return code;
  const recent = new RecentLogins();
  const chances = new Meetings(copies, seed);
  const standBys = new HangingStandBys();
  const meeting: LambdaCode = (environment) => {
    const handleOthers = login(environment);
    let behind: readonly SqsRecord[] = [];
    let hangsUntilMs = 0;
    const nodeIds = () => behind.flatMap((one) => loginOf(one)?.nodeId ?? []);
    const handleBehind = login(standBys.slow(environment, nodeIds, () => hangsUntilMs));
    /**
     * Handles copies of clients whose duplicate check was just answered. The client is ahead of its
     * copy, and may be placed while the copy hangs.
     */
    const meetLater = async ({ batch, context }: Invocation, failed: ReadonlySet<string>) => {
      // A failed message is delivered again. If its copy answered the check in its place and then
      // died, no message of this client would be left.
      const Records = batch.Records.filter(({ messageId }) => !failed.has(messageId));
      behind = recent.besides({ Records }, environment.nowMs());
      const leftMs = context.getRemainingTimeInMillis() - sparedMs;
      if (behind.length === 0 || leftMs <= 0) return;
      hangsUntilMs = environment.nowMs() + leftMs;
      await handleBehind({ Records: behind }, context);
    };
    let atWork: Invocation | null = null;
    const meet = async ({ batch, context }: Invocation, isPlacing: boolean) => {
      const durationMs = chances.pauseMs(environment.nowMs());
      if (durationMs === undefined) return;
      const handOut = async (Records: readonly SqsRecord[]) => {
        chances.noteMade(Records.length);
        if (Records.length > 0) await handleOthers({ Records }, context);
      };
      if (isPlacing) {
        await environment.sleep(durationMs);
        await handOut(recent.others(batch, environment.nowMs()));
        // After the rate-limit window, the log-in service has a share for copies again.
        await environment.sleep(durationMs);
      }
      await handOut(recent.behind(batch, environment.nowMs()));
      if (!isPlacing) await environment.sleep(durationMs);
    };
    const requestHandler: ClientHandler = {
      ...environment.requestHandler,
      async handle(request) {
        const { operation } = actionOf(request);
        const isPlacing = operation === 'TransactWriteItems';
        if (isPlacing) await standBys.placing(environment, request);
        if (atWork !== null && (isPlacing || operation === 'Query')) await meet(atWork, isPlacing);
        return environment.requestHandler.handle(request);
      },
    };
    const handle = login({ ...environment, requestHandler });
    return async (event, context) => {
      const isOn = chances.isTime(environment.nowMs());
      const Records = chances.presented((event as Batch).Records, isOn);
      const batch = { ...(event as Batch), Records };
      if (!isOn) return handle(batch, context);
      recent.remember(Records);
      atWork = { batch, context };
      const result = await handle(batch, context);
      await meetLater({ batch, context }, failedIn(result));
      return result;
    };
  };
  return { ...code, [entry]: meeting };
}

/**
 * How many copies a case makes at most. Most cases make some hundreds. Over hours, copies of copies
 * would outrun the duplicate checks, and the swarm itself would cause the flood.
 */
const copiesMax = 5_000;

/** The longest delay of a call, less than half of a function's time-out. A placement has two. */
const pauseMsMax = 9_000;

/**
 * Decides when copies meet, how long a call is delayed, and which log-ins come to a duplicate
 * check.
 */
class Meetings {
  readonly #copies: Copies;
  readonly #seed: number;
  readonly #hurriedIds = new Set<string>();
  #meetingCount = 0;
  #madeCount = 0;

  constructor(copies: Copies, seed: number) {
    this.#copies = copies;
    this.#seed = seed;
  }

  isTime(nowMs: number): boolean {
    return nowMs >= this.#copies.fromMs && nowMs < this.#copies.untilMs;
  }

  /** How long a call is delayed; undefined where no copies meet. */
  pauseMs(nowMs: number): number | undefined {
    this.#meetingCount += 1;
    const draw = (what: string) => chanceOf(this.#seed, what, String(this.#meetingCount));
    const mayMeet = this.isTime(nowMs) && this.#madeCount < copiesMax;
    return mayMeet && draw('copies') < this.#copies.share ? draw('pause') * pauseMsMax : undefined;
  }

  noteMade(count: number): void {
    this.#madeCount += count;
  }

  /** A message says the same each time it is delivered, even when the case is already quiescent. */
  presented(records: readonly SqsRecord[], isOn: boolean): SqsRecord[] {
    return records.map((one) => {
      if (isOn) this.#hurriedIds.add(one.messageId);
      return this.#hurriedIds.has(one.messageId) ? hurried(one, this.#copies, this.#seed) : one;
    });
  }
}

/** The part of a call's time that a copy may not use up. */
const sparedMs = 3_000;

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

/** Longer than any client's timeout. */
const lateByMs = 10 * 60_000;

/**
 * The log-in as if its client had come to its first duplicate check. In some cases the client has
 * also waited beyond its timeout.
 */
function hurried(record: SqsRecord, { lateShare }: Copies, seed: number): SqsRecord {
  const login = loginOf(record);
  if (login === null || login.attempt > duplicateCheckEvery) return record;
  const isLateNow = chanceOf(seed, 'late', record.messageId) < lateShare;
  const dueAtMs = isLateNow ? login.dueAtMs - lateByMs : login.dueAtMs;
  const { admissionAtMs } = login;
  const atCheck = withTurn({ ...login, dueAtMs }, { attempt: duplicateCheckEvery, admissionAtMs });
  return { ...record, body: JSON.stringify(atCheck) };
}

/** How many of the latest log-ins may be handed out once more. */
const rememberedMax = 120;

class RecentLogins {
  #records: readonly SqsRecord[] = [];

  remember(records: readonly SqsRecord[]): void {
    this.#records = [...records, ...this.#records].slice(0, rememberedMax);
  }

  /** Recent log-ins of other clients in the cells of a batch. */
  others({ Records }: Batch, nowMs: number): SqsRecord[] {
    const placed = Records.flatMap((one) => loginOf(one) ?? []);
    const cells = new Set(placed.map(({ cell }) => cell));
    const known = new Set(placed.map(({ nodeId }) => nodeId));
    const others = this.#records.filter((one) => {
      const login = loginOf(one);
      if (login === null || !cells.has(login.cell) || known.has(login.nodeId)) return false;
      known.add(login.nodeId);
      return !isLate(login, nowMs);
    });
    return others.map((one) => asked(one, nowMs, { admissionAtMs: Math.floor(nowMs) }));
  }

  /** Copies of the log-ins whose clients waited beyond their timeout. */
  besides({ Records }: Batch, nowMs: number): SqsRecord[] {
    const late = Records.filter((one) => {
      const login = loginOf(one);
      return login !== null && isLate(login, nowMs);
    });
    return late.map((one) => ({ ...asked(one, nowMs), messageId: `${one.messageId}-copy` }));
  }

  /** A batch's own log-ins, as copies that are behind. */
  behind({ Records }: Batch, nowMs: number): SqsRecord[] {
    const waiting = Records.filter((one) => {
      const login = loginOf(one);
      return login === null || !isLate(login, nowMs);
    });
    return waiting.map((one) => asked(one, nowMs, { isBehind: true }));
  }
}

/** The messages of a batch that the function could not handle. */
function failedIn(result: unknown): ReadonlySet<string> {
  const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

function isLate({ dueAtMs }: LoginRequested, nowMs: number): boolean {
  return nowMs - dueAtMs >= lateByMs;
}

/** The attempt of the last duplicate check. The copy that is ahead has answered that check. */
function attemptBehind(attempt: number): number {
  return Math.max(1, Math.floor(attempt / duplicateCheckEvery)) * duplicateCheckEvery;
}

interface Asking {
  /** Sets the admission time, so that it has come. */
  readonly admissionAtMs?: number;
  /** Sets back the attempt to one that another copy has passed. */
  readonly isBehind?: boolean;
}

/** The same request, asked again now. */
function asked(
  record: SqsRecord,
  nowMs: number,
  { admissionAtMs, isBehind = false }: Asking = {},
): SqsRecord {
  const login = loginOf(record);
  if (login === null || login.dueAtMs > nowMs) return record;
  const attempt = isBehind ? attemptBehind(login.attempt) : login.attempt;
  const turn = { attempt, admissionAtMs: admissionAtMs ?? login.admissionAtMs };
  const copy = withTurn({ ...login, dueAtMs: Math.floor(nowMs) }, turn);
  return { ...record, body: JSON.stringify(copy) };
}

function loginOf({ body }: SqsRecord): LoginRequested | null {
  try {
    const login = JSON.parse(body);
    return login?.type === 'LoginRequested' ? login : null;
  } catch {
    return null;
  }
}
