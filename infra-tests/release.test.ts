// What `npm pack` packs works on its own: without the CDK, TypeScript or any other dependency.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pinnedNode, startCommand } from '#testing/cli/child-command.ts';
import { nodesOnPath } from './release/nodes-on-path.ts';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let packed: Packed;
let home: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-release-'));
  const list = npm(process.cwd(), 'pack', '--silent', '--json', '--pack-destination', folder);
  [packed] = JSON.parse(list.slice(list.indexOf('[')));
  home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  const tarball = join(folder, packed.filename);
  npm(home, 'install', '--offline', '--no-audit', '--no-fund', '--no-save', tarball);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(cwd: string, ...words: string[]): string {
  return execFileSync('npm', words, { cwd, encoding: 'utf8', timeout: 300_000, stdio: 'pipe' });
}

/** All files that the build made, as they were installed. */
function distFiles(): string[] {
  const dist = join(home, 'node_modules', 'rebootstorm', 'dist');
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
}

const drill = ['run', 'drill', '--nodes', '60', '--faults', 'none', '--json', '--out', 'results'];

function installed(words: readonly string[], env: Record<string, string> = {}) {
  return startCommand([join(home, 'node_modules', '.bin', 'rebootstorm'), ...words], {
    cwd: home,
    env,
  }).ended;
}

test('only what is meant to be published is in the package, and it is small', () => {
  const paths = packed.files.map(({ path }) => path.replace(/shared-\w+/, 'shared-*'));
  expect([...new Set(paths)].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin/rebootstorm.mjs',
    'challenges/bank-is-down/handler.mjs',
    'challenges/bank-is-down/queue.json',
    'challenges/cheapest-cure/policy.mjs',
    'challenges/count-once/handler.mjs',
    'challenges/few-steps/policy.mjs',
    'challenges/full-batches/context.json',
    'challenges/ghost-hunt/policy.mjs',
    'challenges/in-time/policy.mjs',
    'challenges/one-bad-order/handler.mjs',
    'challenges/polite-clients/policy.mjs',
    'challenges/sixty-percent/policy.mjs',
    'dist/Rebootstorm.template.json',
    'dist/index.d.ts',
    'dist/index.mjs',
    'dist/lab/index.html',
    'dist/lab/lab-pictures.js',
    'dist/lab/lab-recording.js',
    'dist/lab/lab-service.js',
    'dist/lab/lab.css',
    'dist/lab/lab.js',
    'dist/lab/policy-kit.js',
    'dist/policy-worker.mjs',
    'dist/policy.d.ts',
    'dist/rebootstorm.mjs',
    'dist/scenario.d.ts',
    'dist/shared-*.mjs',
    'dist/swarm-worker.mjs',
    'dist/verify-worker.mjs',
    'docs/facts.md',
    'docs/lessons/01-at-least-once.md',
    'docs/lessons/02-visibility.md',
    'docs/lessons/03-poison.md',
    'docs/lessons/04-redrive.md',
    'docs/lessons/05-races.md',
    'docs/lessons/06-ghosts.md',
    'docs/lessons/07-retries.md',
    'docs/lessons/08-load-shedding.md',
    'docs/lessons/09-metastable.md',
    'docs/lessons/10-hot-keys.md',
    'docs/lessons/11-cold-starts.md',
    'docs/lessons/12-step-functions.md',
    'docs/lessons/13-cost.md',
    'docs/lessons/README.md',
    'docs/lessons/images/01-at-least-once.svg',
    'docs/lessons/images/02-visibility.svg',
    'docs/lessons/images/03-poison.svg',
    'docs/lessons/images/04-redrive.svg',
    'docs/lessons/images/05-races.svg',
    'docs/lessons/images/06-ghosts.svg',
    'docs/lessons/images/07-retries.svg',
    'docs/lessons/images/08-load-shedding.svg',
    'docs/lessons/images/09-metastable.svg',
    'docs/lessons/images/10-hot-keys.svg',
    'docs/lessons/images/11-cold-starts.svg',
    'docs/lessons/images/12-step-functions.svg',
    'docs/lessons/images/13-cost.svg',
    'docs/schemas/price-book.schema.json',
    'docs/schemas/scenario.schema.json',
    'docs/schemas/station.schema.json',
    'examples/consumers/adds-once.mjs',
    'examples/consumers/adds-to-shards.mjs',
    'examples/consumers/adds.mjs',
    'examples/consumers/calls-a-bank.mjs',
    'examples/consumers/fails-batch.mjs',
    'examples/consumers/marks-then-adds.mjs',
    'examples/consumers/reads-then-writes.mjs',
    'examples/consumers/reports-failures.mjs',
    'examples/consumers/slow.mjs',
    'examples/consumers/starts-slowly.mjs',
    'examples/plot_sweep.py',
    'examples/short-lease.json',
    'examples/two-zones.ts',
    'package.json',
    'pricing/books/ap-southeast-2.json',
    'pricing/books/eu-central-1.json',
    'pricing/books/us-east-1.json',
    'scenarios/stations/full-jitter-bounded.json',
    'scenarios/stations/full-jitter.json',
    'scenarios/stations/no-backpressure.json',
    'scenarios/stations/one-retry-bounded.json',
    'scenarios/stations/one-retry-lifo.json',
    'scenarios/stations/one-retry.json',
    'scenarios/stations/rush-hour.json',
    'scenarios/stations/too-much.json',
  ]);
  // It has 2.34 MB packed and 9.1 unpacked. Of this, the lab's page is 0.5 and 1.5 MB; more than
  // half of the page is the editor of policies, with its parser and the twin that runs them apart.
  // The WebAssembly engine that a stranger's policy is confined to is 0.28 and 0.86 MB.
  expect(packed.size).toBeLessThan(2_500_000);
  expect(packed.unpackedSize).toBeLessThan(9_500_000);
});

