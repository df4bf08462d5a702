// `node infra-tests/mutation/main.ts`: draws mutants of the sources from a seed and says which of
// them the tests find. Takes minutes for a dozen, an hour for hundreds.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import {
  inDrawnOrder,
  isInWordsOfAnError,
  type MutantGroup,
  mutantGroups,
} from './draw-mutants.ts';
import { formatGroup, formatMutant, isGoalMet, resultOf } from './format-mutation.ts';
import type { Mutant, TriedMutant } from './mutant.ts';
import { MutatedTree, trackedFiles } from './mutated-tree.ts';
import { everyMutant } from './mutators.ts';
import { nearestTests } from './nearest-tests.ts';
import { type Judges, tryMutant } from './try-mutant.ts';
import { typeJudge } from './type-judge.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '300' },
    group: { type: 'string', multiple: true },
    lanes: { type: 'string', default: '2' },
    result: { type: 'string' },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

const textOf = new Map(
  trackedFiles()
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(path, 'utf8')]),
);
const clean = new MutatedTree('clean');
const failing = new Map<string, Promise<boolean>>();
const judges: Judges = {
  types: typeJudge(),
  nearest: nearestTests(textOf),
  textOf,
  failsWithoutMutant: (path) => {
    const known = failing.get(path) ?? failsClean(path);
    failing.set(path, known);
    return known;
  },
};
const groups = mutantGroups.filter(({ name }) => options.group?.includes(name) ?? true);
const tried: TriedMutant[] = [];
const queues: GroupQueue[] = [];
// One after the other: the first may install the mutators.
for (const group of groups) queues.push(await drawGroup(group));
const lanes = Array.from({ length: Number(options.lanes) }, (_, lane) => runLane(`lane-${lane}`));
await Promise.all(lanes);
for (const group of groups) say(formatGroup(group, tried));
if (options.result !== undefined) save(options.result);
process.exitCode = groups.every((group) => isGoalMet(group, tried)) ? 0 : 1;

/** The mutants of one group that are still to be tried, and how many are wanted. */
interface GroupQueue {
  readonly group: MutantGroup;
  readonly drawn: Iterator<Mutant>;
  left: number;
}

async function drawGroup(group: MutantGroup): Promise<GroupQueue> {
  const sources = new Map([...textOf].filter(([path]) => isSourceOf(group.name, path)));
  const random = seededRandom(Number(options.seed)).fork(`mutants/${group.name}`);
  const drawn = inDrawnOrder(await everyMutant(group.name, sources), random);
  const shares = groups.reduce((sum, { share }) => sum + share, 0);
  const left = Math.round((Number(options.count) * group.share) / shares);
  return { group, drawn: drawn.values(), left };
}

function isSourceOf(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`) && !/(\.test|-bench|builders|sample-stack)\.ts$/.test(path);
}

async function runLane(name: string): Promise<void> {
  const tree = new MutatedTree(name);
  for (let mutant = takeNext(); mutant !== undefined; mutant = takeNext()) {
    const outcome = await tryMutant(mutant, tree, judges);
    tried.push(outcome);
    say(formatMutant(outcome, textOf.get(mutant.file) ?? ''));
    // What the compiler refuses gives its place to the next one.
    if (outcome.verdict === 'types') giveBack(mutant.group);
    if (options.result !== undefined) save(options.result);
  }
}

/** From the group with the most left, so that all come on alike. */
function takeNext(): Mutant | undefined {
  const [queue] = [...queues].sort((a, b) => b.left - a.left);
  if (queue === undefined || queue.left === 0) return undefined;
  queue.left -= 1;
  for (let next = queue.drawn.next(); next.done !== true; next = queue.drawn.next())
    if (!isInWordsOfAnError(next.value, textOf.get(next.value.file) ?? '')) return next.value;
  queue.left = 0;
  return takeNext();
}

function giveBack(group: string): void {
  const queue = queues.find((one) => one.group.name === group);
  if (queue !== undefined) queue.left += 1;
}

async function failsClean(path: string): Promise<boolean> {
  const { end } = await clean.runTests([path], 300);
  if (end !== 'passed') say(`  !  ${path} fails without a mutant (${end}); it is not asked`);
  return end !== 'passed';
}

function save(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(resultOf(options.seed, groups, tried), null, 2)}\n`);
}
