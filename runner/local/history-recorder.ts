// Turns the commits and messages of a local cloud into the history by which a run is judged.
import { type Item, toCell, toNode, toSupernode } from '#adapters/network/items.ts';
import type { ControlEvent } from '#domain/events.ts';
import type { HistoryEntry, MessagePlace, RecordChange } from '#domain/invariants/history.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Commit, ItemChange, MessageFact } from '#local-cloud/history-facts.ts';
import { readQuarantined } from '../deployed/quarantined-messages.ts';
import type { ProofOracle } from './proof-oracle.ts';

/** Records what a cloud reports as entries of one run's history. */
export interface HistoryRecorder {
  onCommit(commit: Commit): void;
  onMessage(fact: MessageFact): void;
}

/** What a recorder needs. */
export interface RecorderOptions extends Pick<RunSettings, 'runId' | 'cells'> {
  /** The stack's outputs, which name the queues. They are read at the first message. */
  readonly outputs: () => Readonly<Record<string, string>>;
  readonly isGenuine: ProofOracle;
  readonly note: (entry: HistoryEntry) => void;
}

export function openRecorder(options: RecorderOptions): HistoryRecorder {
  const toRecord = recordReader();
  let places: ReadonlyMap<string, MessagePlace> | undefined;
  return {
    onCommit({ atMs, changes }) {
      const records = changes.flatMap((change) => recordChange(change, options.runId, toRecord));
      if (records.length > 0) options.note({ kind: 'commit', atMs, changes: records });
      if (changes.some((change) => finishesRun(change, options.runId)))
        options.note({ kind: 'finished', atMs });
    },
    onMessage(fact) {
      places ??= placesOf(options.outputs());
      const queue = places.get(fact.queueName);
      const entry = queue === undefined ? null : messageEntry(fact, queue, options);
      if (entry !== null) options.note(entry);
    },
  };
}

type ToRecord = <Row extends object>(item: Item, convert: (item: Item) => Row) => Row;

/**
 * An item before a change is the same object as after the change before. So each is converted only
 * once.
 */
function recordReader(): ToRecord {
  const known = new WeakMap<Item, object>();
  return <Row extends object>(item: Item, convert: (item: Item) => Row) => {
    const record = known.get(item) as Row | undefined;
    if (record !== undefined) return record;
    const fresh = convert(item);
    known.set(item, fresh);
    return fresh;
  };
}

function recordChange(change: ItemChange, runId: string, toRecord: ToRecord): RecordChange[] {
  const { pk, sk } = change.key as Item;
  if (!pk?.S?.startsWith(`CELL#${runId}#`)) return [];
  const [before, after] = [change.before, change.after] as (Item | undefined)[];
  const both = <Row extends object>(convert: (item: Item) => Row) => ({
    before: before === undefined ? null : toRecord(before, convert),
    after: after === undefined ? null : toRecord(after, convert),
  });
  if (sk?.S?.startsWith('NODE#')) return [{ of: 'node', ...both(toNode) }];
  if (sk?.S?.startsWith('SUPERNODE#')) return [{ of: 'supernode', ...both(toSupernode) }];
  return sk?.S === 'CELL' ? [{ of: 'cell', ...both(toCell) }] : [];
}

function finishesRun({ key, before, after }: ItemChange, runId: string): boolean {
  const { pk, sk } = key as Item;
  if (pk?.S !== `RUN#${runId}` || sk?.S !== 'RUN') return false;
  const statusOf = (item: unknown) => (item as Item | undefined)?.status?.S;
  return statusOf(after) === 'finished' && statusOf(before) !== 'finished';
}

function messageEntry(
  { kind, atMs, messageId, body }: MessageFact,
  queue: MessagePlace,
  { runId, cells, isGenuine }: RecorderOptions,
): HistoryEntry | null {
  if (kind !== 'sent')
    return { kind: 'message', step: kind, atMs, queue, messageId, isPoison: false };
  const sent = { kind: 'message', step: 'sent', atMs, queue, messageId } as const;
  if (queue === 'quarantine') {
    const aside = readQuarantined(body);
    if (aside === null) return { ...sent, event: null, isGenuine: never };
    const isPoison = !aside.isSoundIn({ runId, cells }, atMs);
    const { queue: from, messageId: whose } = aside;
    const put = { step: 'quarantined', queue: from, messageId: whose } as const;
    return { kind: 'message', atMs, ...put, isPoison };
  }
  const event = readEvent(body);
  if (event !== null && event.runId !== runId) return null;
  if (event?.type !== 'LoginRequested') return { ...sent, event, isGenuine: never };
  return { ...sent, event, isGenuine: onceAsked(() => isGenuine(event)) };
}

function never(): boolean {
  return false;
}

/** Several rules ask of one proof, and most proofs are asked for by none. */
function onceAsked(isSo: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= isSo();
    return known;
  };
}

/**
 * Our own functions write the events, so here it is enough that they are JSON. The full check costs
 * more than all the rest.
 */
function readEvent(body: string): ControlEvent | null {
  try {
    const event = JSON.parse(body) as ControlEvent | null;
    return typeof event === 'object' && typeof event?.type === 'string' ? event : null;
  } catch {
    return null;
  }
}

/** Each queue's name is the last part of its URL. */
function placesOf(outputs: Readonly<Record<string, string>>): ReadonlyMap<string, MessagePlace> {
  const places = new Map<string, MessagePlace>();
  for (const [output, url] of Object.entries(outputs)) {
    const place = placeOf(output);
    const name = url.split('/').at(-1);
    if (place !== undefined && name !== undefined) places.set(name, place);
  }
  return places;
}

function placeOf(output: string): MessagePlace | undefined {
  if (output.endsWith('DeadLettersUrl')) return 'dead-letters';
  const known: Readonly<Record<string, MessagePlace>> = {
    MembershipQueueUrl: 'membership',
    LoginQueueUrl: 'login',
    HealQueueUrl: 'heal',
    QuarantineQueueUrl: 'quarantine',
  };
  return known[output];
}
