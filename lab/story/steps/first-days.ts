// The story's beginning: a day and a month in which nothing went wrong.
import { formatCount, formatTarget } from '#runner/sentences/human-numbers.ts';
import { type LabInputs, restartsName } from '../../inputs/inputs.ts';
import { ordinaryRestarts } from '../../inputs/offered-storms.ts';
import { fallWithinDay, firstRun, quietestMoment, secondRun, whenHealed } from '../measures.ts';
import { millionPcs, targetShare } from '../storm-figures.ts';
import { storm } from '../story-inputs.ts';
import type { StoryStep } from '../story-step.ts';

/** August 2007 with another share of PCs that restart. */
function withRestarts(factor: number): LabInputs {
  return { ...storm, fields: { [restartsName]: factor } };
}

/** So few restarts that nobody notices. None at all would be no storm, and no run. */
const hardlyAny = 0.01;

/** More restarts than in an ordinary month, and fewer than in August. */
const moreRestarts = 0.8;

export const firstDays: readonly StoryStep[] = [
  {
    title: 'An ordinary day',
    known: [
      'In August 2007 some 8 million people were signed in to Skype at a usual moment ' +
        '(facts 1.3, 1.35). Their number followed the day and the working week (facts 1.16).',
      'Few servers stood behind it. About 25,000 of the users’ own PCs, called supernodes, each ' +
        'kept a few hundred others connected (facts 1.8, 1.10, 1.12).',
    ],
    conjecture: [
      'How many PCs are on at which hour was not published (facts 2.11). The run draws a usual ' +
        `day that we guessed. Its ${formatCount(storm.nodes)} nodes stand for ` +
        `${millionPcs} million PCs.`,
    ],
    inputs: withRestarts(hardlyAny),
    charts: ['signed-in', 'missing'],
    question: {
      kind: 'number',
      ask: 'By how much does the number of people signed in fall from the day’s peak to its low?',
      unit: '% of the peak',
      min: 0,
      max: 100,
      measure: (result) => fallWithinDay(secondRun(result)),
    },
    reason:
      'People live in many time zones. When it is night for some, it is day for others, so the ' +
      'whole network never sleeps.',
    trial: {
      kind: 'moment',
      words: 'Which part of the world sleeps when the fewest are signed in? Times are in UTC.',
      button: 'Go to the quietest moment',
      momentOf: (result) => quietestMoment(secondRun(result)),
    },
  },
  {
    title: 'Patch Tuesday, as every month',
    known: [
      'Once a month, on a Tuesday, Microsoft published updates for Windows. A PC that had loaded ' +
        'them installed them at 03:00 of its own time and restarted (facts 2.1, 2.2).',
      'From October 2003 to August 2007 there were 47 such Tuesdays. The network survived all ' +
        'but the last one (facts 1.49).',
    ],
    conjecture: [
      'For 2007 nobody published what share of the PCs restarted by itself (facts 2.6). Here an ' +
        `ordinary month has ${formatTarget(ordinaryRestarts)} of the restarts of August.`,
    ],
    inputs: withRestarts(ordinaryRestarts),
    charts: ['signed-in', 'supernodes-0'],
    question: {
      kind: 'choice',
      ask: `An ordinary month under legacy-2007: when are ${targetShare} signed in again?`,
      options: [
        'within two hours of the last restart',
        'later, but within a day',
        'after a day or more, or never',
      ],
      measure: (result) => whenHealed(firstRun(result)),
    },
    reason:
      'The waves come zone by zone. Between two of them the network finds new supernodes, as ' +
      'long as enough PCs stay on.',
    trial: {
      kind: 'run',
      words:
        `Let ${formatTarget(moreRestarts)} as many PCs restart as in August. Is everybody back ` +
        'as soon?',
      button: `Run it with ${formatTarget(moreRestarts)} of the restarts`,
      inputs: withRestarts(moreRestarts),
    },
  },
];
