import { findBadNames, findUnknownFolder } from './name-rules.ts';

test.each([
  'domain/login/admit-login.ts',
  'scenarios/august-2007.test.ts',
  'infra-tests/deploy.engine.test.ts',
  'docs/decisions/001-one-table.md',
  'README.md',
  'LICENSE',
  '.ci/run',
  'tools/engines/process_executor.py',
  '.dependency-cruiser.cjs',
])('%s is a good name', (path) => {
  expect(findBadNames(path)).toEqual([]);
});

test.each([
  'domain/admitLogin.ts',
  'domain/Gate.ts',
  'domain/admit_login.ts',
  'domain/utils.ts',
  'cdk/queue-helpers.ts',
  'cli/common/gate.ts',
  'adapters/connection-manager.ts',
])('%s is a bad name', (path) => {
  expect(findBadNames(path)).toHaveLength(1);
});

test('a folder that the layout does not know is named, with those it knows', () => {
  expect(findUnknownFolder('domain/gate.ts', ['domain', 'cli'])).toEqual([]);
  expect(findUnknownFolder('package.json', ['domain', 'cli'])).toEqual([]);
  expect(findUnknownFolder('src/gate.ts', ['domain', 'cli'])).toEqual([
    'src/gate.ts: the layout has no folder "src"; it has: domain, cli',
  ]);
});
