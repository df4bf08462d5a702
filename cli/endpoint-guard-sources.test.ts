// Searches the sources for SDK clients without a guard, so that no new one is forgotten.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything that runs on a user's or a developer's machine. The local cloud has a guard of its
 * own.
 */
const folders = [
  'adapters',
  'bench',
  'cdk',
  'cli',
  'functions',
  'infra-tests',
  'runner',
  'testing',
  'tools',
];

const makesClient = /new \w*Client\(/;

/**
 * A client is guarded by its connection, whose own is by `guard.watch`, or by `keepOnLoopback`. A
 * client with the settings of an in-process connection or a `localClientConfig` has no socket.
 */
const guards = [
  'connection.connect',
  'guard.watch',
  'keepOnLoopback',
  'inProcessConnection',
  'localClientConfig',
];
const isGuarded = new RegExp(`\\b(${guards.join('|').replaceAll('.', '\\.')})\\(`);

/** These make unguarded clients on purpose, to see that they are caught. */
const attackers = ['cli/endpoint-guard.test.ts', 'cli/loopback.test.ts'];

/** The text of a function, which runs on AWS and nowhere else. */
const textOfFunctions = ['infra-tests/contract/worker-function.ts'];

function sourcesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

function unguarded(paths: readonly string[], read = (path: string) => readFileSync(path, 'utf8')) {
  return paths.filter((path) => makesClient.test(read(path)) && !isGuarded.test(read(path)));
}

test('whoever makes an SDK client keeps it on loopback', () => {
  const others = [...attackers, ...textOfFunctions];
  const paths = folders.flatMap(sourcesOf).filter((path) => !others.includes(path));
  expect(paths).toContain('adapters/clients.ts');
  expect(unguarded(paths)).toEqual([]);
});

test('one that is made without a guard is found', () => {
  expect(unguarded(['x.ts'], () => 'const client = new SQSClient({ region });')).toEqual(['x.ts']);
  expect(unguarded(['x.ts'], () => 'return connection.connect(new SQSClient(config));')).toEqual(
    [],
  );
});

test('a connection is watched, or made for Lambda or the local cloud alone', () => {
  const connects = /\bconnect: |\bconnect\(client\)/;
  const paths = folders.flatMap(sourcesOf);
  const makers = paths.filter((path) => connects.test(readFileSync(path, 'utf8')));
  expect(makers).toEqual([
    'adapters/aws-connection.ts',
    'adapters/loopback-connection.ts',
    'adapters/runtime.ts',
    // These hand each client to a connection that they were given.
    'adapters/use-counter.ts',
    'runner/deployed/deployed-storm.test.ts',
    'runner/local/in-process-connection.ts',
  ]);
  const users = paths.filter((path) => /\blambdaRuntime\(/.test(readFileSync(path, 'utf8')));
  const ofTests = [
    'adapters/function-lines.test.ts',
    'cli/endpoint-guard-sources.test.ts',
    'infra-tests/hostile-words.test.ts',
  ];
  const ofLambda = ['adapters/runtime.ts', 'functions/on-lambda.ts'];
  expect(users.filter((path) => !ofTests.includes(path))).toEqual(ofLambda);
});

test('AWS is opened in one place, which confirms it', () => {
  const paths = folders.flatMap(sourcesOf).filter((path) => !path.endsWith('.test.ts'));
  const openers = paths.filter((path) => /\bawsConnection\(/.test(readFileSync(path, 'utf8')));
  expect(openers).toEqual(['adapters/aws-connection.ts', 'cli/stack/confirm-on-aws.ts']);
  const permitters = paths.filter((path) => /\.permit\(/.test(readFileSync(path, 'utf8')));
  expect(permitters).toEqual(['cli/stack/confirm-on-aws.ts']);
});

/** Whatever opens a connection of its own, without an SDK. */
const connectsItself =
  /from 'node:(http|https|http2|net|tls|dgram)'|\bfetch\(|\bnew (WebSocket|EventSource)\(/;

/** Types alone open nothing. */
const withoutTypes = (text: string) => text.replace(/^import type .*$/gm, '');

function connectors(paths: readonly string[], read = (path: string) => readFileSync(path, 'utf8')) {
  return paths.filter((path) => connectsItself.test(withoutTypes(read(path))));
}

test('two files read the network, one listens, and few use each', () => {
  const product = ['adapters', 'cdk', 'cli', 'domain', 'functions', 'local-cloud', 'pricing'];
  const paths = [...product, 'runner', 'scenarios', 'twin']
    .flatMap(sourcesOf)
    .filter((path) => !path.endsWith('.test.ts'));
  const engineKind = 'adapters/account/engine-kind.ts';
  const listener = 'runner/endpoint/listener.ts';
  expect(connectors(paths)).toEqual([engineKind, listener, 'runner/pricing/fetch-offer.ts']);
  // It answers and never asks.
  expect(readFileSync(listener, 'utf8')).toMatch(
    /import \{ createServer, [\w, ]+\} from 'node:http'/,
  );
  // It has the guards of a client: the endpoint's address, and what its name resolves to.
  const text = readFileSync(engineKind, 'utf8');
  expect(text).toMatch(/refuseForeignUrl\([\s\S]*lookup: loopbackLookup/);
  const askers = paths.filter((path) => /\breadEngineKind\(/.test(readFileSync(path, 'utf8')));
  expect(askers).toEqual([
    engineKind,
    'cli/verify/verify-command.ts',
    'runner/deployed/examine.ts',
  ]);
  const clocks = paths.filter((path) => /\breadEngineClock\(/.test(readFileSync(path, 'utf8')));
  expect(clocks).toEqual(['adapters/operator-clock.ts', engineKind]);
  const users = paths.filter((path) => /\bfetchOffer\(/.test(readFileSync(path, 'utf8')));
  expect(users).toEqual(['cli/prices/prices-command.ts', 'runner/pricing/fetch-offer.ts']);
});

test.each([
  "import { get } from 'node:https';",
  "await fetch('https://example.invalid');",
  "new WebSocket('wss://example.invalid');",
])('%s is found', (text) => {
  expect(connectors(['x.ts'], () => text)).toEqual(['x.ts']);
  expect(connectors(['x.ts'], () => "import type { Server } from 'node:http';")).toEqual([]);
});
