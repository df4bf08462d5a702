// What happened to each message of a trial, from what the queue reports.
import type { MessageFact } from '#local-cloud/history-facts.ts';
import { orders } from './consumer-template.ts';

/** What happened to one message. Times are ms since the trial's start. */
export interface MessageStory {
  readonly body: string;
  readonly sentMs: number;
  /** When it was handed to the function, each time. */
  readonly receivedMs: readonly number[];
  readonly deletedMs: number | null;
  readonly deadMs: number | null;
}

interface Kept {
  body: string;
  sentMs: number;
  receivedMs: number[];
  deletedMs: number | null;
  deadMs: number | null;
}

/** Collects the facts of the queue of orders. */
export class MessageStories {
  /** When the last message left the queue. */
  lastLeftMs = 0;
  readonly #stories = new Map<string, Kept>();

  note({ kind, queueName, messageId, body, atMs }: MessageFact): void {
    if (queueName !== orders) return;
    const story = this.#stories.get(messageId) ?? freshStory(body, atMs);
    this.#stories.set(messageId, story);
    if (kind === 'received') story.receivedMs.push(atMs);
    if (kind === 'deleted') story.deletedMs = atMs;
    if (kind === 'dead') story.deadMs = atMs;
    if (kind === 'deleted' || kind === 'dead') this.lastLeftMs = atMs;
  }

  all(): MessageStory[] {
    return [...this.#stories.values()];
  }
}

function freshStory(body: string, sentMs: number): Kept {
  return { body, sentMs, receivedMs: [], deletedMs: null, deadMs: null };
}
