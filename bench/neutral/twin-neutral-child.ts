// One run of the neutral workload in a process of its own, so that its memory can be distinguished
// from everybody else's: `node bench/neutral/twin-neutral-child.ts executed|computed|heap|empty
// NODES WALL_MS`.
import type { NeutralRun } from './neutral-run.ts';
import { openNeutralStorm } from './neutral-storm.ts';
import { runHeapStorm } from './yardstick/heap-storm.ts';

const [way, nodeCount, wallMsMax] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify({ ...run(), rssKb: process.resourceUsage().maxRSS })}\n`);

function run(): object {
  if (way === 'empty') return {};
  if (way === 'executed' || way === 'computed') return runTwin(way);
  if (way === 'heap') {
    return runHeapStorm(Number(nodeCount), Number(wallMsMax), () => performance.now());
  }
  throw new Error(`expected executed, computed, heap or empty, got ${way}`);
}

function runTwin(leases: 'executed' | 'computed'): object {
  const storm = openNeutralStorm({ nodeCount: Number(nodeCount), seed: 42, leases });
  const startedMs = performance.now();
  const { renewalsPerSecond: _, ...counts }: NeutralRun = storm.run();
  return { ...counts, wallMs: performance.now() - startedMs };
}
