// The reboot storm of 14 to 18 August 2007. Fact rows are those of docs/facts.md; what is fitted
// was searched for so that the curve comes out, and says nothing about what really happened.

import type { Night, Zone } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { restartsByNight } from '#domain/storm/patch-tuesday.ts';
import { augustAtFullSize } from './august-2007-full.ts';
import { openLedger } from './ledger.ts';
import { recoveryPointsFrom } from './record-2007.ts';
import { usualDay } from './usual-day.ts';

/** The values of the network itself, which other storms share. */
export const augustNetwork = openLedger();
const { found, derived, fitted, guess } = augustNetwork;

/** Those of this month's storm and of what is asked of it. */
const month = openLedger();

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Tuesday 14 August 2007, 17:00 UTC: the bulletins are released (facts 1.28, 2.7, 2.8). */
const releasedAtMs = 1_187_110_800_000;

/** 03:00 at UTC+0 in the first and the second night after the release (facts 2.1, 2.10). */
const firstNightMs = 1_187_146_800_000;
const secondNightMs = 1_187_233_200_000;

/** Log-ins that the whole network's service answered each second, and the network it served. */
const loginsPerSecond = fitted('Log-in service, all', 3_370, 'log-ins/s', 'mean-field model');
const usualOnlineCount = found('Usually online', 8_000_000, 'users', 'facts 1.3, 1.35');
const peakOnlineShare = derived(
  'Online at the daily peak',
  0.87,
  'of all PCs',
  'the day and the zones',
);

const cellNodes = 1_000;
const rateLimitWindowMs = minuteMs;
const loginsPerRateLimitWindow = Math.round(
  (loginsPerSecond * cellNodes * peakOnlineShare * rateLimitWindowMs) / 1000 / usualOnlineCount,
);

/**
 * The mean-field model's 358 clients and 545 slots, cut so that 2,000 nodes still have some sixty
 * supernodes.
 */
const clientsPerSupernode = fitted(
  'Clients per supernode',
  34,
  'if all are on',
  'facts 1.12, cut, then by hand on the outcome',
);
const slotsPerSupernode = fitted('Slots per supernode', 46, 'slots', 'model: 545, cut by 12');
const eligibleShare = guess('PCs that could be supernodes', 0.15, 'of all', 'facts 1.13');

/** Where users and supernodes are; offsets are those of August. */
export const augustZones: readonly Zone[] = [
  zone('UTC+9', 9 * 60, 0.05, 0.03),
  zone('UTC+8', 8 * 60, 0.18, 0.12),
  zone('UTC+5:30', 5.5 * 60, 0.03, 0.02),
  zone('UTC+3', 3 * 60, 0.06, 0.05),
  zone('UTC+2', 2 * 60, 0.34, 0.22),
  zone('UTC+1', 60, 0.08, 0.06),
  zone('UTC-3', -3 * 60, 0.06, 0.08),
  zone('UTC-4', -4 * 60, 0.1, 0.17),
  zone('UTC-5', -5 * 60, 0.05, 0.1),
  zone('UTC-7', -7 * 60, 0.05, 0.15),
];

/** A working day of the network's users. */
export const augustDay = usualDay(augustNetwork);

/** How the update of any month reaches the PCs; not when. */
export const patchPace = {
  pollMsMin: month.guess('A PC asks for updates every, at least', 17.6, 'h', 'facts 2.9') * hourMs,
  pollMsMax: month.guess('A PC asks for updates every, at most', 22, 'h', 'facts 2.9') * hourMs,
  downloadMs: month.fitted('Loading an update takes', 14, 'h', 'model; facts 2.9') * hourMs,
};

/**
 * Of the PCs that are on at 03:00, those that install by themselves once they have the update. The
 * one number that says this month from the others: six tenths of it are an ordinary month.
 */
export const augustRestartShare = month.fitted(
  'Restart at 03:00',
  0.68,
  'of PCs on',
  'twin, full size; model: 0.566; facts 2.3: 0.34',
);

