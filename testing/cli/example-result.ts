// Test support: a made-up comparison with the shapes that real ones have, the same at every call.

import type { RunManifest } from '#cli/run-folder/manifest.ts';
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { PhaseName } from '#domain/storm/run-phase.ts';
import { userHoursLost } from '#domain/storm/user-hours-lost.ts';
import { billRun, type PriceChoice } from '#runner/pricing/bill-run.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import type { ComparisonResult, RunPhase, RunResult, Sample } from '#runner/result.ts';
import { drill } from '#scenarios/drill.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nodes = 2000;
const startMs = Date.UTC(2007, 7, 16, 4);
const lastRestartAtMs = startMs + 6 * hourMs + 12 * minuteMs;

/** The prices of the example's bills. */
export const examplePrices: PriceChoice = {
  book: shippedPriceBook('us-east-1'),
  isFreeTierUsed: false,
};

/** A comparison in which legacy-2007 sinks to about 60 % and stays, and resilient dips to 90 %. */
export function exampleResult(): ComparisonResult {
  return {
    schemaVersion: 8,
    cloud: 'local',
    scale: 'embedded',
    retries: null,
    fullNodeCount: null,
    scenario: 'august-2007',
    title: 'Skype, August 2007: an ordinary Patch Tuesday',
    story: ['In August 2007 the network went down.'],
    seed: 7,
    nodes,
    cells: 2,
    faults: 'hostile',
    accountConcurrency: 1_000,
    runs: [legacyRun(), resilientRun()].map((run) => ({
      ...run,
      bill: billRun(run, nodes, examplePrices),
    })),
    targetShare: 0.99,
    recoveryPoints: [
      point(16, 22, 15, 149_608, 'client counter (may be a partial view)', '1.31'),
      point(17, 4, 0, 2_500_000, 'about 2.5 M, hour not known', '1.32'),
      point(17, 14, 45, 3_154_444, 'client counter', '1.34'),
      point(17, 16, 0, 3_000_000, '5 million shy of the usual', '1.35'),
      point(17, 19, 0, 5_500_000, 'day uncertain', '1.36'),
      point(18, 0, 0, 8_000_000, 'sign-on declared resolved', '1.37'),
    ],
    usualOnlineCount: 8_000_000,
    assumptions: [
      { name: 'PCs per supernode', value: '300', provenance: 'found', source: 'facts 1.8 to 1.12' },
      {
        name: 'Lease of a supernode',
        value: '20 min',
        provenance: 'guess',
        source: 'docs/model.md',
      },
      { name: 'Share that reboots', value: '35 %', provenance: 'fitted', source: 'facts 2.4, 2.9' },
      { name: 'Usually online', value: '8 M', provenance: 'derived', source: 'facts 1.3' },
    ],
  };
}

const { storm, timings, target, embedded: scale } = drill;
const exampleSettings = { storm, timings, target, scale };

/** The manifest that belongs to the example. */
export function exampleManifest(): RunManifest {
  return {
    argv: ['demo', '--nodes', '2000'],
    seed: 7,
    commit: 'd999631f00ba',
    versions: { rebootstorm: '0.1.0', node: '24.21.0' },
    inputs: {},
    settings: { startMs: drill.startMs, ...exampleSettings },
    createdAt: '2026-11-23T13:00:00.000Z',
    wallMs: { 'legacy-2007': 9_120, resilient: 9_120 },
  };
}

function legacyRun(): RunResult {
  const endMs = startMs + 22 * hourMs;
  const samples = samplesOf(endMs, legacyAt);
  return {
    ...anyRun(samples, endMs),
    policy: 'legacy-2007',
    verdict: {
      kind: 'stuck',
      sentence:
        'Sixteen hours after the last restart 39.6 % were still offline and nothing improved: ' +
        'heal counted 11 supernodes of which 4 were alive, so it saw no need to promote any.',
    },
    expected: ['stuck', 'not-healed'],
    healMs: null,
    belowTargetMs: 19 * hourMs + 5 * minuteMs,
    belowTargetAfterMs: 15 * hourMs + 48 * minuteMs,
    retriesPerLogin: 61.27,
    endedEarly: 'no progress for six hours',
  };
}

function resilientRun(): RunResult {
  const endMs = startMs + 24 * hourMs;
  const samples = samplesOf(endMs, resilientAt);
  return {
    ...anyRun(samples, endMs),
    policy: 'resilient',
    verdict: {
      kind: 'healed',
      sentence: '99 % were signed in again 30 min after the last restart; all invariants held.',
    },
    expected: ['healed'],
    healMs: 30 * minuteMs,
    belowTargetMs: 2 * hourMs + 5 * minuteMs,
    belowTargetAfterMs: 30 * minuteMs,
    retriesPerLogin: 0.42,
    endedEarly: null,
  };
}

