// Faults of a station whose fields are each well formed. Such a station could run, but the run
// would mean nothing or never end.
import { expectedArrivals } from './arrivals.ts';
import type { Station } from './station.ts';

/** One fault of a station. */
export interface StationFault {
  /** The field that has to change, e.g. `clients.timeoutMs`. */
  readonly field: string;
  /** Why it has to change, with quantities. */
  readonly reason: string;
}

/** More requests than this take minutes, and gigabytes for their durations. */
export const stationRequestsMax = 20_000_000;

/** No chart shows more intervals than this. */
export const stationIntervalsMax = 100_000;

/** All faults of a station. The list is empty if it can be run. */
export function stationFaults(station: Station): StationFault[] {
  return [
    ...spanFaults(station),
    ...loadFaults(station),
    ...serviceFaults(station),
    ...queueFaults(station),
    ...clientFaults(station),
    ...eventFaults(station),
  ];
}

function spanFaults({ durationMs, warmUpMs, intervalMs }: Station): StationFault[] {
  const intervals = Math.ceil(durationMs / intervalMs);
  return faults(
    [
      warmUpMs >= durationMs,
      'warmUpMs',
      `the warm-up (${warmUpMs} ms) leaves nothing of the run (${durationMs} ms)`,
    ],
    [
      intervalMs > durationMs,
      'intervalMs',
      `one interval (${intervalMs} ms) is longer than the run (${durationMs} ms)`,
    ],
    [
      intervals > stationIntervalsMax,
      'intervalMs',
      `${intervals} intervals are more than ${stationIntervalsMax}; make them longer`,
    ],
  );
}

function loadFaults({ load, durationMs }: Station): StationFault[] {
  const { phases } = load;
  const arrivals = expectedArrivals(load, durationMs);
  const order = phases.findIndex(
    ({ fromMs }, index) => index > 0 && fromMs <= (phases[index - 1]?.fromMs ?? 0),
  );
  const late = phases.findIndex(({ fromMs }) => fromMs >= durationMs);
  return faults(
    [(phases[0]?.fromMs ?? 0) !== 0, 'load.phases.0.fromMs', 'the first phase starts at 0'],
    [
      order !== -1,
      `load.phases.${order}.fromMs`,
      `it starts at ${phases[order]?.fromMs} ms, which is not after the phase before it`,
    ],
    [
      late !== -1,
      `load.phases.${late}.fromMs`,
      `it starts at ${phases[late]?.fromMs} ms, when the run (${durationMs} ms) is over`,
    ],
    [
      order === -1 && late === -1 && arrivals > stationRequestsMax,
      'load.phases',
      `they bring some ${Math.round(arrivals)} requests, more than ${stationRequestsMax}`,
    ],
    [order === -1 && late === -1 && arrivals < 1, 'load.phases', 'no request ever comes'],
  );
}

function serviceFaults({ service }: Station): StationFault[] {
  return faults([
    service.law === 'hyperexponential' && service.variation < 1,
    'service.variation',
    'a hyperexponential law needs a variation of 1 or more; take lognormal for less',
  ]);
}

function queueFaults({ queue }: Station): StationFault[] {
  return faults([
    queue.discipline === 'lifo' && queue.limit === 0,
    'queue.discipline',
    'lifo orders a queue, but a limit of 0 leaves no queue',
  ]);
}

function clientFaults({ clients, queue, events, durationMs }: Station): StationFault[] {
  const { timeoutMs, retries, backoff, abandonsQueue } = clients;
  const canFail = timeoutMs !== 'none' || queue.limit !== 'none' || events.some(canBreak);
  const asksForEver = retries === 'endless' && backoff.law === 'none';
  return faults(
    [
      timeoutMs !== 'none' && timeoutMs >= durationMs,
      'clients.timeoutMs',
      `no attempt can time out after ${timeoutMs} ms in a run of ${durationMs} ms`,
    ],
    [
      timeoutMs === 'none' && abandonsQueue,
      'clients.abandonsQueue',
      'without a time-out no client ever leaves',
    ],
    [
      retries !== 0 && !canFail,
      'clients.retries',
      'nothing can fail: no time-out, no limit of the queue, no servers-down and no failures',
    ],
    [
      retries === 0 && backoff.law !== 'none',
      'clients.backoff',
      'it sets a pause before retries, but there are no retries',
    ],
    [
      backoff.law === 'exponential' && backoff.capMs < backoff.baseMs,
      'clients.backoff.capMs',
      'capMs' in backoff
        ? `the cap (${backoff.capMs} ms) is below the base (${backoff.baseMs} ms)`
        : '',
    ],
    [
      asksForEver && queue.limit !== 'none',
      'clients.backoff',
      'a rejected client retries at the same instant, without end; give it a pause',
    ],
  );
}

function eventFaults({ events, servers, durationMs }: Station): StationFault[] {
  return events.flatMap((event, index) => {
    const { fromMs, untilMs } = event;
    const field = `events.${index}`;
    return faults(
      [untilMs <= fromMs, `${field}.untilMs`, `it ends at ${untilMs} ms, not after ${fromMs} ms`],
      [
        fromMs >= durationMs,
        `${field}.fromMs`,
        `it begins at ${fromMs} ms, when the run (${durationMs} ms) is over`,
      ],
      [
        event.kind === 'servers-down' && event.servers > servers,
        `${field}.servers`,
        'servers' in event
          ? `${event.servers} servers cannot go down: there are only ${servers}`
          : '',
      ],
    );
  });
}

function canBreak({ kind }: Station['events'][number]): boolean {
  return kind === 'servers-down' || kind === 'failures';
}

function faults(...checks: [isWrong: boolean, field: string, reason: string][]): StationFault[] {
  return checks.filter(([isWrong]) => isWrong).map(([, field, reason]) => ({ field, reason }));
}
