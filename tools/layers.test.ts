import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPENDENCY_FREE, MAY_IMPORT, PACKAGE_RULES, TEST_HELPERS } from './may-import.ts';
import {
  createTemporaryProject,
  PROJECT_ROOT,
  type TemporaryProject,
} from './temporary-project.ts';

const FOLDERS = Object.keys(MAY_IMPORT);
const CRUISER = join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const CONFIGURATION = [
  '.dependency-cruiser.cjs',
  'package.json',
  'tsconfig.json',
  'tools/may-import.ts',
];

const IMPORT_FORMS: Readonly<Record<string, (path: string, index: number) => string>> = {
  value: (path, index) =>
    `import { t as t${index} } from '${path}'; export const u${index} = t${index};`,
  type: (path, index) =>
    `import type { T as T${index} } from '${path}'; export type U${index} = T${index};`,
  reexport: (path, index) => `export type { T as R${index} } from '${path}';`,
  inline: (path, index) => `export type V${index} = import('${path}').T;`,
  dynamic: (path, index) => `export const lazy${index} = () => import('${path}');`,
  alias: (path, index) =>
    `import { t as a${index} } from '${path.replace('../', '#')}'; export { a${index} };`,
};
const FORM_NAMES = Object.keys(IMPORT_FORMS);
const ALIASES = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).imports);

// `#twin/...` leads somewhere only once package.json says so.
const formsTowards = (folder: string) =>
  FORM_NAMES.filter((form) => form !== 'alias' || ALIASES.includes(`#${folder}/*`));

type Violation = { rule: { name: string }; from: string; to: string };

const describeViolation = ({ rule, from, to }: Violation) => `${rule.name}: ${from} -> ${to}`;

/** It takes some ten seconds, and as many times more as others work on the machine. */
const limitMs = 240_000;

function cruise(root: string, folders: readonly string[]): Violation[] {
  const run = spawnSync(process.execPath, [CRUISER, ...folders, '--output-type', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: limitMs,
  });
  if (!run.stdout) throw new Error(`dependency-cruiser said nothing: ${run.stderr}`);
  return JSON.parse(run.stdout).summary.violations;
}

test('no import in this repository crosses a border', () => {
  const present = FOLDERS.filter((folder) => existsSync(join(PROJECT_ROOT, folder)));
  expect(cruise(PROJECT_ROOT, present).map(describeViolation)).toEqual([]);
});

test('the table in the architecture page is that of the code', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const table = page.slice(page.indexOf('## Who may import whom'));
  const rows = [...table.matchAll(/^\| `([\w-]+)` \| (nothing|`[^|]*`) \|/gm)];
  const reported = rows.map(([, folder = '', others = '']) => [
    folder,
    [...others.matchAll(/`([\w-]+)`/g)].map(([, other]) => other),
  ]);
  expect(Object.fromEntries(reported)).toEqual(MAY_IMPORT);
});

