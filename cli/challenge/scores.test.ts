// Every challenge against its own files: what ships scores low, the reference answer full points,
// and the usual wrong answers what is written here.
import { extname, join } from 'node:path';
import { challenges } from '#challenges/catalogue.ts';
import { type Challenge, changedFile } from '#challenges/challenge.ts';
import { runTrial } from '#runner/consumer/run-trial.ts';
import { runOrder } from '#runner/order-runner.ts';
import { gradeCommand } from './grade-command.ts';

/** The score of each file on the published seeds: what ships is low, the wrong ones are between. */
const scores: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'count-once': {
    shipped: 0,
    reference: 100,
    'many-at-once': 100,
    'one-transaction': 60,
    'marks-then-adds': 0,
    remembers: 0,
  },
  'one-bad-order': {
    shipped: 0,
    reference: 100,
    'all-at-once': 100,
    'receipt-handles': 70,
    swallows: 0,
    'stops-at-the-first': 0,
  },
  'bank-is-down': {
    shipped: 0,
    reference: 100,
    'waits-longer': 100,
    'many-tries': 40,
    'second-storm': 0,
    'too-soon': 0,
  },
  'polite-clients': {
    shipped: 0,
    reference: 100,
    'long-pause': 50,
    'short-pause': 0,
    'no-jitter': 16.67,
  },
  'ghost-hunt': { shipped: 0, reference: 100, 'promote-all': 50, 'more-often': 0 },
  'in-time': {
    shipped: 0,
    reference: 100,
    'as-many-as-needed': 100,
    'at-news-alone': 33.33,
    'promote-all': 0,
    'twice-a-minute': 0,
    'needed-but-late': 0,
  },
  'few-steps': {
    shipped: 0,
    reference: 100,
    'every-second': 60,
    'promote-all': 0,
    'needed-but-late': 0,
  },
  'full-batches': {
    shipped: 0,
    reference: 100,
    'a-second': 100,
    'as-long-as-it-may': 50,
    'log-ins-alone': 0,
    'joins-alone': 0,
  },
  'sixty-percent': {
    shipped: 0,
    reference: 100,
    'patient-clients': 66.67,
    'every-second': 75,
    'promote-all': 75,
    'more-patient': 0,
    'needed-but-late': 0,
  },
  'cheapest-cure': { shipped: 100, reference: 100 },
};

const tools = { runner: runOrder, trial: runTrial, challengesFolder: 'challenges' };

function fileOf({ name, kind }: Challenge, solution: string): string {
  const file = changedFile[kind];
  const path = solution === 'shipped' ? file : `solutions/${solution}${extname(file)}`;
  return join('challenges', name, path);
}

test('every challenge has its scores here, and its points are 100', () => {
  expect(Object.keys(scores)).toEqual(challenges.map(({ name }) => name));
  for (const { bars } of challenges)
    expect(bars.reduce((sum, { points }) => sum + points, 0)).toBe(100);
});

test.each(
  Object.entries(scores).flatMap(([challenge, files]) =>
    Object.entries(files).map(([file, score]) => [challenge, file, score] as const),
  ),
)('%s: %s scores %d', async (name, solution, score) => {
  const challenge = challenges.find((one) => one.name === name);
  if (challenge === undefined) throw new Error(`expected the challenge ${name}`);
  const grade = await gradeCommand(
    { challenge, file: fileOf(challenge, solution), seedsKey: null },
    tools,
  );
  expect(grade).toMatchObject({ score, status: score === 100 ? 'pass' : 'fail' });
});

test('the reference of the open challenge has a smaller figure than what ships', async () => {
  const challenge = challenges.find(({ figure }) => figure !== undefined);
  if (challenge === undefined) throw new Error('expected an open challenge');
  const figureOf = async (solution: string) => {
    const file = fileOf(challenge, solution);
    return (await gradeCommand({ challenge, file, seedsKey: null }, tools)).figure?.value;
  };
  const shipped = (await figureOf('shipped')) ?? Number.NaN;
  expect(await figureOf('reference')).toBeLessThan(shipped / 2);
});
