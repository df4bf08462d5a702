// The example that gave metastable failures their name (facts 3.2): a store that answers 300
// requests a second in 100 ms, 280 a second that come, one retry after a second without an answer,
// and ten seconds of outage. Nothing in it is left to chance.
import type { Station } from '#twin/station/station.ts';
import type { StationResult } from '#twin/station/station-result.ts';
import type { TwinParts, ValidationRun } from '../twin-parts.ts';
import { exactly, judged, type KnownResult } from './known-result.ts';

const source = 'HotOS 2021, 3.2';
const outageEndMs = 20_000;

/** The load doubles and stays so; below half of what the store can do, and only there, it heals. */
export function outageOf2021({ parts }: ValidationRun): KnownResult[] {
  const stuck = parts.runStation(storeAt(280, 600_000));
  const last = stuck.series.slice(-60);
  const name = 'store of 300/s, 280/s come, 10 s outage';
  return [
    judged(
      { name: `${name}: attempts a second, 9 min later`, source, known: 560 },
      sumOf(last, 'attempts') / 60,
      4 / 60,
      'a request and its retry at either end of the minute',
    ),
    exactly({ name: `${name}: answered in time then`, source, known: 0 }, sumOf(last, 'served')),
    edgeRow(parts),
    answeredRow(parts, 149, 1),
    answeredRow(parts, 151, 0),
  ];
}

/** The load at which the backlog neither grows nor shrinks, by how it moves at 149 and at 151. */
function edgeRow({ runStation }: TwinParts): KnownResult {
  const [at149, at151] = [149, 151].map((rate) => {
    const { series } = runStation(storeAt(rate, 130_000));
    const [before, after] = [series[29], series[129]];
    return ((after?.queueAtEnd ?? 0) - (before?.queueAtEnd ?? 0)) / 100;
  }) as [number, number];
  return judged(
    { name: 'the same: load at which the backlog stands still', source, known: 150 },
    149 + (2 * -at149) / (at151 - at149),
    0.5 * (2 / 100),
    'one request at either end of 100 s, at a slope of 2',
  );
}

/** The backlog of the outage falls by two a second at 149: some 2,700 seconds are enough. */
function answeredRow({ runStation }: TwinParts, rate: number, known: number): KnownResult {
  const last = runStation(storeAt(rate, 3_000_000)).series.slice(-60);
  const cameCount = last.length * rate;
  return judged(
    { name: `the same, then ${rate}/s come: share answered after 50 min`, source, known },
    sumOf(last, 'served') / cameCount,
    2 / cameCount,
    'one request at either end of the minute',
  );
}

function storeAt(laterRatePerSecond: number, durationMs: number): Station {
  return {
    kind: 'station',
    schemaVersion: 1,
    title: 'one retry and an outage of ten seconds',
    servers: 30,
    service: { law: 'deterministic', meanMs: 100 },
    queue: { discipline: 'fifo', limit: 'none' },
    clients: { timeoutMs: 1000, retries: 1, backoff: { law: 'none' }, abandonsQueue: false },
    load: {
      law: 'deterministic',
      phases: [
        { fromMs: 0, ratePerSecond: 280 },
        { fromMs: outageEndMs, ratePerSecond: laterRatePerSecond },
      ],
    },
    events: [{ kind: 'servers-down', servers: 30, fromMs: 10_000, untilMs: outageEndMs }],
    durationMs,
    warmUpMs: 0,
    intervalMs: 1000,
    seed: 1,
  };
}

function sumOf(series: StationResult['series'], name: 'attempts' | 'served'): number {
  return series.reduce((sum, interval) => sum + interval[name], 0);
}
