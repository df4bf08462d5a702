// One run of the twin's network on some threads, and what it took: `node
// bench/measure-twin-network.ts '{"nodeCount":1000000,"policy":"resilient","hours":72}' 2`, in a
// process of its own for its memory.
import { join } from 'node:path';
import { withWorkerPool, workThrough } from '#runner/threads/worker-pool.ts';
import type { NetworkRun } from '#twin/network/network-run.ts';
import { mergeShards, shardsOf } from '#twin/network/shards.ts';
import { type NetworkWork, networkOptions } from './twin-network-work.ts';

const work = JSON.parse(process.argv[2] ?? '{}') as NetworkWork;
const threads = Number(process.argv[3] ?? 2);
const options = networkOptions(work);
const stackCount = shardsOf(options).length;
const startedMs = performance.now();
const pooled = {
  workerPath: join(import.meta.dirname, 'twin-network-worker.ts'),
  threadsMax: Math.min(threads, stackCount),
  workerData: work,
};
const runs = await withWorkerPool(pooled, (pool) =>
  workThrough(pool, Array(stackCount).keys(), (index) => pool.run<NetworkRun>(index)),
);
const run = mergeShards(runs, options.sampleEveryMs);
const wallMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage();
const shares = run.samples.map(({ onlineCount, wantedCount }) => onlineCount / wantedCount);
process.stdout.write(
  `${JSON.stringify({
    ...work,
    threads,
    stackCount,
    wallMs,
    cpuMs: (user + system) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    executed: run.executedEventCount,
    aggregated: run.aggregatedEventCount,
    ending: run.ending,
    violations: run.violations,
    worstShare: Math.min(...shares),
    loginAttempts: run.counts.LoginAttempts,
  })}\n`,
);
