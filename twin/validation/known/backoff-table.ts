// Five ways to wait before the next try, at a row that a hundred clients want (facts 3.12).
import { loginRequested } from '#domain/events.ts';
import { policies } from '#domain/policies.ts';
import { drill } from '#scenarios/drill.ts';
import { firstPauseMs } from '#twin/station/backoff.ts';
import type { Backoff } from '#twin/station/station.ts';
import { contendForRow, type Pauses } from '../contended-row.ts';
import type { TwinParts, ValidationRun } from '../twin-parts.ts';
import type { KnownResult } from './known-result.ts';
import { measuredRows } from './measured-rows.ts';

/** The source's figures are means of this many runs. */
const sourceRuns = 30;

interface Strategy {
  readonly name: string;
  readonly backoff: Backoff;
  readonly calls100: number;
  readonly timeMs100: number;
  readonly calls50: number;
}

const strategies: readonly Strategy[] = [
  {
    name: 'no pause',
    backoff: { law: 'none' },
    calls100: 2424,
    timeMs100: 2018,
    calls50: 690,
  },
  {
    name: 'exponential',
    backoff: doubling('none'),
    calls100: 1858,
    timeMs100: 63_514,
    calls50: 616,
  },
  {
    name: 'decorrelated jitter',
    backoff: doubling('decorrelated'),
    calls100: 1006,
    timeMs100: 4810,
    calls50: 370,
  },
  {
    name: 'equal jitter',
    backoff: doubling('equal'),
    calls100: 811,
    timeMs100: 6594,
    calls50: 348,
  },
  {
    name: 'full jitter',
    backoff: doubling('full'),
    calls100: 797,
    timeMs100: 4962,
    calls50: 333,
  },
];

/** Calls and time for 100 clients, calls for 50, under each of the five. */
export function backoffTable({ seed, parts }: ValidationRun): KnownResult[] {
  const common = { source: 'AWS backoff simulator, 3.12', sourceRuns, sourceRounding: 0.5 };
  const values = strategies.flatMap(({ name, calls100, timeMs100, calls50 }) => [
    { ...common, name: `100 clients, ${name}: calls`, known: calls100 },
    { ...common, name: `100 clients, ${name}: time in ms`, known: timeMs100 },
    { ...common, name: `50 clients, ${name}: calls`, known: calls50 },
  ]);
  return measuredRows(seed, values, (runSeed) =>
    strategies.flatMap(({ backoff }) => {
      const pauses = pausesOf(backoff, parts);
      const hundred = contendForRow(100, pauses, runSeed);
      const fifty = contendForRow(50, pauses, runSeed);
      return [hundred.writeCount, hundred.endMs, fifty.writeCount];
    }),
  );
}

/** The same through the domain's own decision, which has full jitter under a doubling bound. */
export function retriedByDomain({ seed, parts }: ValidationRun): KnownResult[] {
  const common = { source: 'AWS backoff simulator, 3.12', sourceRuns, sourceRounding: 0.5 };
  const values = [
    { ...common, name: 'retryLogin, 100 clients: calls', known: 797 },
    { ...common, name: 'retryLogin, 50 clients: calls', known: 333 },
  ];
  const pauses = pausesOfDomain(parts);
  return measuredRows(seed, values, (runSeed) =>
    [100, 50].map((clients) => contendForRow(clients, pauses, runSeed).writeCount),
  );
}

function pausesOf(backoff: Backoff, { backoffMs }: TwinParts): Pauses {
  return {
    firstMs: firstPauseMs(backoff),
    // That model doubles before its first pause already: its retry 1 is the second of ours.
    nextMs: (failures, previousMs, random) => backoffMs(backoff, failures + 1, previousMs, random),
  };
}

/** In microseconds, since the domain rounds up to whole milliseconds. */
function pausesOfDomain({ retryLogin }: TwinParts): Pauses {
  const timings = { ...drill.timings, backoffMsBase: 5000, backoffMsMax: 2_000_000 };
  const settings = { policy: policies.resilient, timings };
  const place = { runId: 'run', cell: 'c0' };
  const proof = { nonce: 0, expiresAtMs: 0, mac: '' };
  const first = { nodeId: 'n0', epoch: 1, attempt: 1, admissionAtMs: null, proof, dueAtMs: 0 };
  return {
    firstMs: 0,
    nextMs: (attempt, _, random) => {
      const request = loginRequested(place, { ...first, attempt });
      return retryLogin(request, { kind: 'service-busy' }, settings, random, 0).dueAtMs / 1000;
    },
  };
}

function doubling(jitter: 'none' | 'full' | 'equal' | 'decorrelated'): Backoff {
  return { law: 'exponential', baseMs: 5, capMs: 2000, jitter };
}