export const august2007: Scenario = {
  name: 'august-2007',
  title: 'The reboot storm of August 2007',
  story: [
    'On Thursday 16 August 2007 most users of Skype could no longer sign in, and it took about ' +
      'two days until they could again (facts 1.29 to 1.38). On Friday night the count fell a ' +
      'second time (facts 1.57).',
    'Skype said that PCs all over the world had restarted within a short time, after the routine ' +
      'updates of Windows, that their log-ins had met too few supernodes, and that an unknown ' +
      'bug in the way its network gave out resources had kept it from healing itself.',
    'What that bug was has never been published: legacy-2007 is a conjecture which draws a curve ' +
      'like the one reported, and resilient is the same network without it.',
  ],
  startMs: releasedAtMs,
  usualOnlineCount,
  embedded: {
    shape: {
      nodeCount: guess('PCs, embedded', 1_600, 'PCs', 'as many as run in half a minute'),
      cellNodes,
      clientsPerSupernode,
      slotsPerSupernode,
      operatorSlots: fitted('Operator-run slots per cell', 20, 'slots', 'model: 0.15 M of 8 M'),
      eligibleShare,
    },
    sizes: {
      slotsPerSupernode,
      headroom: guess('Slots that heal keeps per client', 1.25, 'slots', 'below the quiet day'),
      eligibleShare,
      attemptsPerMinuteMax: fitted(
        'A supernode signs off above',
        5,
        'attempts/min',
        'by hand, on the outcome; model: 200 x normal; facts 1.15, 1.42',
      ),
      promotionsPerStep: fitted('Promotions a minute and cell', 1, 'at most', 'model: 6.4/s'),
    },
  },
  full: augustAtFullSize(augustNetwork, { rateLimitWindowMs, eligibleShare }),
  storm: {
    zones: augustZones,
    nights: augustNights(augustRestartShare),
    spreadMs: month.guess('Restarts of one wave spread over', 12, 'min', 'facts 2.2') * minuteMs,
    day: augustDay,
    growthPerDay:
      month.derived('Growth', 0.087, '% a day', 'facts 1.5: 7 M to 10 M in 410 d') / 100,
  },
  timings: {
    bootMsMin: guess('Boot to first log-in, at least', 60, 's', 'a PC of 2007') * 1000,
    bootMsMax: guess('Boot to first log-in, at most', 240, 's', 'a PC of 2007') * 1000,
    orphanNoticeMsMax: guess('Loss of a supernode noticed within', 60, 's', 'no source') * 1000,
    clientTimeoutMs: fitted('A client waits for an answer', 29, 's', 'model; facts 1.25') * 1000,
    retryMs: fitted('Pause between attempts, no backpressure', 50, 's', 'model; facts 1.25') * 1000,
    backoffMsBase:
      guess('Backoff with backpressure, base', 5, 's', 'our choice, facts 3.12') * 1000,
    backoffMsMax:
      guess('Backoff with backpressure, at most', 300, 's', 'our choice, facts 3.12') * 1000,
    leaseMs: fitted('A supernode record lives', 33, 'h', 'model: ghosts of 33 h') * hourMs,
    renewEveryMs: guess('A supernode reports every', 15, 'min', 'longest SQS delay') * minuteMs,
    healPaceMs: guess('A heal step every', 60, 's', 'our choice') * 1000,
    healOverdueMs: guess('A heal step is presumed lost after', 5, 'min', 'our choice') * minuteMs,
    rateLimitWindowMs,
    loginsPerRateLimitWindow: derived(
      'Log-in service, a cell',
      loginsPerRateLimitWindow,
      'log-ins/min',
      'service x cell',
    ),
    candidateListMs: guess('A list of supernodes is kept', 24, 'h', 'facts 1.21, 1.23') * hourMs,
    observeEveryMs: guess('The storm is observed every', 15, 'min', 'our choice') * minuteMs,
    observeForMs: guess('The storm is watched for', 48, 'h', 'facts 1.38') * hourMs,
  },
  target: {
    onlineShare: month.guess(
      'Healed means signed in again',
      0.99,
      'of those who want',
      'our choice',
    ),
    healWithinMs:
      month.guess('In time means within', 2, 'h', 'no other month was noticed') * hourMs,
  },
  expected: { 'legacy-2007': ['late', 'not-healed', 'stuck'], resilient: ['healed'] },
  recoveryPoints: recoveryPointsFrom(releasedAtMs),
  assumptions: [...augustNetwork.assumptions, ...month.assumptions],
};

/**
 * The two nights of a month in which that share of the PCs that are on installs by itself. The
 * third night, which restarts the rest of Asia and Europe, comes after the outage began (facts
 * 1.29) and is left out.
 */
export function augustNights(share: number): Night[] {
  const calendar = [
    { label: 'first night', threeAmUtcMs: firstNightMs },
    { label: 'second night', threeAmUtcMs: secondNightMs },
  ];
  return restartsByNight(
    { releasedAtMs, ...patchPace, restartShare: share },
    calendar,
    augustZones,
  );
}

function zone(label: string, utcOffsetMinutes: number, nodes: number, supernodes: number): Zone {
  return {
    label,
    utcOffsetMinutes,
    nodeShare: guess(`Users at ${label}`, nodes, 'of all', 'facts 1.17, 2.11'),
    supernodeShare: fitted(`Supernodes at ${label}`, supernodes, 'of all', 'model: Americas 0.5'),
  };
}