test('no reference answer and nothing for teachers is in the package', () => {
  const answers = readdirSync('challenges', { recursive: true, encoding: 'utf8' })
    .filter((path) => /solutions\/reference\.\w+$/.test(path))
    .map((path) => answerIn(readFileSync(join('challenges', path), 'utf8')));
  expect(answers.length).toBeGreaterThanOrEqual(5);
  const installed = join(home, 'node_modules', 'rebootstorm');
  for (const { path } of packed.files) {
    expect(path).not.toMatch(/teaching|solutions/);
    const text = withoutSpace(readFileSync(join(installed, path), 'utf8'));
    expect(answers.filter((answer) => text.includes(answer)).map(() => path)).toEqual([]);
  }
});

/** What a reference answer decides: the part behind its `decisions`, without spaces. */
function answerIn(text: string): string {
  const decided = withoutSpace(text.slice(Math.max(0, text.indexOf('decisions:'))));
  expect(decided.length).toBeGreaterThan(100);
  return decided;
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

test('no path of the machine that built it is in the package', () => {
  for (const path of distFiles())
    expect(readFileSync(path, 'utf8')).not.toContain(`${process.cwd()}/`);
});

test('it installs nothing but itself, and no script of it runs on the way', () => {
  const packages = readdirSync(join(home, 'node_modules')).filter((name) => name[0] !== '.');
  expect(packages).toEqual(['rebootstorm']);
  const { dependencies, scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts).filter((name) => name.includes('install'))).toEqual([]);
});

test('a drill runs from the package and leaves its folder where it was started', async () => {
  // A user's own repository around it is not where the program comes from.
  execFileSync('git', ['init', '--quiet', home]);
  const author = ['-c', 'user.name=a user', '-c', 'user.email=user@example.invalid'];
  const commit = ['commit', '--quiet', '--allow-empty', '--message', 'theirs'];
  execFileSync('git', [...author, ...commit], { cwd: home });
  const { stdout, stderr, exitCode } = await installed(drill);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/Report: /) });
  const { runs } = JSON.parse(stdout);
  expect(runs).toMatchObject([{ verdict: {} }, { verdict: { kind: 'healed' } }]);
  const manifest = readFileSync(join(home, 'results', 'latest', 'manifest.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ commit: null, argv: drill });
  expect(existsSync(join(home, 'results', 'latest', 'report.html'))).toBe(true);
});

