// Runs policies in Web Workers, one a policy. A worker that dies is reported and can be started
// again; a new run ends the workers of the one before.
import type { PolicyRunner, RunOrder } from '#runner/order-runner.ts';
import type { TwinRunOrder } from '#runner/twin/twin-order.ts';
import type { InspectRequest, PolicyInspected } from '../policy/own-messages.ts';
import { ownPolicyName } from '../policy/policy-text.ts';
import { askWorker } from './ask-worker.ts';
import { silenceLimitMs, watchSilence } from './silence.ts';
import type { RunDone, RunProgress, RunRequest, WorkerReport } from './worker-messages.ts';

/** What happens to the runs, policy by policy. */
export interface RunListener {
  onProgress(policy: string, progress: RunProgress): void;
  /** @param restart starts the policy's run again, from its beginning */
  onDeath(policy: string, reason: string, restart: () => void): void;
}

/** The workers of one comparison. */
export interface PolicyWorkers {
  readonly runner: PolicyRunner;
  /** Ends all workers. Nothing is reported afterwards, and what was waited for stays unanswered. */
  stop(): void;
}

/** @param startWorker starts a worker for a policy's name, by the name of its lock */
export function policyWorkers(
  startWorker: (policy: string, lock: string) => Worker,
  listener: RunListener,
): PolicyWorkers {
  const living = new Set<Worker>();
  const runner: PolicyRunner = (order) =>
    new Promise((resolve, reject) => {
      const request = requestOf(order);
      const start = (lock: string) => startWorker(order.policy.name, lock);
      const begin = () => {
        const { id } = request.policy;
        askPolicyWorker(start, living, request, {
          onProgress: (progress) => listener.onProgress(id, progress),
          onAnswer: (answer) => {
            if (answer.kind === 'done') resolve(answer.run);
          },
          // An author's fault names its file; any other one the policy.
          onFailure: (reason) =>
            reject(new Error(order.policy.name === id ? `${id}: ${reason}` : reason)),
          onDeath: (reason) => listener.onDeath(id, reason, begin),
        });
      };
      begin();
    });
  return {
    runner,
    stop: () => {
      for (const worker of living) worker.terminate();
      living.clear();
    },
  };
}

/** Asks a worker with an own policy what that is called. @throws {Error} in the author's words */
export function inspectInWorker(start: (lock: string) => Worker): Promise<PolicyInspected> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(reason));
    askPolicyWorker(
      start,
      new Set(),
      { kind: 'inspect' },
      {
        onProgress: () => {},
        onAnswer: (answer) => {
          if (answer.kind === 'inspected') resolve(answer);
        },
        onFailure: fail,
        onDeath: fail,
      },
    );
  });
}

interface PolicyEvents {
  onProgress(progress: RunProgress): void;
  onAnswer(answer: RunDone | PolicyInspected): void;
  onFailure(reason: string): void;
  onDeath(reason: string): void;
}

function askPolicyWorker(
  start: (lock: string) => Worker,
  living: Set<Worker>,
  request: RunRequest | InspectRequest,
  events: PolicyEvents,
): void {
  const silence = watchSilence(() => end(() => events.onFailure(hangsWords)));
  const end = askWorker<WorkerReport>(start, living, request, {
    onSaid: (said, ended) => {
      silence.heard(said);
      switch (said.kind) {
        case 'own-code':
          return;
        case 'progress':
          return events.onProgress(said);
        case 'done':
        case 'inspected':
          return ended(() => events.onAnswer(said));
        case 'failed':
          return ended(() => events.onFailure(said.reason));
      }
    },
    onDeath: events.onDeath,
    onEnd: silence.stop,
  });
}

const hangsWords =
  `${ownPolicyName}: a decision has not answered for ${silenceLimitMs / 1_000} s, and was ended. ` +
  'It may never end.';

function requestOf(order: RunOrder): RunRequest {
  const { scenario, policy, ...asked } = order as TwinRunOrder;
  if (typeof scenario === 'string' || policy.kind !== 'named')
    throw new Error('expected an order with the scenario itself and a policy that ships');
  const { seed, nodeCount, scale, retries, accountConcurrency } = asked;
  const how = { seed, nodeCount, scale, retries, accountConcurrency };
  return { kind: 'run', scenario, policy: policy.policy, ...how };
}
