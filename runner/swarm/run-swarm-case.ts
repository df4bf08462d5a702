// Runs one case of the swarm on the local cloud, with its adversaries, silent supernodes and
// faults. Then it judges the history by every invariant.

import { seedRun } from '#adapters/network/seed-run.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import type { NetworkScan } from '#domain/invariants/check-network.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { functionCode, onTheWire } from '../local/function-code.ts';
import { scanNetwork } from '../local/network-scan.ts';
import {
  type CloudCounts,
  countsOf,
  drain,
  letRunDry,
  outsideRuntime,
} from '../local/outside-the-cloud.ts';
import { withCopies } from './copy-logins.ts';
import { failuresOf } from './judge-swarm-case.ts';
import { withKnownKeys } from './known-keys.ts';
import { type ReadHistory, readHistory } from './read-history.ts';
import { sendAdversary } from './send-adversaries.ts';
import { withSilence } from './silence-supernodes.ts';
import type { Adversary, Pace, SwarmCase } from './swarm-case.ts';
import type { SwarmFailure, SwarmOutcome } from './swarm-outcome.ts';

/** A network of 60 nodes needs no more messages. A case with more has a loop that makes them. */
const messagesMax = 60_000;

/** How often the case looks for adversaries, for its quiescent time and for its end. */
const tickMs: Readonly<Record<Pace, number>> = { minutes: 5_000, hours: 60_000 };

/** The last tasks of the state machine may be under way when the observation ends. */
const endGraceMs = 15 * 60_000;

/** Runs a case. Equal cases give equal outcomes. */
export async function runSwarmCase(
  drawn: SwarmCase,
  template: Record<string, unknown>,
): Promise<SwarmOutcome> {
  const { settings } = drawn.planned;
  const history = readHistory(drawn, () => cloud.outputs);
  // The injector reads its plan each time, so the faults can stop in the middle of the run.
  const faults = { ...drawn.faults };
  const cloud: LocalCloud = startLocalCloud({
    template: withKnownKeys(template),
    code: history.overhear(withActors(drawn)),
    seed: drawn.seed,
    startMs: settings.startsAtMs,
    faults,
    onCommit: history.onCommit,
    onMessage: history.onMessage,
    onLog: (_source, { message, outcome }) => {
      if (message === 'storm reported') history.reported = String(outcome);
    },
  });
  const quiescent = () => void Object.assign(faults, FAULTS_NONE);
  const failure = await play(drawn, cloud, history, quiescent);
  const end = { ...countsOf(cloud), everybody: scanNetwork(cloud).everybody() };
  const dryFailure = failure ?? (await dryUp(drawn, cloud));
  return outcomeOf(drawn, end, history, { failure: dryFailure, nowMs: cloud.nowMs() });
}

/** One of so many seeds makes all its calls on the wire, as a deployed stack does. */
const onTheWireEvery = 8;

/** The functions' code with the case's silent supernodes and copies. */
function withActors({ silence, copies, seed }: SwarmCase) {
  const code = seed % onTheWireEvery === 0 ? onTheWire(functionCode) : functionCode;
  return withCopies(withSilence(code, silence, seed), copies, seed);
}

async function play(
  drawn: SwarmCase,
  cloud: LocalCloud,
  history: ReadHistory,
  quiescent: () => void,
): Promise<SwarmFailure | null> {
  const { planned, pace, quiescentAtMs } = drawn;
  const { settings } = planned;
  const operator = outsideRuntime(cloud);
  const adversaries = [...drawn.adversaries];
  let waiting: Adversary[] = [];
  try {
    await cloud.settle(seedRun(operator, planned));
    history.seeded(cloud.nowMs());
    await cloud.settle(startStorm(operator, settings.runId));
    await cloud.runUntil({
      untilMs: observedUntilMs(settings) + endGraceMs,
      everyMs: tickMs[pace],
      onTick: async (nowMs) => {
        if (nowMs >= quiescentAtMs) quiescent();
        while (adversaries[0] !== undefined && adversaries[0].atMs <= nowMs)
          waiting.push(...adversaries.splice(0, 1));
        waiting = nowMs >= quiescentAtMs ? [] : await letIn(waiting, cloud, operator, history);
        const isTooMuch = (cloud.metrics().MessagesHandled ?? 0) > messagesMax;
        // The function that ends the run may die before it has reported, and is called again.
        const isOver = history.isFinished && history.reported !== null;
        return isOver || isTooMuch ? 'stop' : 'continue';
      },
    });
    quiescent();
    await drain(cloud, tickMs[pace]);
    return null;
  } catch (error) {
    return thrown(error);
  }
}

/** Lets the queues run empty after the case was measured. It only shows that all loops end. */
async function dryUp(
  { planned: { settings }, pace }: SwarmCase,
  cloud: LocalCloud,
): Promise<SwarmFailure | null> {
  try {
    await letRunDry(cloud, settings.runId, tickMs[pace]);
    return null;
  } catch (error) {
    return thrown(error);
  }
}

function thrown(error: unknown): SwarmFailure {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { what: 'cloud-threw', words, excerpt: [] };
}

/** Sends the adversaries whose time has come. @returns those that lack something they need */
async function letIn(
  adversaries: readonly Adversary[],
  cloud: LocalCloud,
  operator: Runtime,
  { runId, heard, keys }: ReadHistory,
): Promise<Adversary[]> {
  const left: Adversary[] = [];
  for (const adversary of adversaries) {
    const { nodes, supernodes } = scanNetwork(cloud).everybody();
    const view = { runId, nodes, supernodes, heard, keys: keys('clients'), nowMs: cloud.nowMs() };
    const isDone = await cloud.settle(sendAdversary(operator, adversary, view));
    if (!isDone) left.push(adversary);
  }
  return left;
}

function outcomeOf(
  drawn: SwarmCase,
  cloud: CloudCounts & { everybody: NetworkScan },
  history: ReadHistory,
  dry: { failure: SwarmFailure | null; nowMs: number },
): SwarmOutcome {
  const { settings } = drawn.planned;
  const { failure } = dry;
  const { everybody } = cloud;
  const nowMs = cloud.nowMs();
  const verdicts = history.verdicts(dry.nowMs);
  const metrics = cloud.metrics();
  const faults = Object.entries(cloud.meters()).filter(([name]) => name.startsWith('faults.'));
  const messagesHandled = metrics.MessagesHandled ?? 0;
  const end = { nowMs, verdicts, everybody, messagesHandled, messagesMax, history };
  return {
    seed: drawn.seed,
    policy: settings.policy.id,
    failures: [...(failure === null ? [] : [failure]), ...failuresOf(drawn, end)],
    verdicts: Object.fromEntries(verdicts.map(({ id, verdict }) => [id, verdict])),
    faults: Object.fromEntries(faults.map(([name, count]) => [name.slice(7), count])),
    messagesHandled,
    metrics,
    reported: history.reported,
    entriesChecked: history.entries.length,
    virtualMs: nowMs - settings.startsAtMs,
  };
}
