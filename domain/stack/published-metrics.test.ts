import { metricNames } from '../stack-names.ts';
import { metricsChoiceNamed, publishedBy, publishedMetrics } from './published-metrics.ts';

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

test('only who has alarms pays for what they alone need', () => {
  expect(publishedMetrics('core').has('ChargesNearCap')).toBe(false);
  expect([...publishedMetrics('core', true)].slice(4)).toEqual(['ChargesNearCap']);
  expect([...publishedMetrics('none', true)]).toEqual(['ChargesNearCap']);
  expect(publishedMetrics('all', true)).toEqual(publishedMetrics('all'));
  expect(publishedBy({ PUBLISHED_METRICS: 'none', ALARMS: 'on' }).size).toBe(1);
  expect(publishedBy({ PUBLISHED_METRICS: 'none' }).size).toBe(0);
});

test('an environment without a choice, or with a wrong one, has the usual', () => {
  expect(['all', undefined, 'some'].map(metricsChoiceNamed)).toEqual(['all', 'core', 'core']);
});
