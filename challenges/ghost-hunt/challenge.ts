import type { PolicyChallenge } from '../challenge.ts';

export const ghostHunt: PolicyChallenge = {
  kind: 'policy',
  name: 'ghost-hunt',
  title: 'Supernodes that are not there',
  minutes: 30,
  task: [
    'When a supernode restarts, its registration stays in the table until its lease runs ' +
      'out: a ghost. It carries nobody. Heal counts it, believes that there are slots ' +
      'enough, and promotes nobody. This is our conjecture about the bug of August 2007.',
    'Change what heal counts. The network has to heal, and it may not take every willing ' +
      'PC for it: a promoted PC works for strangers, and its owner pays.',
  ],
  hint:
    'A record has two epochs: that of its promotion, and the latest boot that the control' +
    ' plane has heard of.',
  policy: { hypotheses: ['ghost-slots'], decisions: ['healStep'] },
  run: {
    scenario: 'drill',
    nodes: 300,
  },
  seeds: [1, 2, 3],
  bars: [
    {
      name: 'heals',
      condition: 'heal<=1min',
      points: 50,
      why: 'With ghosts counted it never does.',
    },
    {
      name: 'few promotions',
      condition: 'promotions<=40',
      points: 50,
      why:
        'Whoever promotes all candidates heals too, with ten times as many supernodes as ' +
        'are needed.',
    },
  ],
};
