// What happened to a station, by how its run ended: whether it keeps up, and if not, whether the
// load or the station's own past is to blame.
import { ratePerSecondAt } from './arrivals.ts';
import { meanServiceMs } from './service-law.ts';
import type { Station, StationEndingKind } from './station.ts';
import type { StationInterval, StationResult } from './station-result.ts';

/** The end of a run in figures. */
export interface StationEnding {
  /**
   * `stable`: it answers in time whoever comes. `overloaded`: what comes is more than its servers
   * can do. `metastable`: they could do what comes, and are kept busy by retries and by work for
   * clients that are gone; `recovering`: that, too, but the queue falls. `strained`: they could,
   * they are not kept busy, and yet too few are answered.
   */
  readonly kind: StationEndingKind;
  /** Of the requests that came in the last fifth of the run; null when none came. */
  readonly answeredShare: number | null;
  /** Work that came in it as first attempts, over what all servers can do. */
  readonly loadShare: number;
  /** How much of the servers' time it took. */
  readonly busyShare: number;
  /** Attempts for each request that came. */
  readonly attemptsPerRequest: number | null;
  /** Of the work done, the share done for nobody. */
  readonly lateShare: number;
  readonly queueAtEnd: number;
  /** By how much the queue changed in each second of it. */
  readonly queueGrowthPerSecond: number;
  /** Whether it fell by more than chance would explain. */
  readonly isQueueFalling: boolean;
}

/** The part of the run that counts as its end. */
const endingPart = 1 / 5;

/** Fewer answers than this are not what a service is for. */
const answeredShareMin = 0.99;

/** From here on servers are as good as busy all the time. */
const busyShareMin = 0.95;

/** More than this is not the odd client that was unlucky. */
const wastedShareMax = 0.05;

/** Judges the last fifth of a run. */
export function judgeStation(station: Station, { series }: StationResult): StationEnding {
  const first = series.length - Math.max(1, Math.round(series.length * endingPart));
  const last = series.slice(first);
  const arrived = sumOf(last, 'arrived');
  const served = sumOf(last, 'served');
  const late = sumOf(last, 'servedLate');
  // Who came before and is answered now counts, too, and who is being served is not given up yet.
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
  // Chance alone moves a queue by some three times the root of how many attempts came to it.
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

/** With the servers and the law as they are when nothing happens to them. */
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
