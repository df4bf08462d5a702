// Formats what happened to one item of a history, for a person who looks for the cause.
import type { ControlEvent } from '#domain/events.ts';
import type { HistoryEntry, MessageEntry, RecordChange } from '#domain/invariants/history.ts';
import type { Violation } from '#domain/invariants/invariant.ts';

/** The most lines before the violation itself. */
const linesMax = 14;

/**
 * The last entries of a history that touch the item of a violation, up to the one that showed it.
 * @param startMs the run's start, from which times are counted
 */
export function excerptOf(
  history: readonly HistoryEntry[],
  { item, entry }: Pick<Violation, 'item' | 'entry'>,
  startMs: number,
): string[] {
  const messages = new Map<string, ControlEvent | null>();
  const [name = item] = item.split('@');
  const lines: string[] = [];
  for (const [index, one] of history.slice(0, entry).entries()) {
    if (one.kind === 'message' && one.step === 'sent') messages.set(one.messageId, one.event);
    const words = wordsOf(one, name, messages);
    const seconds = ((one.atMs - startMs) / 1000).toFixed(3);
    lines.push(...words.map((line) => `${String(index + 1).padStart(6)} +${seconds} s  ${line}`));
  }
  return lines.slice(-linesMax);
}

function wordsOf(
  entry: HistoryEntry,
  name: string,
  messages: ReadonlyMap<string, ControlEvent | null>,
): string[] {
  switch (entry.kind) {
    case 'commit':
      return entry.changes.filter((change) => isOf(change, name)).map(formatChange);
    case 'message':
      return formatMessage(entry, name, messages.get(entry.messageId) ?? null);
    case 'fault':
      return [`${entry.what}`];
    default:
      return [entry.kind];
  }
}

function isOf({ of, before, after }: RecordChange, name: string): boolean {
  const row = after ?? before;
  if (of === 'cell' || row === null) return row?.cell === name;
  if ('nodeId' in row && row.nodeId === name) return true;
  // On the quiet day a supernode is listed once, not again for each of its clients.
  if (before === null) return false;
  const homes = [before, after].map((one) => (one !== null && 'home' in one ? one.home : null));
  return homes.some((home) => home?.supernode === name);
}

function formatMessage(entry: MessageEntry, name: string, event: ControlEvent | null): string[] {
  const { messageId, queue, step } = entry;
  const isNamed =
    event !== null && ('nodeId' in event ? event.nodeId === name : event.cell === name);
  if (messageId !== name && !isNamed) return [];
  const words = event === null ? 'an unreadable message' : formatEvent(event);
  return [`${queue}: ${words} ${step} (${messageId.slice(0, 8)})`];
}

function formatEvent(event: ControlEvent): string {
  const { type, version, id, runId, cell, ...rest } = event;
  const reported = 'proof' in rest ? { ...rest, proof: `nonce ${rest.proof?.nonce}` } : rest;
  return `${type} ${compact(reported)}`;
}

/** The changes of a record, after its name. */
function formatChange({ of, before, after }: RecordChange): string {
  const row = after ?? before;
  const name = row === null ? '' : 'nodeId' in row ? row.nodeId : row.cell;
  if (before === null) return `${of} ${name}: new, ${compact(after)}`;
  if (after === null) return `${of} ${name}: gone, was ${compact(before)}`;
  const was: Record<string, unknown> = { ...before };
  const changed = Object.entries(after).filter(([key, value]) => !isSame(was[key], value));
  const words = changed.map(([key, value]) => `${key} ${text(was[key])} -> ${text(value)}`);
  return `${of} ${name}: ${words.join(', ')}`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function compact(row: object | null): string {
  return Object.entries(row ?? {})
    .map(([key, value]) => `${key} ${text(value)}`)
    .join(', ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
