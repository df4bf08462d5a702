// What the network may look like after some messages were handled, in whatever order.
import type { ControlEvent } from '#domain/events.ts';
import { afterHealStep, afterLogin } from './logins-and-heal.ts';
import { type Circumstances, type NetworkState, reported } from './network-state.ts';
import { afterNews } from './news-of-nodes.ts';

/** A message that was delivered. */
export interface Delivered {
  readonly event: ControlEvent;
  /** Whether its effect must show; of one that failed, or whose handler died, it may. */
  readonly isSure: boolean;
}

/**
 * Lists every network that a sequential program might leave behind, had it handled the messages one
 * after the other: in any order, with every open choice made in every way.
 */
export function possibleStates(
  state: NetworkState,
  delivered: readonly Delivered[],
  circumstances: Circumstances,
): NetworkState[] {
  if (delivered.length === 0) return [state];
  const found = delivered.flatMap((one, at) => {
    const others = delivered.filter((_, index) => index !== at);
    const handled = after(state, one.event, circumstances);
    const next = one.isSure ? handled : [state, ...handled];
    return next.flatMap((each) => possibleStates(each, others, circumstances));
  });
  const distinct = new Map(found.map((one) => [reported(one, circumstances.nowMs), one]));
  return [...distinct.values()];
}

function after(state: NetworkState, event: ControlEvent, around: Circumstances): NetworkState[] {
  // Sent on, and not handled yet.
  if (event.dueAtMs > around.nowMs) return [state];
  switch (event.type) {
    case 'LoginRequested':
      return afterLogin(state, event, around);
    case 'HealStepDue':
      return afterHealStep(state, event, around);
    default:
      return afterNews(state, event, around);
  }
}
