import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readScenario, scenarioFrom } from '../scenario-file/read-scenario.ts';
import { scenarioCommand } from './scenario-command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenario-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function said(options: Parameters<typeof scenarioCommand>[0], columns = 80): string {
  const words: string[] = [];
  const stdout = { columns, write: (text: string) => words.push(text) } as never;
  expect(scenarioCommand(options, { stdout })).toBe(exitCodes.asExpected);
  return words.join('');
}

const shipped = Object.values(scenarios);

test.each(shipped)('what show --json prints of $name is a scenario file of its own', (scenario) => {
  const text = said({ action: 'show', scenario, json: true });
  expect(scenarioFrom('whole.json', JSON.parse(text))).toEqual(scenario);
});

test.each(shipped)('$name is shown with its waves and its target', (scenario) => {
  const text = said({ action: 'show', scenario, json: false });
  for (const { label } of scenario.storm.nights) expect(text).toContain(`Wave: ${label}`);
  const target = `${Number((scenario.target.onlineShare * 100).toPrecision(12))} % signed in again`;
  expect(text).toContain(target);
});

test.each(['show', 'fields'] as const)('no line of %s is wider than the terminal', (action) => {
  const [scenario] = shipped as [Scenario];
  const lines = said({ action, scenario, json: false }, 60).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('the fields are printed as JSON for programs, with ranges as numbers', () => {
  const [scenario] = shipped as [Scenario];
  const { fields } = JSON.parse(said({ action: 'fields', scenario, json: true }));
  expect(fields).toContainEqual(
    expect.objectContaining({
      path: 'timings.leaseMs',
      range: { min: 1, max: 2_678_400_000, isWhole: true },
      isVaried: true,
    }),
  );
});

test.each(shipped.flatMap((base) => ['mine.json', 'mine.ts'].map((file) => ({ base, file }))))(
  'a start as $file that extends $base.name is read as it is',
  async ({ base, file }) => {
    const path = join(folder, file);
    said({ action: 'init', path, base });
    const { scenario } = await readScenario(path);
    expect(scenario).toMatchObject({ name: 'mine', embedded: base.embedded });
    expect(scenario.timings.leaseMs).toBe(base.timings.leaseMs / 2);
  },
);

test('a start in JavaScript is read as it is, too', async () => {
  const path = join(folder, 'mine.mjs');
  expect(await runCommand(['scenario', 'init', path])).toMatchObject({ exitCode: 0 });
  const { stdout } = await runCommand(['scenario', 'show', path, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ name: 'mine', timings: { leaseMs: 300_000 } });
});

test('what is there is left as it is, and other endings and names are refused', async () => {
  const path = join(folder, 'mine.json');
  writeFileSync(path, 'my work');
  const refused = (file: string) => runCommand(['scenario', 'init', join(folder, file)]);
  const [there, ending, name] = await Promise.all(['mine.json', 'a.yaml', 'My.json'].map(refused));
  for (const one of [there, ending, name]) expect(one?.exitCode).toBe(exitCodes.usage);
  expect(there?.stderr).toMatch(/^error: .*mine\.json: it is there already/);
  expect(ending?.stderr).toMatch(/a scenario ends in \.json, \.ts, \.mts, \.js or \.mjs/);
  expect(name?.stderr).toMatch(/My cannot name a scenario/);
  expect(readFileSync(path, 'utf8')).toBe('my work');
});

test('input that is no scenario is said in a line, not as an internal error', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const files = {
    'deep.json': deep,
    'deeper.json': `{"a":${deep}}`,
    'bom.json': '\uFEFF{ "extends": "drill", "name": "bom" }',
    'marks.json': '\uFEFF\uFEFF{}',
    'function.mjs': 'export const scenario = () => ({});',
    'async.mjs': 'export const scenario = async () => ({});',
    'promise.mjs': 'export const scenario = Promise.resolve({});',
    'symbol.mjs': 'export const scenario = Symbol("x");',
    'circle.mjs': 'export const scenario = {}; scenario.self = scenario;',
    'big.mjs': 'export const scenario = { startMs: 1n };',
  };
  const show = async ([name, text]: readonly [string, string]) => {
    writeFileSync(join(folder, name), text);
    const { exitCode, stderr } = await runCommand(['scenario', 'show', join(folder, name)]);
    return [name, exitCode, stderr.split('\n').length - 1] as const;
  };
  for (const entry of Object.entries(files)) {
    const isRead = entry[0] === 'bom.json';
    expect(await show(entry)).toEqual([entry[0], isRead ? 0 : exitCodes.usage, isRead ? 0 : 1]);
  }
});
