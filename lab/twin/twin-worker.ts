// The worker: it runs one policy on the twin, and says how far it is.
import type { FollowReport, FollowRequest } from '../follow/follow-messages.ts';
import { followOnTwin } from '../follow/follow-on-twin.ts';
import { holdLock, type WorkerScope } from './hold-lock.ts';
import { runOnTwin } from './run-on-twin.ts';
import type { RunRequest, WorkerReport } from './worker-messages.ts';

const scope = globalThis as unknown as WorkerScope<
  RunRequest | FollowRequest,
  WorkerReport | FollowReport
>;

scope.onmessage = ({ data }) => {
  try {
    if (data.kind === 'follow') follow(data);
    else run(data);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: 'failed', reason });
  }
};

holdLock(scope, (lock) => scope.postMessage({ kind: 'ready', lock }));

function run(request: RunRequest): void {
  const report = (progress: WorkerReport) => scope.postMessage(progress);
  const run = runOnTwin(request, report, () => performance.now());
  scope.postMessage({ kind: 'done', run });
}

/** Progress is said at most this often, in real time. */
const followEveryMs = 200;

function follow(request: FollowRequest): void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const report = (fraction: number) => {
    const nowMs = performance.now();
    if (nowMs - saidAtMs < followEveryMs) return;
    saidAtMs = nowMs;
    scope.postMessage({ kind: 'follow-progress', fraction });
  };
  const followed = followOnTwin(request, report, () => performance.now());
  scope.postMessage({ kind: 'followed', followed });
}
