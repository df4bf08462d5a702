import type { HandlerChallenge } from '../challenge.ts';

export const countOnce: HandlerChallenge = {
  kind: 'handler',
  name: 'count-once',
  title: 'Each order once, for little',
  minutes: 35,
  task: [
    'A queue may deliver a message twice. A function may crash after it has written, and an ' +
      'answer may be lost on its way. This handler adds each order to a sum, so that it adds ' +
      'some of them twice.',
    'Change the handler so that each order is counted once. What counts is the sum over all ' +
      'items of the table whose key begins with `total`: there may be one, or many. And keep ' +
      'the writes few: a transaction is exact, and each of its items is billed twice.',
  ],
  hint:
    'What would have to be true of a write, so that to make it twice changes nothing? ' +
    'docs/lessons/01 has the rest.',
  trial: {
    messages: 200,
    'draw-amounts': true,
    rate: 20,
    'max-receives': 20,
    faults: 'duplicate=0.1,lostAck=0.02,crash=0.02',
  },
  seeds: [1, 2, 3],
  bars: [
    {
      name: 'each order once',
      condition: 'off<=0',
      points: 60,
      why: 'A customer who pays twice does not come a third time.',
    },
    {
      name: 'few writes',
      condition: 'writeUnits<=400',
      points: 40,
      why: 'Write units are most of what such a function costs.',
    },
  ],
};
