// Judges a station by the end of its run: whether it keeps up. If it does not, the judgement says
// whether today's load is the cause, or what happened before.
import { ratePerSecondAt } from './arrivals.ts';
import { meanServiceMs } from './service-law.ts';
import type { Station, StationEndingKind } from './station.ts';
import type { StationInterval, StationResult } from './station-result.ts';

/** The end of a run in figures. All but `queueAtEnd` describe its last fifth. */
export interface StationEnding {
  /**
   * How the run ended.
   *
   * - `stable`: the station answers in time.
   * - `overloaded`: the load is more than the servers can do.
   * - `metastable`: the servers could do the load, but retries and late work keep them busy.
   * - `recovering`: as metastable, but the queue falls.
   * - `strained`: the servers could do the load and are not kept busy, yet too few are answered.
   */
  readonly kind: StationEndingKind;
  /** The share of the requests that were answered; null when none came. */
  readonly answeredShare: number | null;
  /** The work of all first attempts, as a share of what all servers can do. */
  readonly loadShare: number;
  /** The share of the servers' time that was used. */
  readonly busyShare: number;
  /** Attempts for each request that came. */
  readonly attemptsPerRequest: number | null;
  /** The share of late work in all finished work. */
  readonly lateShare: number;
  readonly queueAtEnd: number;
  /** How much the queue grew, per second. */
  readonly queueGrowthPerSecond: number;
  /** Whether the queue fell by more than chance explains. */
  readonly isQueueFalling: boolean;
}

/** The part of the run that counts as its end. */
const endingPart = 1 / 5;

/** A service that answers fewer than this does not do its job. */
const answeredShareMin = 0.99;

/** Servers that are busier than this are as good as busy all the time. */
const busyShareMin = 0.95;

/** A share of retries or late work above this is not due to single unlucky clients. */
const wastedShareMax = 0.05;

/** Judges the last fifth of a run. */
export function judgeStation(station: Station, { series }: StationResult): StationEnding {
  const first = series.length - Math.max(1, Math.round(series.length * endingPart));
  const last = series.slice(first);
  const arrived = sumOf(last, 'arrived');
  const served = sumOf(last, 'served');
  const late = sumOf(last, 'servedLate');
  // `served` also counts requests from before the last fifth. Requests that are being served now
  // are not failures, so a gap of up to one request for each server counts as answered.
  const answered = arrived - served <= station.servers ? arrived : served;
  const figures = {
    answeredShare: arrived === 0 ? null : answered / arrived,
    loadShare: loadShareOf(station, last),
    busyShare:
      last.reduce((sum, { levels }) => sum + levels.inService, 0) / last.length / station.servers,
    attemptsPerRequest: arrived === 0 ? null : sumOf(last, 'attempts') / arrived,
    lateShare: late === 0 ? 0 : late / (late + served),
    ...queueOf(station, series, first),
  };
  return { kind: kindOf(figures), ...figures };
}

function queueOf({ durationMs }: Station, series: readonly StationInterval[], first: number) {
  const queueAtEnd = series.at(-1)?.queueAtEnd ?? 0;
  const seconds = (durationMs - (series[first]?.fromMs ?? 0)) / 1000;
  const growth = queueAtEnd - (series[first - 1]?.queueAtEnd ?? 0);
  // Chance alone changes a queue by some three times the square root of its number of attempts.
  const byChance = 3 * Math.sqrt(sumOf(series.slice(first), 'attempts'));
  return {
    queueAtEnd,
    queueGrowthPerSecond: growth / seconds,
    isQueueFalling: growth < -byChance,
  };
}

function kindOf(ending: Omit<StationEnding, 'kind'>): StationEnding['kind'] {
  const { answeredShare, loadShare, busyShare, attemptsPerRequest, lateShare, queueAtEnd } = ending;
  if (answeredShare === null ? queueAtEnd === 0 : answeredShare >= answeredShareMin)
    return 'stable';
  if (loadShare >= 1) return 'overloaded';
  const isWasteful = (attemptsPerRequest ?? 1) > 1 + wastedShareMax || lateShare > wastedShareMax;
  if (busyShare < busyShareMin || !isWasteful) return 'strained';
  return ending.isQueueFalling ? 'recovering' : 'metastable';
}

/** The load's share, with the servers and the service law as they are without events. */
function loadShareOf({ load, service, servers, durationMs }: Station, last: StationInterval[]) {
  const rates = last.map(({ fromMs }, index) => {
    const endMs = last[index + 1]?.fromMs ?? durationMs;
    return ratePerSecondAt(load, durationMs, (fromMs + endMs) / 2);
  });
  const ratePerSecond = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return (ratePerSecond * meanServiceMs(service)) / 1000 / servers;
}

function sumOf(
  series: readonly StationInterval[],
  name: 'arrived' | 'served' | 'servedLate' | 'attempts',
): number {
  return series.reduce((sum, interval) => sum + interval[name], 0);
}
