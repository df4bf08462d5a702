import { readFileSync } from 'node:fs';
import { publishedBy } from '#domain/stack/published-metrics.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { metricNames, metricNamespace, metricService } from '#domain/stack-names.ts';
import { kindOfAlarm, runbookHeadings } from './alarms.ts';
import { ContextError } from './context-error.ts';
import { usualDeployment } from './deployment-in-context.ts';
import { resourcesOf, synthesisedStack } from './synthesised-stack.ts';
import { isWatchedIn } from './watch-in-context.ts';

const watched = synthesisedStack(usualConfiguration, usualDeployment, true);
const alarms = Object.entries(resourcesOf(watched, 'AWS::CloudWatch::Alarm'));

/** The name without the construct's and the hash. */
const nameOf = (id: string) => id.replace(/^Alarms/, '').slice(0, -8);

test('nobody watches a stack unless its deployer says so', () => {
  const usual = synthesisedStack();
  expect(resourcesOf(usual, 'AWS::CloudWatch::Alarm')).toEqual({});
  expect(resourcesOf(usual, 'AWS::CloudWatch::Dashboard')).toEqual({});
  expect(isWatchedIn({})).toBe(false);
  expect(isWatchedIn({ 'rebootstorm:alarms': 'on' })).toBe(true);
  expect(() => isWatchedIn({ 'rebootstorm:alarms': 'yes' })).toThrow(ContextError);
});

test('there is an alarm for each way in which a part can fail', () => {
  expect(
    alarms
      .map(([id]) => nameOf(id))
      .sort()
      .join(' '),
  ).toBe(
    'DispatchCellErrors HealDeadLetters HealErrors HealOverdue HealThrottles LoginDeadLetters ' +
      'LoginErrors LoginLate LoginThrottles MembershipDeadLetters MembershipErrors ' +
      'MembershipLate MembershipThrottles ObserveErrors PlanStormErrors Quarantine ' +
      'ReportStormErrors RunNearCap StormsFailed StormsTimedOut',
  );
});

test('each takes one metric of one part, since some engines refuse formulas', () => {
  for (const [, { Properties }] of alarms) {
    expect(Properties).not.toHaveProperty('Metrics');
    expect(Properties.Dimensions).toHaveLength(1);
    expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching', Period: 60 });
  }
});

test('the first of what should never be is an alarm', () => {
  const ofFirst = alarms.filter(([id]) => !/Late|Overdue/.test(id));
  expect(ofFirst).toHaveLength(17);
  for (const [, { Properties }] of ofFirst)
    expect(Properties).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
});

test('spending is the one metric of our own, and fed where there are alarms alone', () => {
  const ours = alarms.filter(([, { Properties }]) => !Properties.Namespace.startsWith('AWS/'));
  expect(ours.map(([id]) => nameOf(id))).toEqual(['RunNearCap']);
  const [[, { Properties }] = ['', { Properties: {} }]] = ours;
  expect(Properties).toMatchObject({
    Namespace: metricNamespace,
    MetricName: 'ChargesNearCap',
    Dimensions: [{ Name: 'service', Value: metricService }],
    Statistic: 'Sum',
  });
  const variables = (template: typeof watched) =>
    Object.values(resourcesOf(template, 'AWS::Lambda::Function')).map(
      (one) => one.Properties.Environment.Variables,
    );
  for (const env of variables(watched)) expect(publishedBy(env).has('ChargesNearCap')).toBe(true);
  for (const env of variables(synthesisedStack()))
    expect(publishedBy(env).has('ChargesNearCap')).toBe(false);
});

test('a message that SQS holds back on purpose is not late', () => {
  const late = alarms.filter(([id]) => /Late|Overdue/.test(id));
  expect(late.map(([, { Properties }]) => Properties.Threshold)).toEqual([960, 960, 960]);
});

test('the runbook has a page for each alarm, and none for another', () => {
  const runbook = readFileSync('docs/operations.md', 'utf8');
  const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  const pages = headings.slice(headings.indexOf(runbookHeadings[0]));
  expect(pages).toEqual(runbookHeadings);
  const needed = new Set(alarms.map(([id]) => kindOfAlarm(nameOf(id))));
  expect([...needed].sort()).toEqual([...runbookHeadings].sort());
  for (const [id, { Properties }] of alarms)
    expect(Properties.AlarmDescription).toContain(`"${kindOfAlarm(nameOf(id))}"`);
  for (const page of runbook.split(/^## /m).slice(-runbookHeadings.length))
    expect(page).toMatch(/What it means.*What to look at.*What to type/s);
});

test('the lines of the dashboard have the names of the counts', () => {
  const body = (metrics: 'core' | 'all') => {
    const configuration = { ...usualConfiguration, metrics };
    const template = synthesisedStack(configuration, usualDeployment, true);
    const [dashboard] = Object.values(resourcesOf(template, 'AWS::CloudWatch::Dashboard'));
    return JSON.stringify(dashboard?.Properties.DashboardBody);
  };
  expect(body('core')).toContain('LoginsPlaced');
  expect(body('core')).not.toContain('OrphansFound');
  for (const name of metricNames) expect(body('all')).toContain(name);
});
