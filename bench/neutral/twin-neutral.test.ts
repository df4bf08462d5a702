import { type RacedRun, raceOf, summarize } from '../twin-race.ts';
import { logicalEventCount, type NeutralRun } from './neutral-run.ts';
import { openNeutralStorm } from './neutral-storm.ts';
import { runHeapStorm } from './yardstick/heap-storm.ts';

const nodeCount = 2_000;
const runTwin = (leases: 'executed' | 'computed'): NeutralRun =>
  openNeutralStorm({ nodeCount, seed: 42, leases }).run();

test('everybody does the same work: a plain heap comes within some percent of the twin', () => {
  const twin = runTwin('computed');
  const heap = runHeapStorm(nodeCount, Number.POSITIVE_INFINITY, () => 0);
  for (const name of ['attempts', 'failed', 'logins', 'renewals', 'ends', 'restarts'] as const) {
    // Few restart among 2,000 nodes, and who fails depends on them: 15 %.
    expect(Math.abs(heap[name] / twin[name] - 1)).toBeLessThan(0.15);
  }
  expect(Math.abs(heap.renewals / twin.renewals - 1)).toBeLessThan(0.01);
  expect(heap.stoppedMs).toBe(14_400_000);
});

test('a plain heap stops at its wall limit and says when that was', () => {
  let nowMs = 0;
  const stopped = runHeapStorm(nodeCount, 10, () => (nowMs += 4));
  expect(stopped.stoppedMs).toBeLessThan(14_400_000);
  expect(stopped.stoppedMs).toBeGreaterThan(0);
});

test('a race lets everybody run in each round, and compares within the round', () => {
  const asRun = (events: number, wallMs: number) => ({
    events,
    wallMs,
    rssBytes: 1_000_000,
    wasStopped: false,
    counts: { events },
  });
  const events = logicalEventCount(runTwin('computed'));
  const order: string[] = [];
  const contestant = (name: string, wallMs: number) => ({
    name,
    run: () => {
      order.push(name);
      return asRun(events, wallMs);
    },
  });
  const contestants = [contestant('C wheel', 100), contestant('twin executed', 200)];
  const figures = summarize(raceOf(contestants, nodeCount, 2, [false]), nodeCount, 200_000);
  expect(order).toEqual(['C wheel', 'twin executed', 'C wheel', 'twin executed']);
  expect(figures.map(({ ratioToC }) => ratioToC)).toEqual([1, 0.5]);
  expect(figures.map(({ bytesPerNode }) => bytesPerNode)).toEqual([500, 400]);
});

test('rounds that came to different counts are no figure', () => {
  const run = (events: number): RacedRun => ({
    name: 'twin executed',
    hugePages: false,
    round: 0,
    events,
    wallMs: 1,
    rssBytes: null,
    wasStopped: false,
    counts: { events },
  });
  expect(() => summarize([run(1), run(2)], 1, 0)).toThrow('twin executed: two rounds differ');
});
