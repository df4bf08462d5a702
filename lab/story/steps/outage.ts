// The story's middle: what happened on 16 August, mechanism by mechanism. All steps look at one
// run.
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import {
  attemptsPerLogin,
  fewestSupernodes,
  firstRun,
  ghostMoment,
  ghostPercent,
  healHours,
  hourMs,
  worstOfflinePercent,
} from '../measures.ts';
import { stormField, supernodesInAmericas, targetShare } from '../storm-figures.ts';
import { storm } from '../story-inputs.ts';
import type { StoryStep } from '../story-step.ts';

/** Thursday 16 August 2007, 11:00 UTC: the outage begins (facts 1.29). */
const beganAtMs = Date.UTC(2007, 7, 16, 11);

const attemptsMaxName = 'sizes.attemptsPerMinuteMax';
/** How many times as many attempts a supernode takes in the trial. */
const tougher = 4;
/** The pause between two attempts, in the trial. */
const longPauseMs = 600_000;

const leaseName = 'timings.leaseMs';
/** The lease of a supernode, in the trial. */
const shortLeaseMs = hourMs;

export const outage: readonly StoryStep[] = [
  {
    title: 'The storm of 16 August',
    known: [
      'The updates came on Tuesday, the outage on Thursday: about 11:00 UTC on 16 August the ' +
        'traffic leaps and clients vanish (facts 1.28, 1.29). In the evening one client’s ' +
        'counter showed 149,608 people (facts 1.31).',
      'The second night after the updates ended in America when Europe was at work (facts 2.10).',
    ],
    conjecture: [
      'Many PCs load an update so late that they restart in the second night: that is general ' +
        'knowledge, which no source here confirms (facts 2.9).',
      'From the first day on people asked why it was Thursday, and why this month. The run ' +
        'answers with a share of restarts that was fitted so that the network falls.',
    ],
    inputs: storm,
    charts: ['signed-in', 'missing'],
    question: {
      kind: 'number',
      ask:
        'Under legacy-2007, the conjectured control plane: at the worst moment, how many of ' +
        'those who want to be signed in are not?',
      unit: '%',
      min: 0,
      max: 100,
      measure: (result) => worstOfflinePercent(firstRun(result)),
    },
    reason:
      'The real count fell further (facts 1.31). The chart shows both: the curve of the run and, ' +
      'as ringed dots, what was reported.',
    trial: {
      kind: 'moment',
      words: 'When does the run fall, compared with the hour on record?',
      button: 'Go to 16 August, 11:00',
      momentOf: ({ runs }) => (runs.some(({ endMs }) => endMs >= beganAtMs) ? beganAtMs : null),
    },
  },
  {
    title: 'Who can be a supernode',
    known: [
      'A supernode was a user’s PC with a public address, enough power and memory, and some time ' +
        'since its start. Its owner was not asked (facts 1.13). So it restarted like any other.',
      'A supernode with too much traffic switched itself off (facts 1.15). Its clients went to ' +
        'the others, which then had more traffic.',
    ],
    conjecture: [
      `Where supernodes stood is fitted: ${supernodesInAmericas} in the Americas. The one ` +
        'published count has fewer there (facts 1.17).',
      'So small a network has few supernodes where the real one had thousands. The loss of one ' +
        'is a large step here.',
    ],
    inputs: storm,
    charts: ['supernodes-0', 'signed-in'],
    question: {
      kind: 'number',
      ask:
        'Of a hundred supernodes that ran before the first restart, how many are left at the ' +
        'lowest point under legacy-2007?',
      unit: 'of a hundred',
      min: 0,
      max: 100,
      measure: (result) => fewestSupernodes(firstRun(result)),
    },
    reason:
      'Restarts take some supernodes. The overload that follows takes others, although they did ' +
      'not restart.',
    trial: {
      kind: 'run',
      words: `Let a supernode take ${tougher} times as many attempts before it signs off.`,
      button: 'Run it with tougher supernodes',
      inputs: { ...storm, fields: { [attemptsMaxName]: tougher * stormField(attemptsMaxName) } },
    },
  },
  {
    title: 'A flood of log-ins',
    known: [
      'A log-in had two parts: find a live supernode, then prove who you are to a central server ' +
        '(facts 1.21). Clients that failed tried again by themselves (facts 1.27).',
      'Skype’s first statement names this flood, and the lack of peers to serve it. Who tries n ' +
        'times more when all fails does 1 + n times the work (facts 3.13).',
    ],
    conjecture: [
      'How long a client of 2007 paused between two tries is fitted, and so is how many log-ins ' +
        'a minute the service could answer (facts 1.25 is background).',
    ],
    inputs: storm,
    charts: ['attempts', 'served'],
    question: {
      kind: 'number',
      ask: 'Under legacy-2007, how many attempts were there for each log-in that succeeded?',
      unit: 'attempts',
      min: 1,
      max: 1_000,
      isLog: true,
      measure: (result) => attemptsPerLogin(firstRun(result)),
    },
    reason:
      'An attempt that finds no free place has used the service for nothing, and it comes again. ' +
      'The work grows while what is achieved shrinks.',
    trial: {
      kind: 'run',
      words: `Let clients wait ${formatDuration(longPauseMs)} between two attempts.`,
      button: 'Run it with a longer pause',
      inputs: { ...storm, fields: { 'timings.retryMs': longPauseMs } },
    },
  },
  {
    title: 'Ghosts',
    known: [
      'Skype said that a bug in the way the network gave out resources had kept it from healing ' +
        'itself. It never said what the bug was (facts, official statements).',
    ],
    conjecture: [
      'Our conjecture: healing counts supernodes that are gone. A supernode is on a list for as ' +
        'long as its lease runs. One that restarted is still on the list: a ghost. Healing sees ' +
        'enough supernodes and promotes nobody.',
    ],
    inputs: storm,
    charts: ['supernodes-0', 'promotions'],
    question: {
      kind: 'number',
      ask: 'At the worst moment, how many of a hundred supernodes that healing counts are ghosts?',
      unit: 'of a hundred',
      min: 0,
      max: 100,
      measure: (result) => ghostPercent(firstRun(result)),
    },
    reason:
      'The dashed curve is what healing counts, the solid one what lives. The gap between them ' +
      'is the ghosts. While it is wide, hardly anybody is promoted.',
    trial: {
      kind: 'moment',
      words: 'Look at both curves where the gap is widest.',
      button: 'Go to the worst moment',
      momentOf: (result) => ghostMoment(firstRun(result)),
    },
  },
  {
    title: 'The trigger is gone, the network stays down',
    known: [
      'The last of these restarts were over by midday UTC on 16 August (facts 2.10). A day later ' +
        'still only some 3 million were signed in, 5 million short (facts 1.35). The all-clear ' +
        'came on the 18th (facts 1.58).',
      'A system can stay down by the work that its own failure makes, long after the cause has ' +
        'gone (facts 3.2).',
    ],
    conjecture: [
      `In the run a lease of ${stormField(leaseName) / hourMs} hours keeps the ghosts on the ` +
        'list. It was fitted to the length of the outage. So the length of the outage in the run ' +
        'proves nothing.',
    ],
    inputs: storm,
    charts: ['signed-in', 'supernodes-0'],
    question: {
      kind: 'number',
      ask: `Under legacy-2007, how long after the last restart are ${targetShare} signed in again?`,
      unit: 'hours',
      min: 0,
      max: 48,
      measure: (result) => healHours(firstRun(result)),
    },
    reason: 'Nothing was mended meanwhile. Healing begins when the leases of the ghosts end.',
    trial: {
      kind: 'run',
      words:
        `Let a lease end after ${formatDuration(shortLeaseMs)}. ` +
        'Ghosts then vanish after it, too.',
      button: `Run it with a lease of ${formatDuration(shortLeaseMs)}`,
      inputs: { ...storm, fields: { [leaseName]: shortLeaseMs } },
    },
  },
];