test('the lab is served from the package, which has its page', async () => {
  const words = [join(home, 'node_modules', '.bin', 'rebootstorm'), 'lab', 'drill', '--port', '0'];
  const { stdout, exitCode } = await startCommand(words, { cwd: home, input: 'quit\n' }).ended;
  expect(stdout).toMatch(/^The lab is at http:\/\/127\.0\.0\.1:\d+\/#v=1&scenario=drill&/);
  expect(exitCode).toBe(0);
});

test('a checkout and a release give the same result', async () => {
  const released = await installed(drill);
  const words = [join('cli', 'main.ts'), ...drill.slice(0, -1), join(folder, 'checkout')];
  const checkout = await startCommand(words).ended;
  const timeless = (text: string) => text.replace(/"wallMs": [\d.]+/g, '');
  expect(timeless(released.stdout)).toBe(timeless(checkout.stdout));
});

/** Compiles files beside the installed package as a user would. @returns what the compiler says */
function compiled(...files: string[]): string {
  return compiledIn(home, ...files);
}

function compiledIn(cwd: string, ...files: string[]): string {
  const tsc = join(process.cwd(), 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const words = [
    '--strict',
    '--noEmit',
    '--allowJs',
    '--checkJs',
    '--module',
    'nodenext',
    '--lib',
    'es2023,dom',
  ];
  const { stdout } = spawnSync(process.execPath, [tsc, ...words, '--types', '', ...files], {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return stdout;
}

test('what policy new writes compiles with the packed types, and a slip does not', async () => {
  for (const file of ['mine.mts', 'mine.mjs']) {
    expect(await installed(['policy', 'new', file])).toMatchObject({ exitCode: 0 });
    expect(compiled(file)).toBe('');
  }
  const slip = readFileSync(join(home, 'mine.mts'), 'utf8').replace('one.used', 'one.usde');
  writeFileSync(join(home, 'slip.mts'), slip);
  expect(compiled('slip.mts')).toMatch(/slip\.mts.*usde/);
});

test('a scenario compiles with the types of the package, and an unknown field does not', () => {
  const scenario = (changes: string) =>
    "import type { Scenario } from 'rebootstorm/scenario';\n" +
    `export const scenario: Scenario = { extends: 'drill', name: 'mine', ${changes} };\n`;
  writeFileSync(join(home, 'lease.mts'), scenario('timings: { leaseMs: 60_000 }'));
  expect(compiled('lease.mts')).toBe('');
  writeFileSync(join(home, 'slip.mts'), scenario('timings: { lease: 60_000 }'));
  expect(compiled('slip.mts')).toMatch(/slip\.mts.*'lease'/);
});

test.each(nodesOnPath())('a class begins offline with a project, on Node $major', (node) => {
  const place = join(folder, `class-${node.major}`);
  const env = { ...process.env, PATH: [node.folder, process.env.PATH].join(delimiter) };
  const npmHere = (cwd: string, ...words: string[]) =>
    execFileSync('npm', words, { cwd, env, encoding: 'utf8', timeout: 300_000, stdio: 'pipe' });
  const release = join(folder, packed.filename);
  const init = ['rebootstorm', 'init', place, '--package', release];
  npmHere(folder, 'exec', '--offline', '--yes', '--package', release, '--', ...init);
  npmHere(place, 'install', '--offline', '--no-audit', '--no-fund');
  expect(npmHere(place, 'test')).toMatch(/pass 4\n[\s\S]*fail 0\n/);
  expect(npmHere(place, 'start')).toMatch(/Verdict +✓ healed \(as expected\) +✓ healed\n/);
  expect(compiledIn(place, 'policy.mjs')).toBe('');
  const policy = join(place, 'policy.mjs');
  const broken = readFileSync(policy, 'utf8').replace('const free', "throw 'a slip'; const free");
  writeFileSync(policy, broken);
  expect(() => npmHere(place, 'test')).toThrow('Command failed');
});

test('the program that the page about the API shows compiles and runs', () => {
  const page = readFileSync('docs/api.md', 'utf8');
  const [, program = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? [];
  writeFileSync(join(home, 'program.mts'), program);
  expect(compiled('program.mts')).toBe('');
  const { stdout, stderr, status } = spawnSync(pinnedNode, ['program.mts'], {
    cwd: home,
    encoding: 'utf8',
    timeout: 300_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /^legacy-2007 stuck null\nresilient healed \d+\n18 \d+\nholds\n.*Did you mean drill\?/,
  );
  const slip = program.replace('nodes: 60', 'node: 60');
  writeFileSync(join(home, 'slip.mts'), slip);
  expect(compiled('slip.mts')).toMatch(/slip\.mts.*'node'/);
});

/** What Node 21 and later brought and code that is not ours does not ask for either. */
const newerCalls =
  /\b(Object\.groupBy|Promise\.withResolvers|Promise\.try|Array\.fromAsync|RegExp\.escape)\(/;

test('it calls no library function that the oldest supported Node lacks', () => {
  for (const path of distFiles().filter((one) => one.endsWith('.mjs'))) {
    const text = readFileSync(path, 'utf8');
    expect(newerCalls.exec(text)).toBeNull();
    // The one that is used is brought along.
    if (text.includes('Map.groupBy(')) expect(text).toContain('Map.groupBy ??= ');
  }
});

test('it runs with the library of the oldest supported Node', async () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(engines.node).toBe('>=20.11');
  const preload = join(folder, 'node-20.cjs');
  writeFileSync(preload, likeNode20);
  const { stderr, exitCode } = await installed(drill, { NODE_OPTIONS: `--require=${preload}` });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/Report: /) });
});

/** Takes away what Node 21 and later brought (node.green), in every thread. */
const likeNode20 = `
  const without = (holder, ...names) => names.forEach((name) => delete holder[name]);
  without(Map, 'groupBy');
  without(Object, 'groupBy');
  without(Promise, 'withResolvers', 'try');
  without(Array, 'fromAsync');
  without(RegExp, 'escape');
  without(Error, 'isError');
  without(Math, 'f16round', 'sumPrecise');
  without(ArrayBuffer.prototype, 'transfer', 'transferToFixedLength');
  without(Set.prototype, 'union', 'intersection', 'difference', 'symmetricDifference');
  without(Set.prototype, 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom');
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  without(iterators, 'map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach');
  without(iterators, 'some', 'every', 'find');
  without(Uint8Array, 'fromBase64', 'fromHex');
  without(Uint8Array.prototype, 'toBase64', 'toHex');
  without(globalThis, 'Iterator', 'WebSocket', 'navigator', 'localStorage', 'Float16Array');
  without(process, 'getBuiltinModule');
`;
