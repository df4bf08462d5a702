import { metricNames } from '../stack-names.ts';
import { metricsChoiceNamed, publishedMetrics } from './published-metrics.ts';

test('the core is what goes wrong, and how many ask and get in', () => {
  expect([...publishedMetrics('core')]).toEqual([
    'LoginAttempts',
    'LoginsPlaced',
    'MessagesFailed',
    'MessagesQuarantined',
  ]);
});

test('all are all, and none is none', () => {
  expect([...publishedMetrics('all')]).toEqual([...metricNames]);
  expect(publishedMetrics('none').size).toBe(0);
});

test('an environment without a choice, or with a wrong one, has the usual', () => {
  expect(['all', undefined, 'some'].map(metricsChoiceNamed)).toEqual(['all', 'core', 'core']);
});
