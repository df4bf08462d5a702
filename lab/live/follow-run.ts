// Follows a run that goes on elsewhere, by the events of its server. The browser asks again by
// itself where the connection is lost, and says which event it had last.
import type { LiveBegin, LiveEvent, LiveOutcome, LiveSample } from '#cli/live/live-event.ts';
import type { RecordedRun } from '#cli/run-folder/recorded-run.ts';
import type { Sample } from '#runner/result.ts';
import { formatMoment, formatShare } from '#runner/sentences/human-numbers.ts';
import type { RunSource } from '../page/run-source.ts';
import { type RunListener, type RunsOnPage, runsOnPage } from '../page/runs-on-page.ts';
import { loadReader } from '../recording/load-reader.ts';

/** What the page is told of a followed run, beside its samples and results. */
export interface FollowListener {
  /** A run has begun, perhaps another one than before at the same address. */
  onBegin(source: RunSource, begin: LiveBegin): void;
  /** The result of all policies. */
  onResult(recorded: RecordedRun): void;
  /** What came of a storm on a deployed stack. */
  onOutcome(outcome: LiveOutcome, begin: LiveBegin): void;
  /** It is over, and nothing more will come. */
  onEnd(words: string): void;
  /** @param words why nothing comes; null: the connection is there */
  onConnection(words: string | null): void;
}

/** Follows the events at an address of the page's own server, until its source is stopped. */
export function followRun(address: string, listener: FollowListener): void {
  const events = new EventSource(address);
  // It is needed at the end, when the server may be gone.
  const reader = loadReader();
  let feed: Feed | null = null;
  const take = async (event: LiveEvent) => {
    if (event.kind === 'begin') {
      const own = openFeed(event, () => {
        // A run that is begun anew at the same address goes on being followed.
        if (feed === own) events.close();
      });
      feed = own;
      listener.onBegin(own.source, event);
    }
    if (feed === null) return;
    if (event.kind === 'progress') feed.grow(event);
    if (event.kind === 'outcome') listener.onOutcome(event, feed.begin);
    if (event.kind === 'result') {
      const recorded = (await reader)(event.files);
      feed.finish(recorded, event.isWhole);
      if (event.isWhole) listener.onResult(recorded);
    }
    if (event.kind === 'end') {
      events.close();
      listener.onEnd(event.words);
    }
  };
  let taken = Promise.resolve();
  events.onmessage = ({ data }: MessageEvent<string>) => {
    taken = taken
      .then(() => take(JSON.parse(data) as LiveEvent))
      .catch((error: unknown) =>
        listener.onConnection(error instanceof Error ? error.message : String(error)),
      );
  };
  events.onopen = () => listener.onConnection(null);
  events.onerror = () =>
    listener.onConnection(
      events.readyState === EventSource.CLOSED
        ? 'The server of the run does not send its events. Load the page again.'
        : 'The connection to the run is lost. The page tries again each second.',
    );
}

interface Feed {
  readonly begin: LiveBegin;
  readonly source: RunSource;
  grow(progress: Extract<LiveEvent, { kind: 'progress' }>): void;
  finish(recorded: RecordedRun, isWhole: boolean): void;
}

function openFeed(begin: LiveBegin, onStop: () => void): Feed {
  let runs: RunsOnPage | null = null;
  let atMs = begin.startMs;
  const source: RunSource = {
    kind: 'followed',
    title: begin.title,
    story: begin.story,
    again: { link: null, command: begin.command },
    unmeasured: begin.isDeployed ? 'Not measured on a deployed stack' : 'Not known before the end',
    open: (moment, listener) => {
      const told: RunListener = {
        ...listener,
        onProgress: (words) => listener.onProgress(`${words}. ${waveWords(begin, atMs)}`),
      };
      runs = runsOnPage(planOf(begin), moment, told);
      return {
        stop: () => {
          runs?.stop();
          runs = null;
          onStop();
        },
      };
    },
  };
  return {
    begin,
    source,
    grow: (progress) => {
      const { policy, fraction, samples } = progress;
      atMs = Math.max(atMs, progress.atMs);
      const at = formatMoment(progress.atMs);
      const words = fraction === null ? `at ${at}` : `${formatShare(fraction)} (${at})`;
      runs?.grow(policy, { samples: samples.map(wholeSample), words });
    },
    finish: ({ result }, isWhole) => {
      if (isWhole) runs?.finishAll(result);
      else runs?.finish(result.runs);
    },
  };
}

function planOf(begin: LiveBegin) {
  const { policies, scale, nodes, cellCount, sizes, startMs, lastRestartAtMs, waves } = begin;
  const scenario = {
    recoveryPoints: begin.recoveryPoints,
    target: { onlineShare: begin.targetShare },
    embedded: sizes,
    ...(scale === 'full' ? { full: sizes } : {}),
  };
  return {
    policies,
    context: { scenario, scale, nodes, cellCount },
    startMs,
    firstRestartAtMs: waves[0]?.atMs ?? Number.POSITIVE_INFINITY,
    lastRestartAtMs,
  };
}

/** Which waves of restarts have come, by the policy that is furthest. */
function waveWords({ waves }: LiveBegin, atMs: number): string {
  const come = waves.filter((wave) => wave.atMs <= atMs);
  const last = come.at(-1);
  if (last === undefined) return `No restart yet; ${waves.length} waves will come.`;
  return `Waves of restarts: ${come.length} of ${waves.length}, the last: ${last.label}.`;
}

const unmeasured: Omit<Sample, 'atMs'> = {
  onlineCount: Number.NaN,
  wantedCount: Number.NaN,
  waitingCount: Number.NaN,
  supernodesLive: Number.NaN,
  supernodesCounted: Number.NaN,
  slotsLive: Number.NaN,
  loginQueueDepth: Number.NaN,
  loginAttemptsTotal: Number.NaN,
  loginsPlacedTotal: Number.NaN,
  promotionsTotal: Number.NaN,
};

/** A sample with NaN for what was not measured, which JSON has as nothing or null. */
function wholeSample(sample: LiveSample): Sample {
  const given = Object.entries(sample).filter(([, value]) => typeof value === 'number');
  return { ...unmeasured, ...(Object.fromEntries(given) as unknown as LiveSample) };
}
