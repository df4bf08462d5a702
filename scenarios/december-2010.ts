// The outage of 22 to 24 December 2010: a bug in one version of the client crashed a fifth of all
// PCs and more than a quarter of the supernodes. The mechanisms are those of August 2007; only data
// are new. Fact rows are those of docs/facts.md.
import type { Scenario, ScenarioScale } from '#domain/scenario/scenario.ts';
import { augustDay } from './august-2007.ts';
import { openLedger } from './ledger.ts';
import { utcMs } from './months/calendar-date.ts';
import { zonesAt } from './months/patch-calendar.ts';
import { worldDay } from './world-day.ts';

const { found, derived, fitted, guess, assumptions } = openLedger();

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Wednesday, 17:00 in Berlin (facts 1.39). */
const crashAtMs = utcMs(2010, 12, 22, 16);

const usualOnlineCount = found('Usually online', 20_000_000, 'users', 'facts 1.43');
const crashedShare = derived('PCs that crashed', 0.2, 'of all', 'facts 1.40: 40 % of 50 %');
const lostShare = found('Supernodes lost', 0.275, 'of all', 'facts 1.41: 25-30 %');

const eligibleShare = guess('PCs that could be supernodes', 0.15, 'of all', 'facts 1.13');
const headroom = guess('Slots that heal keeps per client', 1.25, 'slots', 'below the quiet day');
const rateLimitWindowMs = minuteMs;
const cellNodes = 20_000;
const embeddedCellNodes = 1_000;

const nodeCount = derived('PCs, full size', 26_000_000, 'PCs', 'facts 1.5: 23 M at the peak');
const supernodeCount = derived('Supernodes', 50_000, 'supernodes', 'facts 1.11: 48,000 in 2012');
const slotsPerSupernode = derived(
  'Slots per supernode',
  800,
  'slots',
  'facts 1.11: carried so many',
);
const loginsPerSecond = fitted('Log-in service, all', 8_425, 'log-ins/s', 'August 2007, per user');
const promotionsPerSecond = fitted('Promotions', 12, 'a second', 'August 2007, per supernode');
const attemptsPerMinuteMax = derived(
  'A supernode signs off above',
  26,
  'attempts/min',
  'facts 1.42: 100 x a usual hour',
);

/** Log-ins that the service of one cell of so many nodes answers in a window. */
function loginsOf(nodes: number): number {
  return Math.round((loginsPerSecond * rateLimitWindowMs * nodes) / 1000 / nodeCount);
}

const full: ScenarioScale = {
  shape: {
    nodeCount,
    cellNodes,
    slotsPerSupernode,
    eligibleShare,
    clientsPerSupernode: nodeCount / supernodeCount - 1,
    operatorSlots: guess('Operator-run slots, full size', 300, 'a cell', 'as in August 2007'),
  },
  sizes: {
    slotsPerSupernode,
    eligibleShare,
    headroom,
    attemptsPerMinuteMax,
    promotionsPerStep: 1,
  },
  timings: {
    // One promotion a step, so the pace makes the rate.
    healPaceMs: Math.round((1000 * nodeCount) / cellNodes / promotionsPerSecond),
    loginsPerRateLimitWindow: loginsOf(cellNodes),
  },
};

/** Clients, slots and what a supernode bears, all cut by fifteen. */
const embedded: ScenarioScale = {
  shape: {
    nodeCount: guess('PCs, embedded', 2_000, 'PCs', 'as many as run in seconds'),
    cellNodes: embeddedCellNodes,
    clientsPerSupernode: derived(
      'Clients per supernode, embedded',
      34,
      'if all are on',
      'cut by 15',
    ),
    slotsPerSupernode: derived('Slots per supernode, embedded', 53, 'slots', 'cut by 15'),
    operatorSlots: guess('Operator-run slots, embedded', 20, 'a cell', 'as in August 2007'),
    eligibleShare,
  },
  sizes: {
    slotsPerSupernode: 53,
    eligibleShare,
    headroom,
    attemptsPerMinuteMax: derived('Signs off above, embedded', 1.7, 'attempts/min', 'cut by 15'),
    promotionsPerStep: 1,
  },
};

