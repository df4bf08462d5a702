import type { PolicyChallenge } from '../challenge.ts';
import { slowHeal } from '../slow-heal.ts';

export const fewSteps: PolicyChallenge = {
  kind: 'policy',
  name: 'few-steps',
  title: 'In time, with half the steps',
  minutes: 40,
  task: [
    'The same slow network. But a heal step reads the whole cell, and reading is what a ' +
      'heal step costs. A step a second heals at once, and costs fifty steps.',
    'Heal within 45 seconds, with few promotions, and with few heal steps in all.',
  ],
  hint:
    'One step knows how many slots are missing. Why would it need a second one to bring ' +
    'the second PC?',
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
      points: 40,
      why: 'As before.',
    },
    {
      name: 'few promotions',
      condition: 'promotions<=25',
      points: 20,
      why: 'As before.',
    },
    {
      name: 'few steps',
      condition: 'count.HealSteps<=12',
      points: 40,
      why: 'Each step reads all supernodes and candidates of its cell.',
    },
  ],
};
