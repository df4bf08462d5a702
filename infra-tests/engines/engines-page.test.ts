// docs/engines.md names the versions that CI starts.
import { readFileSync } from 'node:fs';
import { readKnownDifferences } from '../contract/known-differences/known-differences-page.ts';

const page = readFileSync('docs/engines.md', 'utf8');
const engines = readKnownDifferences().engines;

test.each([
  ['ministack', 'MiniStack'],
  ['localstack', 'LocalStack'],
])('the version of %s is the one that the contract suite ran on', (engine, name) => {
  const version = engines.find((one) => one.engine === engine)?.version;
  expect(page).toContain(`${name} ${version}`);
});

test('the command that installs MiniStack pins that version, and binds to this machine', () => {
  const version = engines.find((one) => one.engine === 'ministack')?.version;
  expect(page).toContain(`pip install ministack==${version}`);
  expect(page).toContain('BIND_HOST=127.0.0.1');
});
