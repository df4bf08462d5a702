// The events of a run, kept for viewers who come late or come again.
import { randomUUID } from 'node:crypto';
import type { LiveEvent } from './live-event.ts';

/** The events so far, as the frames of an event stream (HTML standard, server-sent events). */
export interface LiveLog {
  add(event: LiveEvent): void;
  /**
   * The frames after the one that a viewer had last. Of another run's, or without one, all.
   * @param lastId what the viewer sends as `Last-Event-ID`
   */
  after(lastId: string | undefined): readonly string[];
  /** Calls back with each new frame. @returns ends that */
  listen(onFrame: (frame: string) => void): () => void;
}

interface Kept {
  readonly number: number;
  readonly kind: LiveEvent['kind'];
  readonly frame: string;
}

/** Opens an empty log. @param name tells its ids from those of other runs at the same port */
export function openLiveLog(name: string = randomUUID()): LiveLog {
  const listeners = new Set<(frame: string) => void>();
  let kept: Kept[] = [];
  let count = 0;
  return {
    add: (event) => {
      count += 1;
      // JSON has no line ends, which would end the frame.
      const frame = `id: ${name}.${count}\ndata: ${JSON.stringify(event)}\n\n`;
      // A later result has all of the one before, and may have megabytes.
      if (event.kind === 'result') kept = kept.filter(({ kind }) => kind !== 'result');
      kept.push({ number: count, kind: event.kind, frame });
      for (const listener of listeners) listener(frame);
    },
    after: (lastId) => {
      const seen = numberOf(lastId, name);
      return kept.filter(({ number }) => number > seen).map(({ frame }) => frame);
    },
    listen: (onFrame) => {
      listeners.add(onFrame);
      return () => listeners.delete(onFrame);
    },
  };
}

function numberOf(id: string | undefined, name: string): number {
  if (id === undefined || !id.startsWith(`${name}.`)) return 0;
  const number = Number(id.slice(name.length + 1));
  return Number.isSafeInteger(number) ? number : 0;
}
