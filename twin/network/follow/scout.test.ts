import { augustOptions } from '#testing/twin/august-run.ts';
import { followAll } from '#testing/twin/follow-all.ts';
import type { Network } from '../network-state.ts';
import { runNetwork } from '../run-network.ts';
import { type Pick as FollowPick, type Found, Scout } from './scout.ts';

const options = augustOptions('legacy-2007', 120, 4, { sampleEveryMs: 600_000 });
const { run, nodes } = followAll(options);

function found(pick: FollowPick): Found {
  const scouts: Scout[] = [];
  const observe = (network: Network) => {
    const scout = new Scout(network, pick);
    scouts.push(scout);
    return scout;
  };
  expect(JSON.stringify(runNetwork({ ...options, observe }))).toBe(JSON.stringify(run));
  return scouts[0]?.found() as Found;
}

function messagesOf(name: string) {
  return nodes.find(({ nodeId }) => nodeId === name)?.messages ?? [];
}

test('the first that restarts is the one whose news is due first', () => {
  const due = nodes.flatMap(({ nodeId, messages }) =>
    messages
      .filter(({ type }) => type === 'NodeRestarted')
      .map(({ dueAtMs }) => ({ nodeId, dueAtMs })),
  );
  const { dueAtMs } = due.toSorted((one, other) => one.dueAtMs - other.dueAtMs)[0] ?? {};
  const { nodeId } = found('first-restart');
  expect(due).toContainEqual({ nodeId, dueAtMs });
});

test('who waits longest asks, and is placed no sooner than after so long', () => {
  const { nodeId, rank } = found('longest-wait');
  const longest = Math.max(...nodes.map((one) => longestWaitMs(one.messages)));
  expect(rank).toBe(longest);
  expect(longestWaitMs(messagesOf(nodeId))).toBe(longest);
});

/** From a first request to the place that ends the asking, at most. */
function longestWaitMs(messages: ReturnType<typeof messagesOf>): number {
  let [longestMs, sinceMs]: [number, number | null] = [0, null];
  for (const { type, sentAtMs, decidedAtMs, decision } of messages) {
    if (type === 'LoginRequested') sinceMs ??= sentAtMs;
    const isEnd = ['placed', 'promoted'].includes(decision?.kind ?? '');
    const isOff = type === 'NodeLeft' && decision?.kind === 'moved';
    if (sinceMs === null || decidedAtMs === null || !(isEnd || isOff)) continue;
    longestMs = Math.max(longestMs, decidedAtMs - sinceMs);
    sinceMs = null;
  }
  return Math.max(longestMs, sinceMs === null ? 0 : run.endMs - sinceMs);
}

test('a supernode that is lost had clients, who are told', () => {
  const { nodeId } = found('lost-supernode');
  const own = nodes.find((one) => one.nodeId === nodeId);
  expect(own?.before.role).toBe('supernode');
  const counts = messagesOf(nodeId).map(({ decision }) =>
    decision !== null && 'orphanCount' in decision ? decision.orphanCount : 0,
  );
  expect(Math.max(...counts)).toBeGreaterThan(0);
});
