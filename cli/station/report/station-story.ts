// What happened at a station, in plain sentences.
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import { meanServiceMs } from '#twin/station/service-law.ts';
import type { StationRun } from '../station-run.ts';
import { formatRate, loadInWords, spanned } from './describe-station.ts';
import { capacityPerSecond, queueInTime, stuckSinceMs } from './station-points.ts';

/** The sentences of the story, in the order of time; how it ends is said apart. */
export function stationStory(run: StationRun): string[] {
  const { station } = run;
  const each = formatDuration(meanServiceMs(station.service));
  const servers = station.servers === 1 ? 'server' : `${formatCount(station.servers)} servers`;
  const can = formatRate(capacityPerSecond(station));
  return [
    `Requests: ${loadInWords(station)}. The ${servers}, with ${each} for each attempt, ` +
      `can do ${can} a second.`,
    ...station.events.slice(0, eventsTold).map((event) => `${capital(spanned(event, station))}.`),
    ...queueSentences(run),
    ...workSentences(run),
  ];
}

/** Nobody reads a story of more. */
const eventsTold = 4;

function queueSentences(run: StationRun): string[] {
  const { station, result } = run;
  const { timeoutMs } = station.clients;
  const inTime = queueInTime(station);
  const longest = result.series.reduce((best, one) =>
    one.queueAtEnd > best.queueAtEnd ? one : best,
  );
  const endMs = Math.min(longest.fromMs + station.intervalMs, station.durationMs);
  const attempts = formatCount(longest.queueAtEnd);
  const queue = `The queue was longest after ${formatDuration(endMs)}: ${attempts} attempts`;
  if (inTime === null || timeoutMs === 'none') return longest.queueAtEnd === 0 ? [] : [`${queue}.`];
  const patience = formatDuration(timeoutMs);
  if (longest.queueAtEnd <= inTime)
    return [`${queue}, always short enough to be answered within the time-out of ${patience}.`];
  const seconds = formatDuration((1000 * longest.queueAtEnd) / capacityPerSecond(station));
  const sentence = `${queue}, ${seconds} of work for clients that wait ${patience}.`;
  const sinceMs = stuckSinceMs(run);
  if (sinceMs === null) return [sentence];
  return [
    `From ${formatDuration(sinceMs)} on the queue is so long that whoever joins it has gone ` +
      'before the answer comes.',
    sentence,
  ];
}

function workSentences({ result }: StationRun): string[] {
  const { arrived, attempts, served, servedLate } = result.counts;
  if (arrived === 0) return [];
  const work = served + servedLate;
  const late = work === 0 ? 0 : servedLate / work;
  return [
    `In the whole run ${formatCount(arrived)} requests made ${formatCount(attempts)} attempts; ` +
      `${formatShare(served / arrived)} of the requests were answered in time, and ` +
      `${formatShare(late)} of the finished work came too late.`,
  ];
}

/** The words with a capital letter at their beginning. */
export function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
