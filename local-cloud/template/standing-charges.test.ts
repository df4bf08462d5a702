import type { JsonObject } from '../service.ts';
import { readTemplate } from './read-template.ts';
import { chargesOver } from './standing-charges.ts';

const here = { accountId: '123456789012', region: 'eu-west-1', stackName: 'Storm' };

/** What a stack of these resources comes to in an hour. */
function anHourOf(Resources: JsonObject) {
  return chargesOver(readTemplate({ Resources }, here).standingCharges, 3_600_000);
}

const alarm = (Properties: JsonObject) => ({ Type: 'AWS::CloudWatch::Alarm', Properties });
const watched = (Id: string, Period: number) => ({ Id, MetricStat: { Period, Stat: 'Sum' } });

test('what is billed by the hour is counted, also of types that a local run leaves out', () => {
  expect(
    anHourOf({
      Watch: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: '{}' } },
      Key: { Type: 'AWS::KMS::Key', Properties: {} },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'x' } },
      Second: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'y' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    }),
  ).toEqual({
    'cloudwatch.dashboardHours': 1,
    'kms.keyHours': 1,
    'secretsManager.secretHours': 2,
  });
});

test.each([
  ['one metric', alarm({ MetricName: 'x', Period: 60 }), 1],
  ['one metric at high resolution', alarm({ MetricName: 'x', Period: 10 }), 3],
  [
    'an expression over two metrics',
    alarm({ Metrics: [watched('a', 60), watched('b', 300), { Id: 'c', Expression: 'a/b' }] }),
    2,
  ],
  [
    'a band around a metric',
    alarm({ Metrics: [watched('a', 60), { Expression: 'ANOMALY_DETECTION_BAND(a, 2)' }] }),
    3,
  ],
  ['other alarms', { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {} }, 5],
])('an alarm on %s counts as its price does', (_what, resource, units) => {
  expect(anHourOf({ It: resource })).toEqual({ 'cloudwatch.alarmHours': units });
});

test('a resource whose condition does not hold is not there, and not billed', () => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
  const Resources = { Key: { Type: 'AWS::KMS::Key', Condition: 'Never', Properties: {} } };
  expect(readTemplate({ Conditions, Resources }, here).standingCharges).toEqual([]);
});
