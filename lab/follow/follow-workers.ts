// Follows a node under several policies, each in a worker of its own.
import type { FollowedNode } from '#twin/network/follow/followed.ts';
import { watchLock } from '../twin/policy-workers.ts';
import type { RunRequest, WorkerReport } from '../twin/worker-messages.ts';
import type { FollowReport, Whom } from './follow-messages.ts';

/** What happens while a node is followed. */
export interface FollowListener {
  onProgress(policy: string, fraction: number): void;
  /** @param followed null: the run of the policy has no such node */
  onFollowed(policy: string, followed: FollowedNode | null): void;
  onFailure(policy: string, reason: string): void;
}

/**
 * Starts to follow. A node that is not named is looked for under the first policy, and then the
 * same one is followed under the others.
 * @param runs what the policies' runs are, in order
 * @returns ends the workers; nothing is reported afterwards
 */
export function followInWorkers(
  startWorker: (name: string) => Worker,
  runs: readonly RunRequest[],
  whom: Whom,
  listener: FollowListener,
): () => void {
  const living = new Set<Worker>();
  const follow = (run: RunRequest, who: Whom, onDone: (found: FollowedNode | null) => void) => {
    const policy = run.policy.id;
    // Other tabs have the same page, and locks are the origin's.
    const name = `rebootstorm-follow-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
    const worker = startWorker(name);
    living.add(worker);
    const end = (then: () => void) => {
      if (!living.delete(worker)) return;
      worker.terminate();
      then();
    };
    const fail = (reason: string) => end(() => listener.onFailure(policy, reason));
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message === '' ? 'its code could not be loaded' : event.message);
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerReport | FollowReport>) => {
      if (!living.has(worker)) return;
      switch (data.kind) {
        case 'ready':
          if (data.lock !== null) watchLock(data.lock, () => fail('the browser ended its worker'));
          worker.postMessage({ ...run, kind: 'follow', whom: who });
          return;
        case 'follow-progress':
          return listener.onProgress(policy, data.fraction);
        case 'failed':
          return fail(data.reason);
        case 'followed':
          end(() => {
            listener.onFollowed(policy, data.followed);
            onDone(data.followed);
          });
      }
    };
  };
  const [first, ...others] = runs;
  const followOthers = (nodeId: string) => {
    for (const run of others) follow(run, { kind: 'node', nodeId }, () => {});
  };
  if (first !== undefined)
    follow(first, whom, (found) => {
      if (whom.kind === 'pick' && found !== null) followOthers(found.nodeId);
    });
  if (whom.kind === 'node') followOthers(whom.nodeId);
  return () => {
    for (const worker of living) worker.terminate();
    living.clear();
  };
}
