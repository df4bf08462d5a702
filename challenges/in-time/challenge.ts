import type { PolicyChallenge } from '../challenge.ts';
import { slowHeal } from '../slow-heal.ts';

export const inTime: PolicyChallenge = {
  kind: 'policy',
  name: 'in-time',
  title: 'In time after the storm',
  minutes: 30,
  task: [
    'Heal looks at a cell once a minute here, and promotes one PC at a time. After two ' +
      'waves of restarts that is too slow: some networks need five minutes.',
    'Change what a heal step does. All have to be signed in again within 45 seconds, ' +
      'without making every willing PC a supernode.',
  ],
  hint: 'A step decides how many it promotes, and also when the next one comes.',
  policy: { hypotheses: [], decisions: ['healStep'] },
  run: {
    scenario: 'drill',
    nodes: 300,
    set: slowHeal,
  },
  seeds: [5, 7, 13],
  bars: [
    {
      name: 'in time',
      condition: 'heal<=45s',
      points: 60,
      why: 'The same storm comes every month.',
    },
    {
      name: 'few promotions',
      condition: 'promotions<=25',
      points: 40,
      why: 'More supernodes than needed cost their owners bandwidth for nothing.',
    },
  ],
};
