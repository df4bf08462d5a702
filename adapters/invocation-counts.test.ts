import { type MetricsChoice, publishedMetrics } from '#domain/stack/published-metrics.ts';
import { openCounts } from './invocation-counts.ts';

/** What an invocation with these counts, and one after it without any, hand on. */
function handedOn(choice: MetricsChoice): unknown[] {
  const written: unknown[] = [];
  const counts = openCounts(publishedMetrics(choice), {
    addMetric: (metric, value) => written.push([metric, value]),
    publishMetrics: () => written.push('published'),
    logCounts: (others) => written.push(others),
  });
  counts.count('LoginAttempts', 50);
  counts.count('LoginsBusy', 20);
  counts.count('LoginsBusy', 22);
  counts.publish();
  counts.publish();
  return written;
}

test('the core becomes metrics, and the rest one line of the log', () => {
  expect(handedOn('core')).toEqual([['LoginAttempts', 50], 'published', { LoginsBusy: 42 }]);
});

test('all become metrics where all are wanted, and none does where none is', () => {
  const all = [['LoginAttempts', 50], ['LoginsBusy', 20], ['LoginsBusy', 22], 'published'];
  expect(handedOn('all')).toEqual(all);
  expect(handedOn('none')).toEqual([{ LoginAttempts: 50, LoginsBusy: 42 }]);
});
