import { KNOWN_DEVIATIONS } from './known-deviations.ts';
import type { RunEnd } from './random/random-run.ts';

/** A run in lines for people: how much of what, each known deviation, and the counterexample. */
export function reportLines({ tally, counterexample }: RunEnd, seconds: number): readonly string[] {
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  const lines = [
    `${tally.calls} operations in ${seconds.toFixed(0)} s: ${list(tally.byOperation)}`,
    `refused: ${list(tally.byError)}`,
    ...KNOWN_DEVIATIONS.map(
      ({ name }) => `known deviation, ${tally.byDeviation.get(name) ?? 0} times: ${name}`,
    ),
  ];
  if (counterexample === undefined) return lines;
  const { calls, difference, seed, path } = counterexample;
  return [
    ...lines,
    `they differ (seed ${seed}, path ${path}) after:`,
    ...calls.map((call) => `  ${JSON.stringify(call)},`),
    `ours:   ${difference?.ours}`,
    `theirs: ${difference?.theirs}`,
  ];
}

/** The known deviations that a run never met: they may be gone, and would hide what comes next. */
export function unusedDeviations({ tally }: RunEnd): readonly string[] {
  return KNOWN_DEVIATIONS.map(({ name }) => name).filter((name) => !tally.byDeviation.has(name));
}
