// Asks EventBridge Scheduler what it has.
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Connected } from '../clients.ts';
import { everyPage, type Question } from './found.ts';

/** The schedules of the account and region, such as the one that a time to live makes. */
export function schedules({ connection }: Connected): Question {
  const client = connection.connect(new SchedulerClient(connection.clientConfig));
  return {
    service: 'EventBridge Scheduler',
    what: 'schedules',
    async list() {
      const all = await everyPage(async (NextToken) => {
        const page = await client.send(new ListSchedulesCommand({ NextToken }));
        return { items: page.Schedules ?? [], next: page.NextToken };
      });
      return all.map(({ Name = '', Arn = '', State = '' }) => ({
        kind: 'schedule',
        name: Name,
        ids: [Arn],
        note: State === 'DISABLED' ? 'disabled' : '',
        upkeep: {},
      }));
    },
  };
}
