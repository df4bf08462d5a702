// No SDK client is made without a guard: found in the sources, so that a new one cannot be
// forgotten.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything that runs on a user's or a developer's machine; the cloud in the process has its own.
 */
const folders = ['adapters', 'bench', 'cdk', 'cli', 'functions', 'infra-tests', 'tools'];

const makesClient = /new \w*Client\(/;

/**
 * By `guarded` and `keepOnLoopback` it is watched; what has a `localClientConfig` has no socket.
 */
const isGuarded = /\b(guarded|keepOnLoopback|localClientConfig)\(/;

/** These make careless clients on purpose, to see them caught. */
const attackers = ['cli/endpoint-guard.test.ts', 'cli/loopback.test.ts'];

function sourcesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

function unguarded(paths: readonly string[], read = (path: string) => readFileSync(path, 'utf8')) {
  return paths.filter((path) => makesClient.test(read(path)) && !isGuarded.test(read(path)));
}

test('whoever makes an SDK client keeps it on loopback', () => {
  const paths = folders.flatMap(sourcesOf).filter((path) => !attackers.includes(path));
  expect(paths).toContain('adapters/clients.ts');
  expect(unguarded(paths)).toEqual([]);
});

test('one that is made without a guard is found', () => {
  expect(unguarded(['x.ts'], () => 'const client = new SQSClient({ region });')).toEqual(['x.ts']);
  expect(unguarded(['x.ts'], () => 'return guarded(new SQSClient(config), here);')).toEqual([]);
});
