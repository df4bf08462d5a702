// A request that comes in a flood. Its batch would be full of requests that are worked out, so no
// batch is made for it: it is answered as soon as it is visible, and billed with the others.
import { countedMessage } from '#domain/counted.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { attemptMetric } from '#domain/login/plan-answer.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { isWindowUsedUp } from './asked-windows.ts';
import { answer, isAwayUnread, serveAlone } from './login-batch.ts';
import { admit } from './login-decisions.ts';
import type { Login, LoginGroup } from './login-group.ts';
import { placeAlone } from './place-clients.ts';

/**
 * Answers a request at once where a flood fills the batches.
 * @returns false where it has to wait for a batch in its queue
 */
export function answerInFlood(network: Network, message: number, nowMs: number): boolean {
  if (!comesInFlood(network, message, nowMs)) return false;
  const { aggregation, messages, counts } = network;
  const cell = network.cell(messages.cell(message));
  const run = network.meters.within('login', nowMs).at(cell.index);
  const group: LoginGroup = { network, run, cell, again: [], isExecuted: false };
  const isAway = isTurnedAway(network, cell, message, nowMs);
  const standing = isAway ? busy : admit(network, cell, message, nowMs);
  const login: Login = { message, node: messages.node(message), standing };
  counts[attemptMetric] += 1;
  // By its name here: `count` is asked for so many names that each takes a look-up.
  counts[countedMessage.done] += 1;
  aggregation.billsWithOthers(cell);
  serveAlone(group, login, isAway);
  placeAlone(group, login);
  answer(group, login);
  for (const again of group.again) network.send(again, run.effectMs);
  return true;
}

const busy = { kind: 'service-busy' } as const;

/** In a flood every environment knows that a window is used up, as good as at once. */
function isTurnedAway(network: Network, cell: Cell, message: number, nowMs: number): boolean {
  const { decisions, settings, aggregation } = network;
  if (decisions.admitLogin !== builtInDecisions.admitLogin) return false;
  aggregation.settle(cell, nowMs);
  if (!isWindowUsedUp(cell, settings.timings, nowMs)) return false;
  return isAwayUnread(network, message, nowMs);
}

/** Placements that go by a list, or collide, need the batch that they are in. */
function comesInFlood(network: Network, message: number, nowMs: number): boolean {
  const { aggregation, messages, startMs, settings, decisions, finishedAtMs } = network;
  const { policy, endsAtMs } = settings;
  return (
    aggregation.fillsBatches &&
    messages.due(message) + startMs <= nowMs &&
    nowMs < Math.min(finishedAtMs, endsAtMs) &&
    !(policy.staleCandidates || policy.herd) &&
    decisions.placeClient === builtInDecisions.placeClient
  );
}
