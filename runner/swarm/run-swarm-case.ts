// Runs one case of the swarm on the local cloud, with strangers, silence and faults, and judges
// its history by every invariant.

import { seedRun } from '#adapters/network/seed-run.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import type { NetworkScan } from '#domain/invariants/check-network.ts';
import { watchedUntilMs } from '#domain/storm/plan-storm.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { functionCode } from '../local/function-code.ts';
import { scanNetwork } from '../local/network-scan.ts';
import {
  type CloudCounts,
  countsOf,
  drain,
  letRunDry,
  outsideRuntime,
} from '../local/outside-the-cloud.ts';
import { withCopies } from './copy-logins.ts';
import { type FollowedHistory, followHistory } from './follow-history.ts';
import { failuresOf } from './judge-swarm-case.ts';
import { sendStranger } from './send-strangers.ts';
import { withSilence } from './silence-supernodes.ts';
import type { Pace, Stranger, SwarmCase } from './swarm-case.ts';
import type { SwarmFailure, SwarmOutcome } from './swarm-outcome.ts';

/** A network of 60 nodes has no use for more; what does has lost count of its messages. */
const messagesMax = 60_000;

/** How often strangers, the calm and the end are looked for. */
const tickMs: Readonly<Record<Pace, number>> = { minutes: 5_000, hours: 60_000 };

/** The state machine's last tasks may have been under way when the watch ended. */
const endGraceMs = 15 * 60_000;

/** Runs a case. Equal cases give equal outcomes. */
export async function runSwarmCase(
  drawn: SwarmCase,
  template: Record<string, unknown>,
): Promise<SwarmOutcome> {
  const { settings } = drawn.planned;
  const history = followHistory(drawn, () => cloud.outputs);
  // The injector reads its plan at each opportunity, so that the calm can come in the middle.
  const faults = { ...drawn.faults };
  const cloud: LocalCloud = startLocalCloud({
    template,
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
  const calm = () => void Object.assign(faults, FAULTS_NONE);
  const failure = await play(drawn, cloud, history, calm);
  const end = { ...countsOf(cloud), everybody: scanNetwork(cloud).everybody() };
  const dryFailure = failure ?? (await dryUp(drawn, cloud));
  return outcomeOf(drawn, end, history, { failure: dryFailure, nowMs: cloud.nowMs() });
}

/** The functions' code as the actors of a case let it run. */
function withActors({ silence, copies, seed }: SwarmCase) {
  return withCopies(withSilence(functionCode, silence, seed), copies, seed);
}

async function play(
  drawn: SwarmCase,
  cloud: LocalCloud,
  history: FollowedHistory,
  calm: () => void,
): Promise<SwarmFailure | null> {
  const { planned, pace, calmAtMs } = drawn;
  const { settings } = planned;
  const operator = outsideRuntime(cloud);
  const strangers = [...drawn.strangers];
  let waiting: Stranger[] = [];
  try {
    await cloud.settle(seedRun(operator, planned));
    history.seeded(cloud.nowMs());
    await cloud.settle(startStorm(operator, settings.runId));
    await cloud.runUntil({
      untilMs: watchedUntilMs(settings) + endGraceMs,
      everyMs: tickMs[pace],
      onTick: async (nowMs) => {
        if (nowMs >= calmAtMs) calm();
        while (strangers[0] !== undefined && strangers[0].atMs <= nowMs)
          waiting.push(...strangers.splice(0, 1));
        waiting = nowMs >= calmAtMs ? [] : await letIn(waiting, cloud, operator, history);
        const isTooMuch = (cloud.metrics().MessagesHandled ?? 0) > messagesMax;
        return history.isFinished || isTooMuch ? 'stop' : 'continue';
      },
    });
    calm();
    await drain(cloud, tickMs[pace]);
    return null;
  } catch (error) {
    return thrown(error);
  }
}

/** What comes after the case was measured only shows that all its loops end with it. */
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

/** Lets in who has come. @returns those for whom what they need is not there yet */
async function letIn(
  strangers: readonly Stranger[],
  cloud: LocalCloud,
  operator: Runtime,
  { runId, heard, keys }: FollowedHistory,
): Promise<Stranger[]> {
  const left: Stranger[] = [];
  for (const stranger of strangers) {
    const { nodes, supernodes } = scanNetwork(cloud).everybody();
    const view = { runId, nodes, supernodes, heard, keys: keys(), nowMs: cloud.nowMs() };
    const isDone = await cloud.settle(sendStranger(operator, stranger, view));
    if (!isDone) left.push(stranger);
  }
  return left;
}

function outcomeOf(
  drawn: SwarmCase,
  cloud: CloudCounts & { everybody: NetworkScan },
  history: FollowedHistory,
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