export const december2010: Scenario = {
  name: 'december-2010',
  title: 'The outage of December 2010',
  story: [
    'On 22 December 2010 servers for offline messages were overloaded and answered late, and a ' +
      'bug in one version of the client made about a fifth of all PCs crash (facts 1.39, 1.40).',
    'With them went a quarter or more of the supernodes; the others got about a hundred times ' +
      'their usual load and switched themselves off: a domino (facts 1.41, 1.42).',
    'Supernodes run by the operator brought the network back by 24 December (facts 1.45).',
  ],
  startMs: crashAtMs - hourMs,
  usualOnlineCount,
  embedded,
  full,
  storm: {
    // One zone: it came to everybody at one moment.
    zones: [{ label: 'everywhere', utcOffsetMinutes: 0, nodeShare: 1, supernodeShare: 1 }],
    nights: [
      { label: 'crash', threeAmUtcMs: crashAtMs, restartShare: crashedShare },
      {
        label: 'more supernodes',
        threeAmUtcMs: crashAtMs + 6 * minuteMs,
        restartShare: lostShare - crashedShare,
        strikes: 'supernodes',
      },
    ],
    spreadMs: guess('Crashes spread over', 12, 'min', 'late answers: facts 1.39') * minuteMs,
    day: worldDay(zonesAt(crashAtMs, 2010), augustDay),
    growthPerDay: 0,
  },
  timings: {
    bootMsMin: guess('Crash to first log-in, at least', 60, 's', 'somebody restarts it') * 1000,
    bootMsMax: guess('Crash to first log-in, at most', 240, 's', 'somebody restarts it') * 1000,
    orphanNoticeMsMax: guess('Loss of a supernode noticed within', 60, 's', 'no source') * 1000,
    clientTimeoutMs: fitted('A client waits for an answer', 29, 's', 'August 2007') * 1000,
    retryMs: fitted('Pause between attempts, no backpressure', 50, 's', 'August 2007') * 1000,
    backoffMsBase:
      guess('Backoff with backpressure, base', 5, 's', 'our choice, facts 3.12') * 1000,
    backoffMsMax:
      guess('Backoff with backpressure, at most', 300, 's', 'our choice, facts 3.12') * 1000,
    leaseMs: fitted('A supernode record lives', 33, 'h', 'August 2007') * hourMs,
    renewEveryMs: guess('A supernode reports every', 15, 'min', 'longest SQS delay') * minuteMs,
    healPaceMs: guess('A heal step every', 60, 's', 'our choice') * 1000,
    healOverdueMs: guess('A heal step is presumed lost after', 5, 'min', 'our choice') * minuteMs,
    rateLimitWindowMs,
    loginsPerRateLimitWindow: loginsOf(embeddedCellNodes),
    candidateListMs: guess('A list of supernodes is kept', 24, 'h', 'facts 1.21, 1.23') * hourMs,
    observeEveryMs: guess('The outage is observed every', 5, 'min', 'our choice') * minuteMs,
    observeForMs: guess('The outage is watched for', 48, 'h', 'facts 1.45') * hourMs,
  },
  target: {
    onlineShare: guess('Healed means signed in again', 0.99, 'of those who want', 'our choice'),
    healWithinMs: guess('In time means within', 2, 'h', 'as in August 2007') * hourMs,
  },
  // It took thousands of supernodes that the operator added by hand (facts 1.45), which no policy
  // does: without them the domino goes on.
  expected: {
    'legacy-2007': ['late', 'not-healed', 'stuck'],
    resilient: ['late', 'not-healed', 'stuck'],
  },
  recoveryPoints: [
    point(crashAtMs + 160 * minuteMs, 5_140_000, '22 Dec 18:40, RSS', '1.43'),
    point(utcMs(2010, 12, 23, 13) + 30 * minuteMs, 5_000_000, '23 Dec, hour uncertain', '1.44'),
    point(utcMs(2010, 12, 23, 14) + 30 * minuteMs, 10_000_000, '23 Dec 14:30', '1.44'),
    point(utcMs(2010, 12, 24, 12), 20_000_000, '24 Dec, restored, hour unknown', '1.45'),
  ],
  assumptions,
};

function point(atMs: number, onlineCount: number, label: string, row: string) {
  return { atMs, onlineCount, label, factRow: `facts ${row}` };
}
