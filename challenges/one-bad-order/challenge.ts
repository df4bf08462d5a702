import type { HandlerChallenge } from '../challenge.ts';

export const oneBadOrder: HandlerChallenge = {
  kind: 'handler',
  name: 'one-bad-order',
  title: 'One bad order, nine good ones',
  minutes: 25,
  task: [
    'A function counts orders, ten in a batch. Five messages among 300 are cut off, and nobody ' +
      'can read them. Now and then the table refuses a call, too. The function throws, so that ' +
      'the whole batch comes again: nine good orders with the bad one. After five times all ten ' +
      'are dead letters.',
    'Mend the handler. Each good order is counted, each bad message ends in the dead-letter ' +
      'queue, where somebody can look at it, and what was done is not done again. The mapping ' +
      'has ReportBatchItemFailures already.',
  ],
  hint: 'docs/lessons/03: what does Lambda read in the answer of a handler?',
  trial: {
    messages: 300,
    poison: 5,
    'draw-amounts': true,
    'report-failures': true,
    faults: 'throttle=0.02',
  },
  seeds: [1, 2, 3],
  bars: [
    {
      name: 'each order is counted',
      condition: 'off<=0',
      points: 40,
      why: 'An order that is not counted is not paid.',
    },
    {
      name: 'no message disappears',
      condition: 'deadPoison>=5',
      points: 30,
      why: 'What cannot be read may be an order all the same.',
    },
    {
      name: 'few deliveries',
      condition: 'receives<=370',
      points: 30,
      why: 'Each delivery is paid: 300 good ones once, and five bad ones five times.',
    },
  ],
};
