// The finite log-in service of a network, with clients who ask again: a whole run of the twin's
// network, set so that it is a queue whose answer is known.

import { queueLimits } from '#domain/limits.ts';
import { policies } from '#domain/policies.ts';
import { callMedianMs, dispatchMs, handlerCpuMs } from '#twin/meters/latency.ts';
import { exactly, type KnownResult } from '../known/known-result.ts';
import { measuredRows } from '../known/measured-rows.ts';
import type { ValidationRun } from '../twin-parts.ts';
import { waitingAtMdc } from './known-queues.ts';
import { pollersAtFirst } from './mapping-rows.ts';
import { allDayLong, hourMs, runPlainNetwork, secondMs, withinAnHour } from './plain-network.ts';
import { pollMs } from './timed-queue.ts';

const loginBatchMs = 1000 * queueLimits.login.batchWindowSeconds;

/** The rate-limit window of both groups below. */
const windowMs = 100 * secondMs;

/**
 * A service that far too many ask: each rate-limit window serves exactly as many as it may. Looked
 * at in the middle of windows, so that it is clear to which of them a log-in belongs.
 */
export function fullLoginService({ seed, parts }: ValidationRun): KnownResult[] {
  const loginsPerRateLimitWindow = 5;
  const { samples } = runPlainNetwork(parts, {
    policy: policies['no-backpressure'],
    seed,
    clientCount: 400,
    supernodeCount: 2,
    slots: 400,
    hourlyShares: withinAnHour,
    startsAfterMs: windowMs / 2,
    timings: { rateLimitWindowMs: windowMs, loginsPerRateLimitWindow, retryMs: 20 * secondMs },
    untilMs: 2.5 * hourMs,
    sampleEveryMs: windowMs,
  });
  const fullFrom = Math.ceil((1.2 * hourMs) / windowMs);
  const placed = samples.map(({ loginsPlacedTotal }) => loginsPlacedTotal);
  const perWindow = placed
    .slice(fullFrom + 1)
    .map((total, at) => total - (placed[fullFrom + at] ?? 0));
  const name = 'network, log-in service that is never idle';
  const source = 'the model: rate limit';
  const value = (what: string) => ({
    name: `${name}: ${what}`,
    source,
    known: loginsPerRateLimitWindow,
  });
  return [
    exactly(value('fewest log-ins in a window'), Math.min(...perWindow)),
    exactly(value('most log-ins in a window'), Math.max(...perWindow)),
  ];
}

/**
 * Clients come like a Poisson process, each window serves five, and who was too late for a window
 * asks again in the next one: M/D/c, counted once a service time. Who waits there, asked in vain
 * here. The pause and the gathering of a batch that follows it are a window together.
 */
export function loginServiceAsMdc({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const servers = 5;
  const load = 4;
  const name = `network, log-in service as M/D/${servers}, load ${load}: log-ins busy in a window`;
  const known = waitingAtMdc(servers, load);
  const dayWindows = (20 * hourMs) / windowMs;
  const clientCount = Math.round(load * dayWindows * dilution);
  // One asker in 500 comes again in the same window, or in the one after the next.
  const value = { name, source: 'M/D/c, 3.29', known, modelError: 0.01 * known };
  const dayCount = Math.max(2, Math.round(scaled(1) / 2));
  return measuredRows(seed, [value], (runSeed) => {
    const days = Array.from({ length: dayCount }, (_, day) => {
      const { samples } = runPlainNetwork(parts, {
        policy: policies['no-backpressure'],
        seed: runSeed + day,
        clientCount,
        supernodeCount: 2,
        slots: clientCount,
        hourlyShares: allDayLong.map((share) => share / dilution),
        timings: {
          rateLimitWindowMs: windowMs,
          loginsPerRateLimitWindow: servers,
          retryMs: windowMs - loginBatchMs,
        },
        untilMs: 20.5 * hourMs,
        sampleEveryMs: windowMs,
      });
      const busy = samples.map((one) => one.loginAttemptsTotal - one.loginsPlacedTotal);
      return (
        ((busy.at(-1) ?? 0) - (busy[settledWindows] ?? 0)) / (busy.length - 1 - settledWindows)
      );
    });
    return [days.reduce((sum, one) => sum + one, 0) / dayCount];
  });
}

/** Only one of so many clients comes, so that who came does not say how many are still to come. */
const dilution = 4;

/** By 03:00 the service is as busy as it always is. */
const settledWindows = (3 * hourMs) / windowMs;

/**
 * A closed model: nobody finds a slot, so each of a fixed number of clients pauses, asks, and
 * pauses again. Machines that are repaired at once: attempts a second times the time of one round
 * is the number of clients. A round is the pause with full jitter, in whole seconds of a queue's
 * delay; a poll; the gathering of a batch, which hangs on how many ask; and what the handler does
 * before it answers. Left out: clients answered together come again a number of whole seconds
 * apart, so that a few more share a batch; 0.1 % covers it.
 */
export function closedRetries({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const clientCount = 100;
  const pauseMsMax = 60 * secondMs;
  const name = `network, ${clientCount} clients without a slot, pauses up to 60 s: attempts/s`;
  const source = 'closed model, 3.32';
  const known = 1000 * closedRate(clientCount, pauseMsMax);
  const fromHour = 2;
  const hours = Math.ceil(scaled(1) / 3);
  return measuredRows(seed, [{ name, source, known, modelError: 0.001 * known }], (runSeed) => {
    const { samples } = runPlainNetwork(parts, {
      policy: policies.resilient,
      seed: runSeed,
      clientCount,
      supernodeCount: 1,
      hourlyShares: withinAnHour,
      timings: { backoffMsBase: pauseMsMax, backoffMsMax: pauseMsMax },
      untilMs: (fromHour + hours) * hourMs,
      sampleEveryMs: hourMs,
    });
    const attempts = samples.map(({ loginAttemptsTotal }) => loginAttemptsTotal);
    const count = (attempts[fromHour + hours] ?? Number.NaN) - (attempts[fromHour] ?? Number.NaN);
    return [count / (hours * 3600)];
  });
}

/** Attempts in a millisecond, by iteration: the more ask, the sooner a gathering is shared. */
function closedRate(clientCount: number, pauseMsMax: number): number {
  const handlerMs =
    dispatchMs + handlerCpuMs + callMedianMs.batchGet + callMedianMs.query + callMedianMs.update;
  const pauseMs = pauseMsMax / 2 + secondMs / 2;
  let rate = clientCount / pauseMs;
  for (let round = 0; round < 100; round += 1)
    rate = clientCount / (pauseMs + pollMs + gatheringMs(rate) + handlerMs);
  return rate;
}

/** The first of a batch waits for all of its window, those who come meanwhile for half of it. */
function gatheringMs(rate: number): number {
  const others = (rate / pollersAtFirst) * loginBatchMs;
  return (loginBatchMs * (1 + others / 2)) / (1 + others);
}
