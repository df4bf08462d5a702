// Runs policies in Web Workers, one a policy. A worker that dies is reported and can be started
// again; a new run ends the workers of the one before.
import { policies } from '#domain/policies.ts';
import type { PolicyRun } from '#runner/local/run-policy.ts';
import type { PolicyRunner, RunOrder } from '#runner/order-runner.ts';
import type { TwinRunOrder } from '#runner/twin/twin-order.ts';
import type { RunProgress, RunRequest, WorkerReport } from './worker-messages.ts';

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

/** @param startWorker starts a worker by the name of its lock */
export function policyWorkers(
  startWorker: (name: string) => Worker,
  listener: RunListener,
): PolicyWorkers {
  const living = new Set<Worker>();
  const runner: PolicyRunner = (order) =>
    new Promise((resolve, reject) => {
      const request = requestOf(order);
      const begin = () => {
        const { id } = request.policy;
        runInWorker(startWorker, living, request, {
          onProgress: (progress) => listener.onProgress(id, progress),
          onDone: resolve,
          onFailure: (reason) => reject(new Error(`${id}: ${reason}`)),
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

interface WorkerEvents {
  onProgress(progress: RunProgress): void;
  onDone(run: PolicyRun): void;
  onFailure(reason: string): void;
  onDeath(reason: string): void;
}

function runInWorker(
  startWorker: (name: string) => Worker,
  living: Set<Worker>,
  request: RunRequest,
  events: WorkerEvents,
): void {
  // Other tabs have the same page, and locks are the origin's.
  const worker = startWorker(`rebootstorm-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`);
  living.add(worker);
  const end = (then: () => void) => {
    if (!living.delete(worker)) return;
    worker.terminate();
    then();
  };
  const died = (reason: string) => end(() => events.onDeath(reason));
  worker.onerror = (event) => {
    event.preventDefault();
    died(event.message === '' ? 'its code could not be loaded' : event.message);
  };
  worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
    if (!living.has(worker)) return;
    switch (data.kind) {
      case 'ready':
        if (data.lock !== null) watchLock(data.lock, () => died('the browser ended its worker'));
        worker.postMessage(request);
        return;
      case 'progress':
        return events.onProgress(data);
      case 'done':
        return end(() => events.onDone(data.run));
      case 'failed':
        return end(() => events.onFailure(data.reason));
    }
  };
}

/** The lock is given to the page once the worker that holds it is gone. */
function watchLock(name: string, onFree: () => void): void {
  navigator.locks.request(name, () => onFree()).catch(() => {});
}

function requestOf(order: RunOrder): RunRequest {
  const { scenario, policy, seed, nodeCount, scale, retries } = order as TwinRunOrder;
  if (typeof scenario === 'string' || policy.kind !== 'named')
    throw new Error('expected an order with the scenario itself and a policy that ships');
  return { kind: 'run', scenario, policy: policy.policy, seed, nodeCount, scale, retries };
}

/** A policy that ships, as the runner takes it. */
export function shippedPolicy(id: keyof typeof policies) {
  return { kind: 'named' as const, name: id, policy: policies[id] };
}
