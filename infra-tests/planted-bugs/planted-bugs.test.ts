// That the swarm finds what it is there to find. All bugs, which takes minutes:
// `npx node infra-tests/planted-bugs/main.ts`.
import { readFileSync } from 'node:fs';
import { huntBug } from './hunt-bug.ts';
import { coveredBugs, plantedBugs } from './planted-bugs.ts';

const all = [...plantedBugs, ...coveredBugs];

test('at least fourteen bugs are planted, each under a name of its own', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(14);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test.each(all.map((bug) => [bug.name, bug] as const))(
  'the text that "%s" changes is there exactly once',
  (_name, { file, find }) => {
    expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
  },
);

/** So few seeds that these are found at every push. */
const seeds = 6;

const quick = [
  'a restart does not give the slot back',
  'what follows from a message is never sent',
  'a placement leaves the nonce as it was',
];

test.each(quick)('the swarm finds that %s', async (name) => {
  const bug = plantedBugs.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`no bug is called ${name}`);
  const { foundAt } = await huntBug(bug, { from: 1, seeds });
  expect(bug.foundBy).toContain(foundAt?.what);
});

test('without a bug the same seeds are green', async () => {
  expect(await huntBug(null, { from: 1, seeds })).toEqual({
    seedsTried: seeds,
    foundAt: null,
    broken: {},
  });
});
