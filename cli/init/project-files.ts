// The files of a small project to begin with. All are JavaScript, since Node 20 reads no types.
import { drill } from '#scenarios/drill.ts';
import { policyStart } from '../policy/policy-start.ts';
import { installedSchema, scenarioStart } from '../scenario/scenario-start.ts';

const policyFile = 'policy.mjs';
const scenarioFile = 'scenario.json';

/**
 * Each file by its path in the project.
 * @param dependency what package.json asks npm for: a version, or `file:` and a packed release
 */
export function projectFiles(name: string, dependency: string): Record<string, string> {
  return {
    'README.md': readme(name),
    'package.json': packageJson(name, dependency),
    [policyFile]: policyStart('mine', policyFile),
    [scenarioFile]: scenarioStart(drill, 'my-storm', scenarioFile, installedSchema),
    'policy.test.mjs': testText,
    'jsconfig.json': inJson({
      compilerOptions: { checkJs: true, strict: true, module: 'nodenext', target: 'es2023' },
      include: [policyFile],
    }),
    '.gitignore': 'node_modules/\nruns/\n',
    '.github/workflows/test.yml': workflow,
    '.devcontainer/devcontainer.json': inJson({
      name,
      image: 'node:24-bookworm',
      remoteUser: 'node',
      postCreateCommand: 'npm install',
    }),
  };
}

const inJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function packageJson(name: string, dependency: string): string {
  return inJson({
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.11' },
    scripts: {
      start: `rebootstorm run ./${scenarioFile} --policy resilient,./${policyFile}`,
      test: 'node --test',
      lab: 'rebootstorm lab --open',
    },
    devDependencies: { rebootstorm: dependency },
  });
}

const testText = `// Runs your policy in a few small storms, on the twin: npm test
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from 'rebootstorm';

const storm = (seed) =>
  run({
    scenario: './${scenarioFile}',
    policies: ['./${policyFile}'],
    cloud: 'twin',
    nodes: 200,
    seed,
  });

for (const seed of [1, 2, 3]) {
  test(\`the network heals in storm \${seed}, and every invariant holds\`, async () => {
    const [own] = (await storm(seed)).runs;
    assert.equal(own.verdict.kind, 'healed');
    assert.deepEqual(own.violations, []);
  });
}

test('the same seed gives the same storm', async () => {
  const [[first], [second]] = [(await storm(7)).runs, (await storm(7)).runs];
  assert.equal(first.healMs, second.healMs);
  assert.equal(first.loginAttempts, second.loginAttempts);
});
`;

const workflow = `name: test
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: [20, 22, 24]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
      - run: npm install
      - run: npm test
      - run: npm start
`;

function readme(name: string): string {
  return `# ${name}

A network of PCs whose control plane runs on queues, functions and a table. A reboot storm hits it.
You decide how it heals. You need Node 20 to 24, and no account, no Docker and, once installed, no
network. On Windows, work in WSL: \`wsl --install\`, and then as on Linux.

\`\`\`sh
npm install     # once
npm start       # your policy beside the built-in one, in your storm: a table and a report
npm test        # three small storms: does your policy heal the network?
npm run lab     # the same storm as a page in your browser
\`\`\`

| File | What |
| --- | --- |
| \`${policyFile}\` | your decisions: change this file first |
| \`${scenarioFile}\` | your storm: what is not said is as in the scenario that it extends |
| \`policy.test.mjs\` | what your policy has to hold |
| \`.github/workflows/test.yml\` | the same tests at each push, on three versions of Node |
| \`.devcontainer/\` | a machine with Node, for an editor that can open one |
| \`jsconfig.json\` | an editor then shows types and slips |

What next:

\`\`\`sh
npx rebootstorm lesson                   # lessons: predict a number, run, see why
npx rebootstorm challenge list           # tasks with a grade
npx rebootstorm policy list              # what the built-in policies do
npx rebootstorm scenario fields drill    # every field that a storm has
\`\`\`

Each run leaves a folder below \`runs/\`. Open its \`report.html\`: one page with every curve.
`;
}
