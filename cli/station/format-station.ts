// The result of a station's run for people: how it went over time, its figures, and its ending.

import { plainLine } from '#domain/plain-text.ts';
import { unreachable } from '#domain/unreachable.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import type { StationEnding } from '#twin/station/judge-station.ts';
import type { Station } from '#twin/station/station.ts';
import type {
  DurationSummary,
  StationInterval,
  StationResult,
} from '#twin/station/station-result.ts';

/** A short table and one line in words. */
export function formatStation(
  station: Station,
  result: StationResult,
  ending: StationEnding,
): string {
  const { counts, levels } = result;
  return [
    plainLine(station.title),
    '',
    ...timeline(result.series),
    '',
    `requests      ${formatCount(counts.arrived)} came, ${formatCount(counts.served)} answered` +
      ` in time, ${formatCount(counts.gaveUp)} gave up`,
    `attempts      ${formatCount(counts.attempts)}: ${formatCount(counts.retries)} retries,` +
      ` ${formatCount(counts.timedOut)} timed out, ${formatCount(counts.rejected)} rejected,` +
      ` ${formatCount(counts.failed)} failed`,
    `wasted work   ${formatCount(counts.servedLate)} attempts served when their client had gone`,
    `on average    ${formatCount(levels.inQueue)} in the queue,` +
      ` ${formatCount(levels.inService)} of ${formatCount(station.servers)} servers busy`,
    `in the queue  ${spread(result.inQueueMs)}`,
    `in the system ${spread(result.inSystemMs)}`,
    `to the answer ${spread(result.toAnswerMs)}`,
    '',
    endingSentence(ending),
    '',
  ].join('\n');
}

/** The ending, in one line with figures. */
export function endingSentence(ending: StationEnding): string {
  const { kind, loadShare, queueAtEnd, queueGrowthPerSecond } = ending;
  const load = `the load is ${formatShare(loadShare)} of what its servers can do`;
  const answered = `${formatShare(ending.answeredShare ?? 1)} of its requests in time`;
  const moves = queueGrowthPerSecond > 0 ? 'more' : 'less';
  const queue =
    `${formatCount(queueAtEnd)} attempts wait, ` +
    `${decimals(Math.abs(queueGrowthPerSecond))} ${moves} each second`;
  switch (kind) {
    case 'stable':
      return `stable: ${load}, and it answers ${answered}.`;
    case 'overloaded':
    case 'strained':
      return `${kind}: ${load}, and it answers ${answered}; ${queue}.`;
    case 'recovering':
      return `${kind}: ${load}, and it answers ${answered} while ${busyWith(ending)}; ${queue}.`;
    case 'metastable':
      return `${kind}: ${load}, and yet it answers ${answered}: ${busyWith(ending)}; ${queue}.`;
    default:
      return unreachable(kind);
  }
}

function busyWith({ attemptsPerRequest, lateShare }: StationEnding): string {
  const attempts = (attemptsPerRequest ?? 1).toFixed(2);
  return (
    `it is busy with ${attempts} attempts for each request, and ` +
    `${formatShare(lateShare)} of its work is for clients that have gone`
  );
}

const rowsMax = 12;

/** The rates over time, in as many parts of the run as fit on a screen. */
function timeline(series: readonly StationInterval[]): string[] {
  const size = Math.ceil(series.length / rowsMax);
  const head = ['from', 'arrivals/s', 'attempts/s', 'in time/s', 'late/s', 'busy', 'queue'];
  const lengthMs = (series[1]?.fromMs ?? 0) - (series[0]?.fromMs ?? 0);
  const rows = Array.from({ length: Math.ceil(series.length / size) }, (_, row) => {
    const part = series.slice(row * size, (row + 1) * size);
    const seconds = (part.length * lengthMs) / 1000;
    const rate = (name: 'arrived' | 'attempts' | 'served' | 'servedLate') =>
      decimals(part.reduce((sum, one) => sum + one[name], 0) / seconds);
    const busy = part.reduce((sum, one) => sum + one.levels.inService, 0) / part.length;
    return [
      formatDuration(part[0]?.fromMs ?? 0),
      rate('arrived'),
      rate('attempts'),
      rate('served'),
      rate('servedLate'),
      decimals(busy),
      formatCount(part.at(-1)?.queueAtEnd),
    ];
  });
  const lines = series.length < 2 ? [] : [head, ...rows];
  return lines.map((cells) => cells.map((cell) => cell.padStart(12)).join(''));
}

function spread({ count, meanMs, p50Ms, p95Ms, p99Ms }: DurationSummary): string {
  if (count === 0 || meanMs === null) return 'nobody';
  const part = (name: string, valueMs: number | null) => `${name} ${milliseconds(valueMs)}`;
  return [part('mean', meanMs), part('median', p50Ms), part('p95', p95Ms), part('p99', p99Ms)].join(
    ', ',
  );
}

function milliseconds(valueMs: number | null): string {
  if (valueMs === null) return 'unknown';
  return valueMs < 10_000 ? `${decimals(valueMs)} ms` : formatDuration(valueMs);
}

function decimals(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
