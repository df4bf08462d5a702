// The counts of one invocation: some become metrics of CloudWatch's, the others one line of the
// log.
import type { Metric } from '#domain/stack-names.ts';

/** Where counts go. */
export interface CountSinks {
  addMetric(metric: Metric, value: number): void;
  publishMetrics(): void;
  logCounts(counts: Readonly<Record<string, number>>): void;
}

/** Takes counts while an invocation runs, and hands them on at its end. */
export interface InvocationCounts {
  count(metric: Metric, value: number): void;
  publish(): void;
}

/** @param published which counts become metrics */
export function openCounts(published: ReadonlySet<Metric>, sinks: CountSinks): InvocationCounts {
  const others = new Map<Metric, number>();
  let hasMetrics = false;
  return {
    count(metric, value) {
      if (published.has(metric)) {
        sinks.addMetric(metric, value);
        hasMetrics = true;
      } else others.set(metric, (others.get(metric) ?? 0) + value);
    },
    publish() {
      // Without any, the library would log a warning in every invocation.
      if (hasMetrics) sinks.publishMetrics();
      if (others.size > 0) sinks.logCounts(Object.fromEntries(others));
      hasMetrics = false;
      others.clear();
    },
  };
}
