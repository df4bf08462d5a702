// The parts of the mutation tester that need neither StrykerJS nor minutes.
import { existsSync } from 'node:fs';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { inDrawnOrder, isInWordsOfAnError } from './draw-mutants.ts';
import { countGroup, formatGroup, isGoalMet } from './format-mutation.ts';
import { type Mutant, mutated, type TriedMutant, type Verdict } from './mutant.ts';
import { nearestTests } from './nearest-tests.ts';
import { notAsked } from './try-mutant.ts';
import { typeJudge } from './type-judge.ts';

/** The mutant of `found` in `text`. */
function aMutant(text: string, found: string, some: Partial<Mutant> = {}): Mutant {
  const from = text.indexOf(found);
  const to = from + found.length;
  const what = { id: found, group: 'domain', file: 'domain/a.ts', line: 1 };
  return { ...what, mutator: 'StringLiteral', from, to, replacement: '""', ...some };
}

test('a mutant changes its place and nothing else', () => {
  const text = 'const isLate = dueAtMs < nowMs;';
  const mutant = aMutant(text, 'dueAtMs < nowMs', { replacement: 'dueAtMs <= nowMs' });
  expect(mutated(text, mutant)).toBe('const isLate = dueAtMs <= nowMs;');
});

test('one seed draws one order of all mutants, another seed another', () => {
  const text = Array.from({ length: 50 }, (_, at) => `'${at}'`).join();
  const mutants = text.split(',').map((word) => aMutant(text, word));
  const order = (seed: number) => inDrawnOrder(mutants, seededRandom(seed)).map(({ id }) => id);
  expect(order(1)).toEqual(order(1));
  expect(order(1)).not.toEqual(order(2));
  expect(order(1).toSorted()).toEqual(mutants.map(({ id }) => id).toSorted());
});

test('the first that is drawn is any of them alike', () => {
  const text = "'a','b','c','d'";
  const mutants = text.split(',').map((word) => aMutant(text, word));
  const random = seededRandom(3);
  const firsts = new Map<string, number>();
  for (let draw = 0; draw < 4_000; draw += 1) {
    const [first] = inDrawnOrder(mutants, random);
    firsts.set(first?.id ?? '', (firsts.get(first?.id ?? '') ?? 0) + 1);
  }
  // A share of 1,000 has a standard deviation of 27.
  for (const count of firsts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(140);
  expect(firsts.size).toBe(4);
});

test('words of an error are left to the tests of those words, other texts are not', () => {
  const text = "if (x === 'late') throw new RangeError(`${x}: ${f('too late')}`, 'b'); say('c');";
  expect(isInWordsOfAnError(aMutant(text, "'b'"), text)).toBe(true);
  expect(isInWordsOfAnError(aMutant(text, "'too late'"), text)).toBe(true);
  expect(isInWordsOfAnError(aMutant(text, "'late'"), text)).toBe(false);
  expect(isInWordsOfAnError(aMutant(text, "'c'"), text)).toBe(false);
  const other = aMutant(text, "'b'", { mutator: 'ConditionalExpression' });
  expect(isInWordsOfAnError(other, text)).toBe(false);
});

test('tests are ordered by imports, then by name and folder; others are not asked', () => {
  const nearest = nearestTests(
    new Map([
      ['domain/gate.ts', ''],
      ['domain/admit.ts', "import { gate } from './gate.ts';"],
      ['domain/admit.test.ts', "import { admit } from './admit.ts';"],
      ['domain/gate.test.ts', "import { gate } from './gate.ts';"],
      ['cli/gate-words.test.ts', "import { gate } from '#domain/gate.ts';"],
      ['domain/z.test.ts', "import { gate } from './gate.ts';"],
      ['domain/other.test.ts', "import { test } from 'jest';"],
      ['infra-tests/gate.engine.test.ts', "import { gate } from '#domain/gate.ts';"],
    ]),
  );
  expect(nearest('domain/gate.ts')).toEqual([
    { path: 'domain/gate.test.ts', steps: 1 },
    { path: 'domain/z.test.ts', steps: 1 },
    { path: 'cli/gate-words.test.ts', steps: 1 },
    { path: 'domain/admit.test.ts', steps: 2 },
  ]);
});

test('the compiler is asked about the mutated text, not about the file', () => {
  const compiles = typeJudge();
  const file = 'domain/unreachable.ts';
  expect(compiles(file, 'export const one: number = 1;')).toBe(true);
  expect(compiles(file, "export const one: number = 'one';")).toBe(false);
  expect(compiles(file, 'export const one = ;')).toBe(false);
});

test('what the compiler refuses counts neither as tried nor as found', () => {
  const tried = (verdict: Verdict): TriedMutant => ({ ...aMutant('a', 'a'), verdict, seconds: 1 });
  const all = [...Array<Verdict>(19).fill('swarm'), 'survived', 'types'].map((one) =>
    tried(one as Verdict),
  );
  const group = { name: 'domain', share: 1, goal: 0.95 };
  expect(countGroup(group, all)).toEqual({ tried: 20, found: 19, refusedByTypes: 1 });
  expect(isGoalMet(group, all)).toBe(true);
  expect(isGoalMet(group, [...all, tried('survived')])).toBe(false);
  expect(isGoalMet({ ...group, name: 'adapters' }, all)).toBe(false);
  expect(formatGroup(group, all)).toBe(
    'domain: 19 of 20 found, 95.0 % (goal 95 %); 1 more refused by the compiler',
  );
});

test('the tests that are not asked exist', () => {
  expect(notAsked.filter((path) => !existsSync(path))).toEqual([]);
});
