// What a comparison with the record says of a network that does not fall: the least that a
// candidate has to be better than.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { demandShare } from './compared-curve.ts';
import { type ComparedRow, type Summary, summarize } from './summary.ts';

const stepMs = 15 * 60_000;

/** August 2007 as if everybody who wants to be was signed in, always. */
export function neverFallen(scenario: Scenario): Summary {
  return summarize(scenario, rowOf(scenario));
}

function rowOf(scenario: Scenario): ComparedRow {
  const { storm, startMs, timings } = scenario;
  const lastMs = lastRestartAtMs(storm, 0);
  const ranMs = lastMs + timings.observeForMs - startMs;
  const wanted = Array.from({ length: Math.floor(ranMs / stepMs) + 1 }, (_, index) =>
    demandShare(scenario, startMs + index * stepMs),
  );
  const curve = { startMs, stepMs, online: wanted, wanted };
  return { curve, ranMs, healMs: 0, lastRestartAtMs: lastMs };
}
