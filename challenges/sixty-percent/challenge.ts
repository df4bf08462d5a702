import type { PolicyChallenge } from '../challenge.ts';

export const sixtyPercent: PolicyChallenge = {
  kind: 'policy',
  name: 'sixty-percent',
  title: 'Three supernodes in five are gone',
  minutes: 45,
  task: [
    'On a quiet Wednesday three supernodes in five disappear within a second. The trigger is ' +
      'over at once. But heal looks every three minutes, and until then a crowd of clients asks ' +
      'again and again. In most networks the crowd stays: nothing is broken any more, and ' +
      'nobody gets in. Such a failure is called metastable.',
    'Bring the network back within 40 minutes. A step a second does it, and costs nearly twice ' +
      'as much. Every willing PC does it, and is ten times too many.',
  ],
  hint:
    'Look in the report at the log-in attempts and at the slots. Either the slots come before ' +
    'the crowd has grown, or the crowd asks less often. How often is often enough?',
  policy: { hypotheses: [], decisions: ['healStep', 'retryLogin'] },
  run: {
    scenario: 'supernode-loss',
    nodes: 800,
    set: {
      'timings.healPaceMs': '3min',
      // A step is presumed lost only after more than a pause.
      'timings.healOverdueMs': '10min',
      'timings.observeForMs': '90min',
    },
  },
  seeds: [2, 3, 5],
  bars: [
    {
      name: 'comes back',
      condition: 'heal<=40min',
      points: 50,
      why: 'As shipped most networks never do, though the trigger was over in a second.',
    },
    {
      name: 'few dollars',
      condition: 'bill.total<=0.016',
      points: 25,
      why: 'Each heal step reads its whole cell, and each attempt is a message.',
    },
    {
      name: 'few promotions',
      condition: 'promotions<=30',
      points: 25,
      why: 'More supernodes than needed cost their owners bandwidth for nothing.',
    },
  ],
};
