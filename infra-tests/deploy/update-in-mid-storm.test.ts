// Another version of the functions, put in their place in mid-storm: on the local cloud, where each
// moment of an update can be chosen. `npm run test:deploy` does so by `cdk deploy` on an engine.
import { checkNetwork } from '#domain/invariants/check-network.ts';
import { FAULTS_DEFAULT, FAULTS_NONE, type FaultPlan } from '#local-cloud/faults.ts';
import { inputOf, type SdkRequest } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode, LambdaHandler, LogEntry } from '#local-cloud/lambda/lambda-code.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';
import { type FunctionsCode, functionCode, withHandler } from '#runner/local/function-code.ts';
import { scanNetwork } from '#runner/local/network-scan.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { wholeStorm } from './whole-storm.ts';

const template = readStackTemplate('cli');
const nodeCount = 120;

/** The first wave is from 5 to 10 s on, the second from 25 s on. */
const betweenWavesMs = 12_000;

function aStorm(faults: FaultPlan, onLog: (entry: LogEntry) => void = () => {}) {
  return wholeStorm({
    scenario: drill,
    policy: 'resilient',
    nodeCount,
    template,
    code: functionCode,
    faults,
    seed: 15,
    onLog: (_name, entry) => onLog(entry),
  });
}

/** The same code around each handler of every function. */
function around(
  code: FunctionsCode,
  wrap: (entry: string, handler: LambdaHandler) => LambdaHandler,
) {
  return Object.fromEntries(
    Object.entries(code).map(([entry, original]): [string, LambdaCode] => [
      entry,
      (environment) => wrap(entry, original(environment)),
    ]),
  );
}

/** Nobody is lost: each node is signed in, each invariant holds, and no message is set aside. */
function expectNothingLost(cloud: LocalCloud): void {
  const check = checkNetwork(scanNetwork(cloud).everybody(), cloud.nowMs());
  expect(check).toMatchObject({
    violations: [],
    onlineCount: nodeCount,
    populationCount: nodeCount,
  });
  const asides = Object.entries(cloud.queueDepths()).filter(([name]) =>
    /DeadLetters|Quarantine/.test(name),
  );
  expect(asides).toHaveLength(4);
  for (const [, depth] of asides)
    expect(depth).toMatchObject({ visible: 0, delayed: 0, inFlight: 0 });
}

test('a storm goes on under other code between two waves, and loses nothing', async () => {
  const invoked = new Map<string, number>();
  const { 'functions/rotate-key.ts': _notDeployed, ...deployed } = functionCode;
  const second = around(deployed, (entry, handler) => (event, context) => {
    invoked.set(entry, (invoked.get(entry) ?? 0) + 1);
    return handler(event, context);
  });
  const { cloud, end } = await aStorm(FAULTS_DEFAULT);
  await cloud.runUntil({ untilMs: betweenWavesMs });
  const restarted = () =>
    scanNetwork(cloud)
      .everybody()
      .nodes.filter(({ waveIndex }) => waveIndex === 1).length;
  expect(restarted()).toBe(0);
  cloud.redeploy(second);
  const { status } = await end(20 * 60_000);
  expect(status).toBe('SUCCEEDED');
  expect(restarted()).toBeGreaterThan(nodeCount / 10);
  for (const name of ['dispatch-cell', 'observe', 'report-storm', 'membership', 'login', 'heal'])
    expect([name, invoked.get(`functions/${name}.ts`)]).toEqual([name, expect.any(Number)]);
  expectNothingLost(cloud);
});

describe('functions that are replaced one after another, and speak of something new', () => {
  /** The second version of `membership` says where a client is, in messages of version 2. */
  const membership = withHandler(functionCode, (requestHandler) => ({
    ...requestHandler,
    handle: (request: SdkRequest) => requestHandler.handle(saysWhere(request)),
  }));

  /** That of `login` reads both versions. */
  const login = around(functionCode, (_entry, handler) => (event, context) => {
    const { Records } = event as { Records: readonly { body: string }[] };
    const read = Records.map((record) => ({ ...record, body: withoutWhere(record.body) }));
    return handler({ Records: read }, context);
  });

  const only = (code: FunctionsCode, name: string): FunctionsCode => {
    const entry = `functions/${name}.ts`;
    return Object.fromEntries(Object.entries(code).filter(([one]) => one === entry));
  };

  test('what the older ones cannot read comes again, until the newer ones are there', async () => {
    const refused: string[] = [];
    const { cloud, end } = await aStorm(FAULTS_NONE, ({ message, cause }) => {
      if (message === 'message failed') refused.push(String(cause));
    });
    await cloud.runUntil({ untilMs: betweenWavesMs });
    cloud.redeploy(only(membership, 'membership'));
    await cloud.runUntil({ untilMs: betweenWavesMs + 30_000 });
    expect(refused.length).toBeGreaterThan(nodeCount / 10);
    for (const cause of refused) expect(cause).toMatch(/of version 2, and .* knows version 1/);
    cloud.redeploy(only(login, 'login'));
    const { status } = await end(20 * 60_000);
    expect(status).toBe('SUCCEEDED');
    expectNothingLost(cloud);
  });
});

function saysWhere(request: SdkRequest): SdkRequest {
  const input = inputOf(request) as { Entries?: readonly { MessageBody: string }[] };
  const isOfLogin = (body: string) => body.includes('"type":"LoginRequested"');
  if (!input.Entries?.some(({ MessageBody }) => isOfLogin(MessageBody))) return request;
  const Entries = input.Entries.map((entry) =>
    isOfLogin(entry.MessageBody) ? { ...entry, MessageBody: withWhere(entry.MessageBody) } : entry,
  );
  return { ...request, body: JSON.stringify({ ...input, Entries }) };
}

function withWhere(body: string): string {
  return JSON.stringify({ ...JSON.parse(body), version: 2, where: 'north' });
}

function withoutWhere(body: string): string {
  const { version, where, ...event } = JSON.parse(body);
  return version === 2 && where === 'north' ? JSON.stringify({ ...event, version: 1 }) : body;
}