describe('a planted violation', () => {
  let project: TemporaryProject;
  let reported: string[];

  beforeAll(() => {
    project = createTemporaryProject(CONFIGURATION);
    plantTargets(project);
    plantCrossings(project);
    plantPackages(project);
    plantOthers(project);
    reported = cruise(project.root, FOLDERS).map(describeViolation);
  }, limitMs);

  afterAll(() => project.remove());

  test('is caught between all folders and in all forms of import, and nothing else is', () => {
    const layers = reported.filter((line) => line.includes('-imports-only-what-it-may'));
    expect(layers.toSorted()).toEqual(forbiddenCrossings().toSorted());
    expect(layers.length).toBeGreaterThan(400);
  });

  test('is caught in tests, too, which may import the helpers of tests besides', () => {
    const crossings = reported.filter((line) => line.startsWith('tests-of-'));
    expect(crossings.toSorted()).toEqual(forbiddenInTests().toSorted());
    expect(crossings.length).toBeGreaterThan(400);
  });

  test.each(PACKAGE_RULES)('is caught for $name in every folder but its own', (rule) => {
    const culprits = reported.filter((line) => line.startsWith(`${rule.name}:`)).map(culprit);
    const strangers = FOLDERS.filter((folder) => !rule.folders.includes(folder));
    const files = (folder: string) =>
      rule.testsOf.includes(folder)
        ? [`${folder}/x.ts`]
        : [`${folder}/x.test.ts`, `${folder}/x.ts`];
    expect(culprits).toEqual(strangers.flatMap(files).toSorted());
  });

  test('is caught when the core imports a package or a Node module, but not in its tests', () => {
    const core = reported.filter((line) => line.startsWith('no-dependency-in-the-core:'));
    for (const folder of DEPENDENCY_FREE) {
      expect(core.filter((line) => line.includes(` ${folder}/x.ts -> `)).length).toBeGreaterThan(3);
    }
    expect(
      core.filter((line) => !/: (domain|scenarios|twin|pricing)\/x\.ts -> /.test(line)),
    ).toEqual([]);
  });

  test('is caught when two files import each other, even for a type', () => {
    const circles = reported.filter((line) => line.startsWith('no-circle:')).map(culprit);
    // dependency-cruiser names each circle once, by its first file.
    expect(circles).toEqual(['cli/egg-and-hen.ts']);
  });

  test('is caught when an import leads nowhere', () => {
    const lost = reported.filter((line) => line.startsWith('nothing-unresolvable:'));
    expect(lost).toEqual(['nothing-unresolvable: cli/lost.ts -> ./nowhere.ts']);
  });
});

const culprit = (line: string) => line.replace(/^.*: (.*) -> .*$/, '$1');

// One target per form, so that a missed form shows as a missing edge.
function plantTargets(project: TemporaryProject): void {
  for (const folder of FOLDERS) {
    for (const form of FORM_NAMES) {
      project.write(`${folder}/target-${form}.ts`, 'export type T = 1;\nexport const t = 1;\n');
    }
  }
}

function plantCrossings(project: TemporaryProject): void {
  for (const from of FOLDERS) {
    const others = FOLDERS.filter((to) => to !== from);
    const lines = others.flatMap((to, index) =>
      formsTowards(to).map((form) => IMPORT_FORMS[form]?.(`../${to}/target-${form}.ts`, index)),
    );
    for (const name of ['crossing.ts', 'crossing.test.ts'])
      project.write(`${from}/${name}`, `${lines.join('\n')}\n`);
  }
}

function forbiddenCrossings(): string[] {
  return crossingsOf((from, to) => !MAY_IMPORT[from]?.includes(to)).map(
    ({ from, target }) => `${from}-imports-only-what-it-may: ${from}/crossing.ts -> ${target}`,
  );
}

function forbiddenInTests(): string[] {
  return crossingsOf((from, to) => to !== TEST_HELPERS && !MAY_IMPORT[from]?.includes(to)).map(
    ({ from, target }) =>
      `tests-of-${from}-import-only-what-they-may: ${from}/crossing.test.ts -> ${target}`,
  );
}

/** All imports between two folders, in all forms, that are as `isForbidden` says. */
function crossingsOf(isForbidden: (from: string, to: string) => boolean) {
  return FOLDERS.flatMap((from) =>
    FOLDERS.filter((to) => to !== from && isForbidden(from, to)).flatMap((to) =>
      formsTowards(to).map((form) => ({ from, target: `${to}/target-${form}.ts` })),
    ),
  );
}

function plantPackages(project: TemporaryProject): void {
  const names = ['@aws-sdk/client-sqs', 'aws-cdk-lib', 'zod', 'node:fs'];
  const text = names.map((name, index) => `export * as p${index} from '${name}';\n`).join('');
  for (const folder of FOLDERS) {
    project.write(`${folder}/x.ts`, text);
    project.write(`${folder}/x.test.ts`, text);
  }
}

function plantOthers(project: TemporaryProject): void {
  project.write(
    'cli/hen-and-egg.ts',
    "import type { Egg } from './egg-and-hen.ts';\nexport type Hen = Egg;\n",
  );
  project.write(
    'cli/egg-and-hen.ts',
    "import type { Hen } from './hen-and-egg.ts';\nexport type Egg = Hen;\n",
  );
  project.write('cli/lost.ts', "export * from './nowhere.ts';\nexport type * from 'aws-lambda';\n");
}
