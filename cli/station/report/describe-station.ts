// A station in words: what it is made of, and what happens to it.
import { unreachable } from '#domain/unreachable.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import type {
  Backoff,
  ServiceLaw,
  Station,
  StationClients,
  StationEvent,
} from '#twin/station/station.ts';

/** The parts of a station, each with its name. */
export function describeStation(station: Station): [name: string, words: string][] {
  const { servers, service, queue, clients, load, events, durationMs, seed } = station;
  const order =
    queue.discipline === 'fifo' ? 'first come, first served' : 'last come, first served';
  const limit = queue.limit === 'none' ? 'no limit' : `full at ${formatCount(queue.limit)}`;
  const law = load.law === 'poisson' ? 'at random (Poisson)' : 'evenly spaced';
  return [
    ['Servers', `${formatCount(servers)}, one attempt at a time each`],
    ['Service', serviceInWords(service)],
    ['Queue', `${order}; ${limit}`],
    ['Clients', clientsInWords(clients)],
    ['Requests', `${loadInWords(station)}, ${law}`],
    [
      'Events',
      events.length === 0 ? 'none' : events.map((one) => spanned(one, station)).join('; '),
    ],
    ['Run', `${formatDuration(durationMs)}, seed ${seed}`],
  ];
}

/** The load: one rate, or the rate at each moment where it changes. */
export function loadInWords({ load }: Station): string {
  const [first] = load.phases;
  if (first === undefined) return 'none';
  if (load.phases.length === 1 && first.toRatePerSecond === undefined)
    return `${formatRate(first.ratePerSecond, digitsOfGiven)} per second`;
  const shown = load.phases
    .slice(0, phasesShown)
    .map(({ fromMs, ratePerSecond, toRatePerSecond }) => {
      const from = `from ${formatDuration(fromMs)} ${formatRate(ratePerSecond, digitsOfGiven)}`;
      return toRatePerSecond === undefined
        ? from
        : `${from} to ${formatRate(toRatePerSecond, digitsOfGiven)}`;
    });
  const more = load.phases.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more phases` : ''} per second`;
}

const phasesShown = 6;

/** How often a second, with so many digits or as a whole number: what is slow is no 0. */
export function formatRate(perSecond: number, digits = 2): string {
  if (perSecond >= 10 ** digits) return formatCount(Math.round(perSecond));
  return String(Number(perSecond.toPrecision(digits)));
}

/** A rate that the user gave is shown as it was given. */
const digitsOfGiven = 4;

/** What happens, without when. */
export function eventInWords(event: StationEvent, { servers }: Pick<Station, 'servers'>): string {
  switch (event.kind) {
    case 'servers-down':
      return event.servers >= servers
        ? 'all servers down'
        : `${formatCount(event.servers)} of ${formatCount(servers)} servers down`;
    case 'slow-down':
      return `work takes ${event.factor} times as long`;
    case 'failures':
      return `${formatShare(event.share)} of the work fails`;
    default:
      return unreachable(event);
  }
}

/** What happens, and when. */
export function spanned(event: StationEvent, station: Station): string {
  const { fromMs, untilMs } = event;
  const span = `from ${formatDuration(fromMs)} to ${formatDuration(untilMs)}`;
  return `${span}: ${eventInWords(event, station)}`;
}

function serviceInWords(service: ServiceLaw): string {
  switch (service.law) {
    case 'deterministic':
      return `always ${formatDuration(service.meanMs)}`;
    case 'exponential':
      return `${formatDuration(service.meanMs)} on average, exponential`;
    case 'lognormal':
    case 'hyperexponential':
      return (
        `${formatDuration(service.meanMs)} on average, ${service.law}, ` +
        `variation ${service.variation}`
      );
    case 'empirical':
      return `one of ${formatCount(service.valuesMs.length)} measured times, equally likely`;
    default:
      return unreachable(service);
  }
}

function clientsInWords({ timeoutMs, retries, backoff, abandonsQueue }: StationClients): string {
  const patience =
    timeoutMs === 'none' ? 'wait for as long as it takes' : `wait ${formatDuration(timeoutMs)}`;
  const left = abandonsQueue
    ? 'an attempt leaves the queue with its client'
    : 'what a client has given up on is served all the same';
  if (retries === 0) return `${patience}, never try again; ${left}`;
  const times = retries === 'endless' ? 'for ever' : retries === 1 ? 'once' : `${retries} times`;
  return `${patience}, try again ${times}${pauseInWords(backoff)}; ${left}`;
}

function pauseInWords(backoff: Backoff): string {
  if (backoff.law === 'none') return ' at once';
  const jitter = backoff.jitter === 'none' ? '' : `, with ${backoff.jitter} jitter`;
  if (backoff.law === 'fixed') return ` after ${formatDuration(backoff.baseMs)}${jitter}`;
  const [base, cap] = [formatDuration(backoff.baseMs), formatDuration(backoff.capMs)];
  return ` after pauses that double from ${base} to ${cap}${jitter}`;
}
