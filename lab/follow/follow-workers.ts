// Follows a node under several policies, each in a worker of its own.
import type { FollowedNode } from '#twin/network/follow/followed.ts';
import { askWorker } from '../twin/ask-worker.ts';
import type { RunRequest, WorkerReport } from '../twin/worker-messages.ts';
import type { FollowReport, Whom } from './follow-messages.ts';

type FollowWords = WorkerReport | FollowReport;

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
    const fail = (reason: string) => listener.onFailure(policy, reason);
    askWorker<FollowWords>(
      startWorker,
      living,
      { ...run, kind: 'follow', whom: who },
      {
        onSaid: (said, end) => {
          switch (said.kind) {
            case 'follow-progress':
              return listener.onProgress(policy, said.fraction);
            case 'failed':
              return end(() => fail(said.reason));
            case 'followed':
              end(() => {
                listener.onFollowed(policy, said.followed);
                onDone(said.followed);
              });
          }
        },
        onDeath: fail,
      },
    );
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
