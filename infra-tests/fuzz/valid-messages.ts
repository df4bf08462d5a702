// Messages as the control plane's own functions write them, of every kind, about a small network.

import {
  type ControlEvent,
  healStepDue,
  leaseRenewed,
  loginRequested,
  nodeJoined,
  nodeLeft,
  nodeLost,
  nodeRestarted,
  type Place,
  type RestartCause,
} from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { signed } from '#infra-tests/handlers/login/signed-login.ts';
import type { SeededRandom } from '#local-cloud/seeded-random.ts';
import { here, hourMs, minuteMs } from '#testing/domain/builders.ts';

/** Draws from some things, each as likely as the others. */
export function oneOf<Thing>(random: SeededRandom, things: readonly [Thing, ...Thing[]]): Thing {
  return things[Math.floor(random() * things.length)] ?? things[0];
}

/** A whole number below a bound. */
export function below(random: SeededRandom, bound: number): number {
  return Math.floor(random() * bound);
}

/** A valid message for a queue; a log-in's proof is genuine nine times of ten. */
export function aValidMessage(random: SeededRandom, queue: QueueName, nowMs: number): ControlEvent {
  const dueAtMs = dueAt(random, nowMs);
  const place = somewhere(random);
  if (queue === 'heal') return healStepDue(place, below(random, 4), dueAtMs);
  const nodeId = oneOf(random, ['n1', 'n2', 'n3', 'n4', 's1', 's2', 'n99', 'constructor']);
  const epoch = random() < 0.01 ? 2 ** 31 - 1 : 1 + below(random, 5);
  if (queue === 'login') return aLogin(random, place, { nodeId, epoch, dueAtMs }, nowMs);
  const profile = {
    eligible: random() < 0.5,
    claimedSlots: below(random, 30),
    utcOffsetMinutes: 60,
  };
  const cause = oneOf<RestartCause>(random, ['update', 'self-protection']);
  return oneOf<ControlEvent>(random, [
    nodeJoined(place, { nodeId, epoch, ...profile, dueAtMs }),
    nodeLeft(place, nodeId, epoch, dueAtMs),
    nodeRestarted(place, { nodeId, epoch, waveIndex: below(random, 5) - 1, cause, dueAtMs }),
    nodeLost(place, nodeId, epoch, dueAtMs),
    leaseRenewed(place, nodeId, epoch, dueAtMs),
  ]);
}

function aLogin(
  random: SeededRandom,
  place: Place,
  who: { nodeId: string; epoch: number; dueAtMs: number },
  nowMs: number,
): ControlEvent {
  const expiresAtMs = nowMs + oneOf(random, [-1, 0, hourMs, 24 * hourMs]);
  const proof = { nonce: nowMs - below(random, hourMs), expiresAtMs, mac: 'A'.repeat(43) };
  const admissionAtMs = oneOf(random, [null, null, nowMs - 1, nowMs + hourMs, nowMs + 30 * hourMs]);
  const attempt = oneOf(random, [1, 2, 16, 1 + below(random, 2 ** 30)]);
  const login = loginRequested(place, { ...who, attempt, admissionAtMs, proof });
  return random() < 0.9 ? signed(login) : login;
}

/** Nearly always the cell that there is; some runs and cells do not exist. */
function somewhere(random: SeededRandom): Place {
  if (random() < 0.9) return here;
  return oneOf(random, [
    { ...here, cell: 'c0099' },
    { ...here, runId: 'run-9' },
    { runId: 'constructor', cell: 'toString' },
  ]);
}

function dueAt(random: SeededRandom, nowMs: number): number {
  if (random() < 0.8) return nowMs - below(random, minuteMs);
  return oneOf(random, [
    0,
    nowMs + 1,
    nowMs + 40 * minuteMs,
    nowMs + 24 * hourMs,
    nowMs + 24 * hourMs + 1,
    nowMs - 30 * 24 * hourMs,
    nowMs + 0.5,
    8.64e15,
  ]);
}
