// The story's end: what helps, what it costs, and what nobody knows.
import { firstRun, hoursBelowTarget, secondRun, usdPerHour } from '../measures.ts';
import { supernodesLost, targetShare } from '../storm-figures.ts';
import { storm, storyInputs } from '../story-inputs.ts';
import type { StoryStep } from '../story-step.ts';

/** A quiet day on which most supernodes vanish at once: the hardest test of a log-in. */
const loss = {
  ...storyInputs('supernode-loss'),
  policies: ['no-backpressure', 'resilient'],
} as const;

export const mended: readonly StoryStep[] = [
  {
    title: 'Admission and back-off',
    known: [
      'Clients that wait a random time, and longer after each failure, cause far fewer calls ' +
        'than clients that ask again at once: 797 in place of 2,424 in one published example ' +
        '(facts 3.12).',
    ],
    conjecture: [
      'Skype said that its core had been tuned anew (facts, official statements), and not how. ' +
        `This step is not about 2007: ${supernodesLost} of the supernodes vanish at once. Under ` +
        'no-backpressure clients ask at a fixed pace; under resilient they are told when to ' +
        'come back.',
    ],
    inputs: loss,
    charts: ['attempts', 'signed-in'],
    question: {
      kind: 'number',
      ask: 'For each attempt with admission and back-off, how many are there without them?',
      unit: 'attempts',
      min: 1,
      max: 1_000,
      isLog: true,
      measure: (result) => firstRun(result).loginAttempts / secondRun(result).loginAttempts,
    },
    reason:
      'A client that is told when to come back is neither served too late nor turned away. The ' +
      'service works for those who can succeed.',
    trial: {
      kind: 'run',
      words: 'Pace the log-ins, but count ghosts again. Is pacing enough?',
      button: 'Run it with ghosts alone',
      inputs: { ...loss, policies: ['ghost-slots', 'resilient'] },
    },
  },
  {
    title: 'The mended network beside it',
    known: [
      'Every earlier round of updates had been survived, and nothing was special about the ' +
        'updates of August: so says the second statement (facts, official statements).',
    ],
    conjecture: [
      'The mended network is ours: healing counts only supernodes that live, PCs that can help ' +
        'go first, and log-ins are paced. Storm, people and seed are those of legacy-2007.',
    ],
    inputs: storm,
    charts: ['signed-in', 'supernodes-1'],
    question: {
      kind: 'number',
      ask: `For how long, in all, are fewer than ${targetShare} signed in under resilient?`,
      unit: 'hours',
      min: 0,
      max: 48,
      measure: (result) => hoursBelowTarget(secondRun(result)),
    },
    reason:
      'A wave of restarts still throws people out for a while: the mended network cannot prevent ' +
      'that. It comes back after each.',
    trial: {
      kind: 'run',
      words:
        'In December 2010 a fault in the client crashed about 20 % of all PCs and 25 to 30 % of ' +
        'the supernodes (facts 1.40, 1.41). Is the mended network safe from that, too?',
      button: 'Run December 2010',
      inputs: storyInputs('december-2010'),
    },
  },
  {
    title: 'What it cost, and what nobody knows',
    known: [
      'Ten million log-ins, one by one through a queue and handled in tens, cost some 31 dollars ' +
        'at today’s list prices (facts 5.27).',
      'Of 47 Patch Tuesdays one failed. From that alone the risk of a month lies between 0.2 and ' +
        '9.5 % (facts 1.49).',
    ],
    conjecture: [
      'Not known to this day: the bug itself; the share of PCs that restarted (facts 2.6, 2.11); ' +
        'the hour at which it began, closer than two hours (facts 1.29); whether Windows was the ' +
        'cause at all. The bill is that of the rebuilt system on AWS, not of Skype.',
    ],
    inputs: storm,
    charts: ['dollars-total', 'attempts'],
    question: {
      kind: 'number',
      ask:
        'For each dollar that an hour of the mended network costs, what does an hour of ' +
        'legacy-2007 cost?',
      unit: 'dollars',
      min: 0.1,
      max: 100,
      isLog: true,
      measure: (result) => usdPerHour(firstRun(result)) / usdPerHour(secondRun(result)),
    },
    reason:
      'Every attempt is billed, also one that fails. A flood of retries is paid for and brings ' +
      'nobody back.',
    trial: {
      kind: 'run',
      words: 'The same storm at the prices of Frankfurt. Does the answer depend on the region?',
      button: 'Run it with other prices',
      inputs: { ...storm, region: 'eu-central-1' },
    },
  },
];
