// Every challenge against its own files: what ships scores low, the reference answer full points,
// and the usual wrong answers what is written here.
import { join } from 'node:path';
import { challenges } from '#challenges/catalogue.ts';
import { runOrder } from '#runner/order-runner.ts';
import { gradeCommand } from './grade-command.ts';

/** The score of each file on the published seeds: what ships is low, the wrong ones are between. */
const scores: Readonly<Record<string, Readonly<Record<string, number>>>> = {
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
  'cheapest-cure': { shipped: 100, reference: 100 },
};

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
  const file = join(
    'challenges',
    name,
    solution === 'shipped' ? 'policy.mjs' : `solutions/${solution}.mjs`,
  );
  const options = { challenge, file, seedsKey: null, format: 'json' } as const;
  const grade = await gradeCommand(options, runOrder);
  expect(grade).toMatchObject({ score, status: score === 100 ? 'pass' : 'fail' });
});

test('the reference of the open challenge has a smaller figure than what ships', async () => {
  const challenge = challenges.find(({ figure }) => figure !== undefined);
  if (challenge === undefined) throw new Error('expected an open challenge');
  const figureOf = async (file: string) => {
    const path = join('challenges', challenge.name, file);
    const options = { challenge, file: path, seedsKey: null, format: 'json' } as const;
    return (await gradeCommand(options, runOrder)).figure?.value ?? Number.NaN;
  };
  const shipped = await figureOf('policy.mjs');
  expect(await figureOf('solutions/reference.mjs')).toBeLessThan(shipped / 2);
});
