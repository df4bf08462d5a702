import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createTemporaryProject, type TemporaryProject } from './temporary-project.ts';

// What Node and browsers offer but the language does not: the compiler must not know it in domain/.
const HOST_GLOBALS: Readonly<Record<string, string>> = {
  console: "console.log('x')",
  process: 'process.pid',
  fetch: "fetch('x')",
  setTimeout: 'setTimeout(() => 1, 1)',
  Buffer: "Buffer.from('x')",
  performance: 'performance.now()',
  crypto: 'crypto.randomUUID()',
  queueMicrotask: 'queueMicrotask(() => 1)',
};

// What the language itself offers: only the linter can take it away.
const LANGUAGE_GLOBALS: Readonly<Record<string, string>> = {
  'Date.now': 'Date.now()',
  'new Date': 'new Date()',
  'globalThis.Date': 'new globalThis.Date()',
  'Math.random': 'Math.random()',
};

const TIMERS: Readonly<Record<string, string>> = {
  setTimeout: 'setTimeout(() => 1, 1)',
  setInterval: 'setInterval(() => 1, 1)',
  setImmediate: 'setImmediate(() => 1)',
};

const PURE_FOLDERS = ['domain', 'scenarios', 'twin', 'pricing', 'statistics', 'local-cloud'];
const COMPILER = join('node_modules', '@typescript', 'native', 'bin', 'tsc');
const LINTER = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
const CONFIGURATION = [
  'biome.json',
  'tools/no-clock-no-chance.grit',
  '.gitignore',
  'package.json',
  'tsconfig.json',
  'domain/tsconfig.json',
];

let project: TemporaryProject;

beforeEach(() => {
  project = createTemporaryProject(CONFIGURATION);
});
afterEach(() => project.remove());

const fileName = (name: string) => `${name.toLowerCase().replace(/\W/g, '-')}.ts`;
const planted = (expression: string) => `export const planted = (): unknown => ${expression};\n`;

function run(program: string, programArguments: readonly string[]): string {
  const result = spawnSync(process.execPath, [program, ...programArguments], {
    cwd: project.root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return result.stdout + result.stderr;
}

const compileDomain = () => run(COMPILER, ['-p', 'domain', '--pretty', 'false']);
const lint = () => run(LINTER, ['lint', '--reporter=github', '--max-diagnostics=none', '.']);
const filesNamedIn = (output: string, folder: string) =>
  [...new Set(output.match(new RegExp(`\\b${folder}/[\\w-]+(\\.test)?\\.ts`, 'g')))].toSorted();

test('the compiler refuses everything in domain/ that only a host offers', () => {
  for (const [name, expression] of Object.entries(HOST_GLOBALS)) {
    project.write(`domain/${fileName(name)}`, planted(expression));
  }
  project.write('domain/innocent.ts', planted('Math.max(1, 2)'));
  const refused = Object.keys(HOST_GLOBALS).map((name) => `domain/${fileName(name)}`);
  expect(filesNamedIn(compileDomain(), 'domain')).toEqual(refused.toSorted());
});

test('the linter refuses the clock and chance of the language itself in every pure folder', () => {
  for (const folder of PURE_FOLDERS) {
    for (const [name, expression] of Object.entries(LANGUAGE_GLOBALS)) {
      project.write(`${folder}/${fileName(name)}`, planted(expression));
    }
    project.write(`${folder}/innocent.ts`, planted('Math.max(1, 2)'));
  }
  const output = lint();
  for (const folder of PURE_FOLDERS) {
    const refused = Object.keys(LANGUAGE_GLOBALS).map((name) => `${folder}/${fileName(name)}`);
    expect(filesNamedIn(output, folder)).toEqual(refused.toSorted());
  }
});

test('the linter refuses real timers in the local cloud, save setImmediate in clock.ts', () => {
  for (const [name, expression] of Object.entries(TIMERS)) {
    project.write(`local-cloud/${fileName(name)}`, planted(expression));
  }
  project.write('local-cloud/clock.ts', planted('setImmediate(() => 1)'));
  const refused = Object.keys(TIMERS).map((name) => `local-cloud/${fileName(name)}`);
  expect(filesNamedIn(lint(), 'local-cloud')).toEqual(refused.toSorted());
});

test('the linter lets the edges of the system ask for the time', () => {
  project.write('cli/main.ts', planted('[Date.now(), performance.now()]'));
  project.write('functions/login.ts', planted('Date.now()'));
  expect(lint()).not.toMatch(/::error/);
});

test('the linter refuses any, a non-null assertion and a promise that nobody awaits', () => {
  project.write('cli/any.ts', 'export const f = (x: any): unknown => x;\n');
  project.write('cli/bang.ts', 'export const f = (x: string | null): string => x!;\n');
  project.write(
    'cli/floating.ts',
    'async function g(): Promise<void> {}\nexport function f(): void {\n  g();\n}\n',
  );
  project.write('cli/long.ts', `export function f(): void {\n${'  f();\n'.repeat(81)}}\n`);
  expect(filesNamedIn(lint(), 'cli')).toEqual([
    'cli/any.ts',
    'cli/bang.ts',
    'cli/floating.ts',
    'cli/long.ts',
  ]);
});