function anyRun(samples: Sample[], endMs: number) {
  const worst = samples.reduce((low, next) => (onlineShare(next) < onlineShare(low) ? next : low));
  const last = samples.at(-1);
  return {
    userHoursLost: userHoursLost(samples),
    worstOfflineShare: 1 - onlineShare(worst),
    worstOfflineAtMs: worst.atMs,
    restarts: 803,
    loginAttempts: last?.loginAttemptsTotal ?? 0,
    loginsPlaced: last?.loginsPlacedTotal ?? 0,
    promotions: last?.promotionsTotal ?? 0,
    loginsPerMinuteMax: 140,
    deadLetters: { membership: 0, login: 0, heal: 0 },
    quarantined: 3,
    failure: null,
    peaks: { 'lambda.concurrency': 23, 'stepFunctions.historyEvents': 1_204 },
    violations: [],
    invariants: [],
    counts: { LoginAttempts: last?.loginAttemptsTotal ?? 0, LoginsPlaced: 1_204 },
    meters: exampleMeters,
    phases: phasesUntil(endMs),
    faults: { duplicate: 812, delay: 401, throttle: 77 },
    startMs,
    endMs,
    lastRestartAtMs,
    wallMs: 9120,
    messagesHandled: 158_211,
    waves: restartWaves(),
    samples,
  };
}

const exampleMeters = {
  'sqs.requests': 182_345,
  'sqs.standardRequests': 182_345,
  'lambda.armGbSeconds': 1034.6,
  'stepFunctions.transitions': 2_104,
  'lambda.requests': 40_211,
  'lambda.gbSeconds': 1034.6,
  'dynamodb.writeUnits': 96_004,
  'dynamodb.readUnits': 58_411.5,
};

/** A tenth is used before the storm, and seven tenths while it heals. */
function phasesUntil(endMs: number): RunPhase[] {
  const part = (phase: PhaseName, fromMs: number, toMs: number, share: number): RunPhase => {
    const meters = Object.entries(exampleMeters).map(([name, total]) => [name, total * share]);
    return { phase, fromMs, toMs, meters: Object.fromEntries(meters) };
  };
  const firstRestartAtMs = restartWaves()[0]?.atMs ?? startMs;
  return [
    part('steady', startMs, firstRestartAtMs, 0.1),
    part('storm', firstRestartAtMs, lastRestartAtMs, 0.2),
    part('heal', lastRestartAtMs, endMs, 0.7),
  ];
}

function restartWaves(): RunResult['waves'] {
  const zones = ['UTC+3', 'UTC+2', 'UTC+1', 'UTC'];
  return zones.map((zone, index) => ({
    atMs: startMs + (3 + index) * hourMs,
    label: `03:00 update, ${zone}`,
    restarts: [120, 260, 310, 113][index] ?? 0,
    belowTargetMs: 30 * minuteMs,
  }));
}

interface Curve {
  readonly share: number;
  readonly live: number;
  readonly counted: number;
  readonly attemptsPerMinute: number;
}

function samplesOf(endMs: number, curveAt: (hours: number) => Curve): Sample[] {
  const everyMs = 5 * minuteMs;
  const samples: Sample[] = [];
  let attemptsTotal = 0;
  for (let atMs = startMs; atMs <= endMs; atMs += everyMs) {
    const { share, live, counted, attemptsPerMinute } = curveAt((atMs - startMs) / hourMs);
    // By night fewer want to be online, so that pictures show what a falling demand looks like.
    const wantedCount = Math.round(nodes * wantedShareAt((atMs - startMs) / hourMs));
    const onlineCount = Math.round(wantedCount * share);
    attemptsTotal += Math.round(attemptsPerMinute * 5);
    samples.push({
      atMs,
      onlineCount,
      wantedCount,
      waitingCount: wantedCount - onlineCount,
      supernodesLive: live,
      supernodesCounted: counted,
      slotsLive: live * 300,
      loginQueueDepth: Math.round((wantedCount - onlineCount) / 3),
      loginAttemptsTotal: attemptsTotal,
      loginsPlacedTotal: Math.round(attemptsTotal / 3),
      promotionsTotal: Math.max(0, counted - 8),
    });
  }
  return samples;
}

/** Most are on at noon, three quarters at midnight. */
function wantedShareAt(hours: number): number {
  return 0.875 + 0.125 * Math.cos(((hours - 8) / 12) * Math.PI);
}

function legacyAt(hours: number): Curve {
  const ripple = 0.012 * Math.sin(hours * 9) + 0.006 * Math.sin(hours * 23);
  if (hours < 3) return { share: 0.996, live: 9, counted: 9, attemptsPerMinute: 2 };
  const sunk = Math.min(1, (hours - 3) / 3.2);
  return {
    share: 0.996 - 0.385 * sunk ** 1.4 + ripple * sunk,
    live: Math.round(9 - 5 * sunk),
    counted: 9 + Math.round(2 * sunk),
    attemptsPerMinute: 6 + 480 * sunk ** 2 * (1 + 6 * ripple),
  };
}

function resilientAt(hours: number): Curve {
  const sinceWaveHours = hours < 3 ? 9 : hours > 6 ? hours - 6 : hours % 1;
  const dip = Math.max(0, 0.1 * (1 - sinceWaveHours / 0.55));
  const live = dip > 0.05 ? 7 : 9;
  return { share: 0.996 - dip, live, counted: live, attemptsPerMinute: 2 + 700 * dip };
}

function point(
  day: number,
  hour: number,
  minute: number,
  onlineCount: number,
  label: string,
  factRow: string,
) {
  return {
    atMs: Date.UTC(2007, 7, day, hour, minute),
    onlineCount,
    label,
    factRow: `facts ${factRow}`,
  };
}
