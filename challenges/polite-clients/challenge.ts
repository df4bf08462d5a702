import type { PolicyChallenge } from '../challenge.ts';

export const politeClients: PolicyChallenge = {
  kind: 'policy',
  name: 'polite-clients',
  title: 'Clients that ask politely',
  minutes: 30,
  task: [
    'The log-in service of this network is small: it serves five log-ins in five seconds,' +
      ' for each cell. Two waves of restarts send everybody to it at once. Whoever is not ' +
      'served asks again after three seconds, all in step, so that the service sees the ' +
      'same crowd again and again.',
    'Change when a client asks again. The network has to heal soon, and with few attempts' +
      ' in vain. A short pause heals soon and asks much; a long pause asks little and heals' +
      ' late.',
  ],
  hint:
    'Draw a picture of 200 clients that all wait exactly 3 s. Then let each draw its own ' +
    'pause: random() is an argument.',
  policy: { hypotheses: ['no-backpressure'], decisions: ['retryLogin'] },
  run: {
    scenario: 'drill',
    nodes: 300,
    set: { 'timings.loginsPerRateLimitWindow': '5' },
  },
  seeds: [1, 2, 3],
  bars: [
    {
      name: 'few attempts in vain',
      condition: 'retriesPerLogin<=5',
      points: 50,
      why: 'Each attempt is a message, an invocation and a read, which somebody pays.',
    },
    {
      name: 'soon',
      condition: 'heal<=210s',
      points: 50,
      why: 'People wait for their network.',
    },
  ],
};
