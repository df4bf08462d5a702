// Attempts that fail by chance: how much work retries add, and how seldom many calls all succeed.
import type { Backoff, Station } from '#twin/station/station.ts';
import { attemptsPerRequest } from './known/closed-forms.ts';
import type { KnownResult } from './known/known-result.ts';
import { measuredRows } from './known/measured-rows.ts';
import { plainStation } from './plain-station.ts';
import type { TwinParts, ValidationRun } from './twin-parts.ts';

const retries = 3;

/** Four failures in a row are too rare below this share for a run to say how rare. */
const rareBelow = 0.5;

/** Three retries at once: attempts for each request, and requests that all four attempts fail. */
export function retryWork({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const shares = [0.1, 0.5, 0.9, 1];
  const values = shares.flatMap((share) => {
    const name = `3 retries, ${100 * share} % fail`;
    const known = attemptsPerRequest(share, retries);
    return [
      { name: `${name}: attempts per request`, source: 'exact, 3.14', known },
      ...(share < rareBelow
        ? []
        : [{ name: `${name}: share without an answer`, source: 'exact, 3.13', known: share ** 4 }]),
    ];
  });
  return measuredRows(seed, values, (runSeed) =>
    shares.flatMap((share) => {
      const { counts } = runFailing(parts, { runSeed, share, retries, requests: scaled(3000) });
      const attempts = counts.attempts / counts.arrived;
      return share < rareBelow ? [attempts] : [attempts, counts.gaveUp / counts.arrived];
    }),
  );
}

/** Pauses before the retries: how long those wait who are answered in the end. */
export function retryPauses({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const share = 0.5;
  const baseMs = 10;
  const jitters = ['none', 'full', 'equal'] as const;
  const values = jitters.map((jitter) => {
    const pauseShare = { none: 1, full: 1 / 2, equal: 3 / 4 }[jitter];
    const known = meanTimeToAnswer(share, pauseShare * baseMs);
    return {
      name: `3 retries, 50 % fail, pauses doubling from 10 ms, jitter ${jitter}: mean time`,
      source: 'exact, 3.14',
      known,
    };
  });
  return measuredRows(seed, values, (runSeed) =>
    jitters.map((jitter) => {
      const backoff = { law: 'exponential', baseMs, capMs: 1000, jitter } as const;
      const options = { runSeed, share, retries, backoff, requests: scaled(3000) };
      return runFailing(parts, options).toAnswerMs.meanMs ?? Number.NaN;
    }),
  );
}

/** Each attempt takes 1 ms; before the k-th retry comes a pause of 2^(k-1) times the first. */
function meanTimeToAnswer(share: number, firstPauseMs: number): number {
  let answered = 0;
  let totalMs = 0;
  for (let retry = 0; retry <= retries; retry++) {
    const chance = share ** retry * (1 - share);
    answered += chance;
    totalMs += chance * (retry + 1 + firstPauseMs * (2 ** retry - 1));
  }
  return totalMs / answered;
}

/** A task that needs several calls, each of which is refused by chance. */
export function callsTogether({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const sizes = [2, 4];
  const values = sizes.map((calls) => ({
    name: `half of all calls shed: tasks of ${calls} that succeed`,
    source: 'p^k, 3.22',
    known: 0.5 ** calls,
  }));
  return measuredRows(seed, values, (runSeed) =>
    sizes.map((calls) => {
      const isServed: boolean[] = [];
      const options = { runSeed, share: 0.5, retries: 0, requests: scaled(8000) };
      runFailing(parts, options, (number, ending) => {
        isServed[number] = ending === 'served';
      });
      const taskCount = Math.floor(isServed.length / calls);
      const tasks = Array.from({ length: taskCount }, (_, task) =>
        isServed.slice(task * calls, (task + 1) * calls).every((served) => served),
      );
      return tasks.filter((succeeds) => succeeds).length / taskCount;
    }),
  );
}

interface FailingOptions {
  readonly runSeed: number;
  readonly share: number;
  readonly retries: number;
  readonly requests: number;
  readonly backoff?: Backoff;
}

/** A station that is never short of servers, at which a share of all work fails, and empties. */
function runFailing(
  { runStation }: TwinParts,
  options: FailingOptions,
  onRequestEnd?: Parameters<TwinParts['runStation']>[1],
) {
  const { runSeed, share, requests, backoff = { law: 'none' } } = options;
  const plain = plainStation(1, { requests, warmUpMs: 0 });
  const durationMs = plain.durationMs + 100;
  const station: Station = {
    ...plain,
    servers: 50,
    service: { law: 'deterministic', meanMs: 1 },
    clients: { ...plain.clients, retries: options.retries, backoff },
    load: {
      law: 'poisson',
      phases: [
        { fromMs: 0, ratePerSecond: 1000 },
        { fromMs: plain.durationMs, ratePerSecond: 0 },
      ],
    },
    events: [{ kind: 'failures', share, fromMs: 0, untilMs: durationMs }],
    durationMs,
    intervalMs: durationMs,
    seed: runSeed,
  };
  return runStation(station, onRequestEnd);
}
