// What is done to a local cloud from outside, by whoever runs a network on it.
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';

/** The runtime of who stands outside: nothing strikes it, so its pauses and chance never matter. */
export function outsideRuntime(cloud: LocalCloud): Runtime {
  return operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    requestHandler: cloud.clientHandler(),
  });
}

/** How long a finished run may take to drop the messages that are still on their way. */
const drainMsMax = 20 * 60_000;

/** Lets a finished run drop its last messages as they arrive: nothing may be left half done. */
export async function drain(cloud: LocalCloud, everyMs: number): Promise<void> {
  const isEmpty = () =>
    Object.values(cloud.queueDepths()).every(({ visible, inFlight }) => visible + inFlight === 0);
  await cloud.runUntil({
    untilMs: cloud.nowMs() + drainMsMax,
    everyMs,
    onTick: () => (isEmpty() ? 'stop' : 'continue'),
  });
}
