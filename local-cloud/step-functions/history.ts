// The event history of an execution: what GetExecutionHistory shows.
// Types: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html

import type { Peaks } from '../peaks.ts';
import type { Clock, JsonObject } from '../service.ts';
import { isObject } from './data/state-data.ts';
import { runtimeError } from './states-error.ts';

/** AWS's quota on the events of a Standard execution. The last event is kept for the failure. */
export const historyEventsMax = 25_000;

interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timeMs: number;
  readonly type: string;
  /** The member with the details, e.g. `stateEnteredEventDetails`. Its data is not text yet. */
  readonly details: JsonObject;
}

/** Events in the order in which they happened. */
export class History {
  readonly #clock: Clock;
  readonly #peaks: Peaks;
  readonly #events: HistoryEvent[] = [];
  readonly #isKept: boolean;
  readonly #eventsMax: number;
  #count = 0;
  #isClosed = false;

  /**
   * @param options.isKept false for the children of a distributed map: their events are counted,
   * not kept
   * @param options.eventsMax an execution with more events fails
   */
  constructor(
    { clock, peaks }: { clock: Clock; peaks: Peaks },
    { isKept = true, eventsMax = historyEventsMax } = {},
  ) {
    this.#clock = clock;
    this.#peaks = peaks;
    this.#isKept = isKept;
    this.#eventsMax = eventsMax;
  }

  /**
   * Adds an event and returns its id.
   * @throws {StatesError} States.Runtime when the history is full
   */
  add(type: string, previousEventId: number, details: JsonObject): number {
    if (this.#isClosed) return this.#count;
    if (this.#count >= this.#eventsMax - 1 && !type.startsWith('Execution')) {
      throw runtimeError(
        `The execution reached the maximum number of history events (${this.#eventsMax}).`,
      );
    }
    const id = ++this.#count;
    this.#peaks.note('stepFunctions.historyEvents', id);
    if (this.#isKept) {
      this.#events.push({ id, previousEventId, timeMs: this.#clock.nowMs(), type, details });
    }
    return id;
  }

  /** Ends the history. Events of a stopped execution that is still winding down are left out. */
  close(): void {
    this.#isClosed = true;
  }

  /** The events in the form of the API's answer, newest last. */
  describe({ withData }: { withData: boolean }): JsonObject[] {
    return this.#events.map(({ timeMs, details, ...event }) => ({
      ...event,
      timestamp: timeMs / 1000,
      ...Object.fromEntries(
        Object.entries(details).map(([key, value]) => [
          key,
          isObject(value) ? asText(value, withData) : value,
        ]),
      ),
    }));
  }
}

/** A chain of events, each caused by the one before. Branches fork it. */
export class Chain {
  readonly #history: History;
  #lastEventId: number;

  constructor(history: History, lastEventId = 0) {
    this.#history = history;
    this.#lastEventId = lastEventId;
  }

  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** Adds an event; `detailsName` is the member of the event that carries the details. */
  add(type: string, detailsName?: string, details: JsonObject = {}): void {
    this.#lastEventId = this.note(type, detailsName, details);
  }

  /**
   * Adds an event beside the chain: the next event has the same predecessor. AWS does so for a map
   * or parallel state that succeeded, for an iteration, and for what was aborted.
   * @returns the event's id
   */
  note(type: string, detailsName?: string, details: JsonObject = {}): number {
    const member = detailsName === undefined ? {} : { [detailsName]: details };
    return this.#history.add(type, this.#lastEventId, member);
  }

  fork(): Chain {
    return new Chain(this.#history, this.#lastEventId);
  }

  /** Continues from an event of one of its forks. */
  continueFrom(eventId: number): void {
    this.#lastEventId = eventId;
  }
}

// Data becomes text only when somebody reads the history: most histories are never read.
function asText(details: JsonObject, withData: boolean): JsonObject {
  const entries = Object.entries(details).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key === 'parameters') return [[key, JSON.stringify(value)]];
    if (key !== 'input' && key !== 'output') return [[key, value]];
    if (!withData) return [];
    return [
      [key, JSON.stringify(value ?? null)],
      [`${key}Details`, { truncated: false }],
    ];
  });
  return Object.fromEntries(entries);
}
