import type { QueueChallenge } from '../challenge.ts';

export const bankIsDown: QueueChallenge = {
  kind: 'queue',
  name: 'bank-is-down',
  title: 'The bank is down for ten minutes',
  minutes: 35,
  task: [
    'The function asks a bank for each order. The bank is down for the first ten minutes. When ' +
      'it is back it takes twenty requests a second, and refuses the others. Three messages ' +
      'among 300 are poison: no bank will ever take them. As the queue is set, all orders are ' +
      'dead letters before the bank is back, and nobody sends them again.',
    'Change the settings of the queue, of its mapping and of the redrive. Each order is counted ' +
      'in the end, the poison is left in the dead-letter queue, and all is done within 25 ' +
      'minutes, without asking again and again.',
  ],
  hint:
    'Two ways lead there: to ask seldom enough to be there still when the bank is back, or to ' +
    'send the dead letters back when it is, at its pace. docs/lessons/04 has a second storm.',
  options: [
    'batch-size',
    'batch-window',
    'concurrency',
    'visibility',
    'max-receives',
    'report-failures',
    'redrive-at',
    'redrive-rate',
  ],
  trial: {
    messages: 300,
    poison: 3,
    'draw-amounts': true,
    rate: 5,
    faults: 'duplicate=0.02,delay=0.02,throttle=0.005',
  },
  seeds: [1, 2, 3],
  bars: [
    {
      name: 'each order is counted',
      condition: 'off<=0',
      points: 40,
      why: 'The orders are good. Only the bank was not.',
    },
    {
      name: 'done in time',
      condition: 'done<=25min',
      points: 30,
      why: 'Customers wait for an answer.',
    },
    {
      name: 'few deliveries',
      condition: 'receives<=2000',
      points: 30,
      why: 'Each delivery is a request to a bank that is down, and is paid.',
    },
  ],
};
