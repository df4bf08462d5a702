import type { StackChallenge } from '../challenge.ts';

export const fullBatches: StackChallenge = {
  kind: 'stack',
  name: 'full-batches',
  title: 'Full batches, and nobody waits',
  minutes: 30,
  task: [
    'This stack hands each message to a function of its own. So each log-in reads its cell by ' +
      'itself, and each message is a request, an invocation and a line in the log. The storm is ' +
      'over soon, and costs twice what it need cost.',
    'Change how messages are gathered, in the context with which the stack is deployed. A batch ' +
      'is larger the longer it is waited for, and people wait with it.',
  ],
  hint:
    'Two queues have batches: that of the log-ins, and that of joins, leaves and renewals ' +
    '(membership). docs/costs.md says what AWS allows together.',
  settings: [
    'loginBatchSize',
    'loginBatchWindowSeconds',
    'membershipBatchSize',
    'membershipBatchWindowSeconds',
  ],
  run: { scenario: 'drill', nodes: 1_200 },
  seeds: [1, 2, 3],
  bars: [
    {
      name: 'few dollars',
      condition: 'bill.total<=0.0105',
      points: 50,
      why: 'The same storm comes every month.',
    },
    {
      name: 'few hours lost',
      condition: 'userHoursLost<=2',
      points: 50,
      why: 'Who waits for a batch is not signed in.',
    },
  ],
};
