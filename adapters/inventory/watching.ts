// Asks CloudWatch what it has: log groups, alarms and dashboards.
import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  ListDashboardsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Connected } from '../clients.ts';
import { everyPage, type Found, type Question } from './found.ts';

/** The log groups of the account and region. */
export function logGroups({ connection }: Connected): Question {
  const client = connection.connect(new CloudWatchLogsClient(connection.clientConfig));
  return {
    service: 'CloudWatch Logs',
    what: 'log groups',
    async list() {
      const all = await everyPage(async (nextToken) => {
        const page = await client.send(new DescribeLogGroupsCommand({ nextToken }));
        return { items: page.logGroups ?? [], next: page.nextToken };
      });
      return all.map(({ logGroupName = '', arn = '', storedBytes = 0 }) => ({
        kind: 'log group',
        name: logGroupName,
        ids: [arn],
        note: '',
        upkeep: { storedBytes },
      }));
    },
  };
}

/** The alarms of the account and region. */
export function alarms({ connection }: Connected): Question {
  const client = connection.connect(new CloudWatchClient(connection.clientConfig));
  return {
    service: 'CloudWatch',
    what: 'alarms',
    list: () =>
      everyPage(async (NextToken) => {
        const page = await client.send(
          new DescribeAlarmsCommand({ NextToken, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
        );
        const ofMetrics = (page.MetricAlarms ?? []).map((alarm) => alarmFound(alarm, { ...alarm }));
        const ofAlarms = (page.CompositeAlarms ?? []).map((alarm) => alarmFound(alarm, null));
        return { items: [...ofMetrics, ...ofAlarms], next: page.NextToken };
      }),
  };
}

function alarmFound(
  { AlarmName = '', AlarmArn = '' }: MetricAlarm | CompositeAlarm,
  alarm: NonNullable<Found['upkeep']['alarm']> | null,
): Found {
  return { kind: 'alarm', name: AlarmName, ids: [AlarmArn], note: '', upkeep: { alarm } };
}

/** The dashboards of the account. */
export function dashboards({ connection }: Connected): Question {
  const client = connection.connect(new CloudWatchClient(connection.clientConfig));
  return {
    service: 'CloudWatch',
    what: 'dashboards',
    async list() {
      const all = await everyPage(async (NextToken) => {
        const page = await client.send(new ListDashboardsCommand({ NextToken }));
        return { items: page.DashboardEntries ?? [], next: page.NextToken };
      });
      return all.map(({ DashboardName = '', DashboardArn = '' }) => ({
        kind: 'dashboard',
        name: DashboardName,
        ids: [DashboardArn],
        note: '',
        upkeep: {},
      }));
    },
  };
}
