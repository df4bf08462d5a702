import type { PolicyChallenge } from '../challenge.ts';
import { slowHeal } from '../slow-heal.ts';

export const cheapestCure: PolicyChallenge = {
  kind: 'policy',
  name: 'cheapest-cure',
  title: 'The cheapest cure',
  minutes: 60,
  task: [
    'An open challenge. The bars are low; what counts is the figure: time to heal, in ' +
      'milliseconds, times the whole bill, in dollars. Smaller is better. It is compared on' +
      ' seeds that nobody knows.',
    'You may change every decision: whom to admit, where to place, when to ask again, ' +
      'what heal does.',
  ],
  hint:
    'rebootstorm run prints what console.log in a decision says. Look where the time goes ' +
    'before you change anything.',
  policy: { hypotheses: [], decisions: ['admitLogin', 'placeClient', 'retryLogin', 'healStep'] },
  run: {
    scenario: 'drill',
    nodes: 300,
    set: {
      ...slowHeal,
      'timings.loginsPerRateLimitWindow': '20',
    },
  },
  seeds: [5, 7, 13],
  bars: [
    {
      name: 'heals',
      condition: 'heal<=5min',
      points: 100,
      why: 'A network that is down costs nothing, and is worth nothing.',
    },
  ],
  figure: { name: 'heal time x dollars', measures: ['heal', 'bill.total'] },
};
