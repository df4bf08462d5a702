import { isInRange } from '#domain/scenario/scenario-ranges.ts';
import { isAt, leavesOf } from '#runner/leaves.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { scenarioFrom } from '../scenario-file/read-scenario.ts';
import { fieldsNamed, variedPaths } from '../sweep/scenario-fields.ts';
import { fieldsOf } from './field-list.ts';
import { fieldWords } from './field-words.ts';

const shipped = Object.values(scenarios);
const field = (name: string, path: string) => {
  const { [name]: scenario } = scenarios;
  const found = scenario && fieldsOf(scenario).find((one) => one.path === path);
  if (found === undefined) throw new Error(`expected ${name} to have ${path}`);
  return found;
};

test('each field is named once, and its number is in its range', () => {
  const paths = fieldWords.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const scenario of shipped)
    for (const { path, range, values } of fieldsOf(scenario))
      for (const value of values)
        if (range !== null && typeof value === 'number')
          expect([path, isInRange(value, range)]).toEqual([path, true]);
});

test.each(shipped)(
  'the list has every value of $name but the further words of its notes',
  (one) => {
    const patterns = fieldWords.map(({ path }) => path.split('.'));
    const left = leavesOf(one)
      .filter(({ path }) => !patterns.some((pattern) => isAt(path, pattern)))
      .map(({ path }) => path.join('.').replace(/\.\d+\./, '.*.'));
    const notes = ['assumptions', 'recoveryPoints'];
    expect(left.filter((path) => !notes.includes(path.split('.')[0] ?? ''))).toEqual([]);
  },
);

test.each(shipped)('sweep --vary takes what the list of $name says, and nothing else', (one) => {
  const said = fieldsOf(one).filter(({ isVaried }) => isVaried);
  // Where a scenario follows no day, there is nothing to vary of it.
  const paths = variedPaths(one).filter((path) => path.join('.') !== 'storm.day');
  for (const path of paths) {
    const scale = path[0] === 'full' ? 'full' : 'embedded';
    expect(said.some((listed) => isAt(path, listed.path.split('.')))).toBe(true);
    const isHidden = path[0] === 'timings' && (path[1] ?? '') in (one[scale]?.timings ?? {});
    if (!isHidden) expect(fieldsNamed(one, scale, path.join('.'))).toContainEqual(path);
  }
  expect(said.length).toBeGreaterThan(30);
  expect(said.filter(({ path }) => path.endsWith('nodeCount') || path === 'startMs')).toEqual([]);
});

const unitsMs: Readonly<Record<string, number>> = { s: 1e3, min: 60e3, h: 3_600e3 };

test.each(shipped)('a note of $name that tells a time tells that of its field', (one) => {
  const told = fieldsOf(one).flatMap(({ path, unit, values, notes }) => {
    const [note] = notes;
    const [, digits, word = ''] = /^([\d.,]+) (s|min|h)$/.exec(note?.value ?? '') ?? [];
    if (unit !== 'ms' || digits === undefined) return [];
    return [[path, values, Number(digits.replace(',', '')) * (unitsMs[word] ?? Number.NaN)]];
  });
  expect(told.length).toBeGreaterThan(10);
  for (const [path, values, toldMs] of told) expect([path, values]).toEqual([path, [toldMs]]);
});

test('a value is known as well as its note says', () => {
  expect(field('august-2007', 'timings.leaseMs')).toMatchObject({
    unit: 'ms',
    values: [118_800_000],
    notes: [{ provenance: 'fitted', source: 'model: ghosts of 33 h' }],
  });
  const full = field('august-2007', 'full.shape.slotsPerSupernode');
  expect(full.notes).toMatchObject([{ name: 'Slots per supernode, full size' }]);
  expect(field('december-2010', 'full.shape.slotsPerSupernode').notes[0]?.value).toBe('800 slots');
  const zones = field('august-2007', 'storm.zones.*.nodeShare');
  expect(zones.notes.map(({ name }) => name)).toContain('Users at UTC+9');
  expect(zones.notes).toHaveLength(zones.values.length);
  expect(field('drill', 'storm.nights.*.restartShare').notes).toHaveLength(2);
  expect(field('drill', 'embedded.shape.cellNodes').notes).toEqual([]);
});

test("a user's own change is a guess, with the value before", () => {
  const mine = scenarioFrom('mine.json', { extends: 'august-2007', timings: { retryMs: 1_000 } });
  const retry = fieldsOf(mine).find(({ path }) => path === 'timings.retryMs');
  expect(retry?.notes).toMatchObject([
    { provenance: 'guess', source: 'mine.json, instead of 50,000' },
  ]);
});
