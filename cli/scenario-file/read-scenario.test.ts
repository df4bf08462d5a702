import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { isScenarioFile, readScenario, scenarioFrom } from './read-scenario.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-scenario-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const from = (content: unknown) => scenarioFrom('mine.json', content);

test('what a file leaves out is as in the scenario that it extends', () => {
  const mine = from({ extends: 'drill', name: 'mine', timings: { leaseMs: 120_000 } });
  expect(mine).toEqual({
    ...drill,
    name: 'mine',
    timings: { ...drill.timings, leaseMs: 120_000 },
    assumptions: expect.anything(),
  });
});

test('the report says what was changed, from what, and where', () => {
  const mine = from({ extends: 'drill', timings: { leaseMs: 120_000, clientTimeoutMs: 30_000 } });
  expect(mine.assumptions[0]).toEqual({
    name: 'timings.leaseMs',
    value: '120,000',
    provenance: 'guess',
    source: 'mine.json, instead of 600,000',
  });
  // A field that repeats the old value is not added to the assumptions.
  expect(mine.assumptions.slice(1)).toEqual(drill.assumptions);
});

test('lists and shares by zone are replaced as a whole, and null is a value', () => {
  const restartShare = Object.fromEntries(
    august2007.storm.zones.map(({ label }) => [label, 0.5] as const),
  );
  const [night] = august2007.storm.nights;
  const nights = [{ ...night, restartShare }];
  const mine = from({ extends: 'august-2007', storm: { nights, day: null }, expected: {} });
  expect(mine.storm).toEqual({ ...august2007.storm, nights, day: null });
  expect(mine.expected).toEqual({});
});

test('a change that a scale of its own would hide is refused, not forgotten', () => {
  const change = { extends: 'august-2007', timings: { healPaceMs: 1_000 } };
  expect(() => from(change)).toThrow(/timings\.healPaceMs: the full scale has a value of its own/);
  const mine = from({ ...change, full: { timings: { healPaceMs: 2_000 } } });
  expect([mine.timings.healPaceMs, mine.full?.timings?.healPaceMs]).toEqual([1_000, 2_000]);
});

test('a field that a module leaves undefined is left out', () => {
  const embedded = { timings: { leaseMs: undefined } };
  expect(from({ extends: 'drill', embedded }).embedded).toEqual({ ...drill.embedded, timings: {} });
});

test('JSON and a module say the same', async () => {
  const content = { extends: 'drill', name: 'mine', target: { onlineShare: 0.5 } };
  const { scenario: json } = await readScenario(file('mine.json', JSON.stringify(content)));
  expect(json.target.onlineShare).toBe(0.5);
  const module = file('mine.cjs.js', `exports.scenario = ${JSON.stringify(content)}`);
  expect((await readScenario(module)).scenario).toMatchObject({
    name: 'mine',
    target: { onlineShare: 0.5 },
  });
});

test.each([
  ['an unknown field', { extends: 'drill', timings: { leaseMS: 1 } }, /timings\.leaseMS.*leaseMs/],
  [
    'an unknown field in a list',
    badZone(),
    /zones\.0\.nodeShar: no such field\. Did you mean nodeShare\?/,
  ],
  [
    'an unknown field at the top',
    { extends: 'drill', storms: {} },
    /storms: no such field\. Did you mean storm\?/,
  ],
  ['an unknown base', { extends: 'dril' }, /extends: no scenario.*mean drill\?/],
  ['a prototype for a base', { extends: 'toString' }, /extends: no scenario/],
  ['nonsense', { extends: 'drill', timings: { leaseMs: 1 } }, /timings\.leaseMs: a lease of 1 ms/],
  [
    'a text for a number',
    { extends: 'drill', timings: { leaseMs: '1h' } },
    /timings\.leaseMs: exp/,
  ],
  ['a name for no folder', { extends: 'drill', name: '../x' }, /name: expected at most 60 of a-z/],
  ['a list for the whole', [], /the whole: expected object/],
  ['nothing to extend', { name: 'mine' }, /it extends nothing.*title: /],
])('%s is refused, with the field and the reason', (_what, content, words) => {
  expect(() => from(content)).toThrow(words);
  expect(() => from(content)).toThrow(/^mine\.json: /);
});

function badZone(): object {
  const zone = { label: 'x', utcOffsetMinutes: 0, nodeShar: 1, supernodeShare: 1 };
  return { extends: 'drill', storm: { zones: [zone] } };
}

test('a file that is not there, is no JSON or exports nothing is refused by its name', async () => {
  const said = (path: string) => expect(readScenario(path)).rejects;
  await said(join(folder, 'no.json')).toThrow(/no\.json: there is no such file/);
  await said(file('broken.json', '{ "extends": ')).toThrow(/broken\.json: it is not valid JSON: /);
  await said(file('empty.js', 'exports.policy = {}')).toThrow(/it exports no 'scenario'/);
  await said(file('throws.js', 'throw new Error("boom")')).toThrow(
    /cannot be loaded: .*throws\.js:1:\d+: boom/,
  );
});

test('paths are files and other words are names', () => {
  expect(['./x', 'x.json', 'a/b', 'x.ts'].filter(isScenarioFile)).toHaveLength(4);
  expect(['august-2007', 'drill'].filter(isScenarioFile)).toHaveLength(0);
});

test.each([
  ['a function', 'export const scenario = () => ({});', /'scenario' is a function; export the/],
  ['a circle', 'export const scenario = {}; scenario.own = scenario;', /is not plain data: /],
  ['a large number', 'export const scenario = { seed: 1n };', /is not plain data: /],
  [
    'an abyss',
    'let a = {}; for (let i = 0; i < 100; i += 1) a = { a };\nexport const scenario = a;',
    /more than 64 levels/,
  ],
])('a module that exports %s is refused in words', async (_what, text, words) => {
  await expect(readScenario(file('odd.ts', text))).rejects.toThrow(words);
});

test('JSON may begin with a byte order mark, and may not be an abyss', async () => {
  const mine = file('mine.json', '\uFEFF{ "extends": "drill", "name": "mine" }');
  expect((await readScenario(mine)).scenario.name).toBe('mine');
  const deep = file('deep.json', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`);
  await expect(readScenario(deep)).rejects.toThrow('nested more than 64 levels deep');
});
