// A storm on MiniStack while a tenth of all that the functions ask is faulted on the wire, by a
// proxy that nobody here wrote: real SDK, real sockets. It heals, and every promise is kept.
import type { CheckedRun } from '#runner/deployed/check-stack.ts';
import type { DeployedStorm } from '#runner/deployed/deployed-storm.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { runCommand } from './deploy/deployed-storm.ts';
import { deployStack, synthesise } from './engines/cdk-deploy.ts';
import type { RunningEngine } from './engines/engine.ts';
import { pointFunctionsAt } from './engines/function-endpoints.ts';
import { type FaultyWire, startFaultyWire, type WireFault } from './engines/microburst.ts';
import { miniStack } from './engines/ministack.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** With an installation from nothing, on a machine that does other things. */
const setUpLimitMs = 600_000;
const stormLimitMs = 600_000;
const cdkLimitSeconds = 240;
const nodes = 100;

const dynamodb = { service: 'dynamodb' } as const;
const sqs = { service: 'sqs' } as const;

/** A good tenth of each service's calls; some fail after what they asked for was done. */
const faults: readonly WireFault[] = [
  { ...dynamodb, probability: 0.04, error: { code: 'ProvisionedThroughputExceededException' } },
  { ...dynamodb, probability: 0.02, error: { code: 'ThrottlingException' } },
  { ...dynamodb, probability: 0.02, error: { code: 'InternalServerError', status: 500 } },
  { ...dynamodb, probability: 0.02, reset: true },
  { ...dynamodb, probability: 0.02, response: { abort_frac: 0.3 } },
  { ...dynamodb, probability: 0.01, response: { truncate_frac: 0.5 } },
  { ...sqs, probability: 0.05, error: { code: 'RequestThrottled' } },
  { ...sqs, probability: 0.03, reset: true },
  { ...sqs, probability: 0.03, response: { abort_frac: 0.3 } },
  { service: 'secretsmanager', probability: 0.3, error: { code: 'ThrottlingException' } },
];

describeIfPresent('python3', 'a storm whose calls are faulted on the wire', () => {
  let engine: RunningEngine;
  let wire: FaultyWire | undefined;

  beforeAll(async () => {
    const projectDirectory = process.cwd();
    const { isDone, said } = synthesise(projectDirectory);
    if (!isDone) throw new Error(`cdk synth failed:\n${said}`);
    engine = await miniStack(projectDirectory, say).start();
    await deployStack({
      projectDirectory,
      app: 'cdk.out',
      engine,
      stackName: 'Rebootstorm',
      limitSeconds: cdkLimitSeconds,
    });
    wire = await startFaultyWire(projectDirectory, engine, say);
    await pointFunctionsAt(engine, wire.endpoint);
  }, setUpLimitMs);

  afterAll(async () => {
    await wire?.stop();
    await engine?.stop();
  }, 60_000);

  test(
    'heals; all invariants hold, and nothing is dead or in quarantine',
    async () => {
      await wire?.setFaults(faults);
      const words = ['storm', '--nodes', String(nodes), '--seed', '1'];
      const storm = await runCommand<DeployedStorm>(engine, words, stormLimitMs);
      const counts = await wire?.counts();
      say(
        `wire: ${counts?.faulted} of ${counts?.total} calls faulted in ${storm.answer.seconds} s`,
      );
      say(`wire: ${JSON.stringify(counts?.byFault)}`);
      expect(storm.answer).toMatchObject({
        outcome: 'healed',
        violations: [],
        quarantinedCount: 0,
        verdict: { kind: 'healed' },
        populationCount: nodes,
        onlineCount: nodes,
        deadLetters: { MembershipDeadLetters: 0, LoginDeadLetters: 0, HealDeadLetters: 0 },
      });
      expect(storm.exitCode).toBe(0);
      // Else the faults have not struck, and nothing was shown.
      expect(counts?.total).toBeGreaterThan(300);
      expect((counts?.faulted ?? 0) / (counts?.total ?? 1)).toBeGreaterThan(0.06);
      expect(Object.keys(counts?.byFault ?? {}).length).toBeGreaterThanOrEqual(6);
    },
    stormLimitMs,
  );

  test('and what it left is whole, as its checks find without faults', async () => {
    await wire?.setFaults([]);
    const { exitCode, answer } = await runCommand<{ runs: CheckedRun[] }>(engine, ['check']);
    const others = answer.runs[0]?.verdicts.filter(({ verdict }) => verdict !== 'holds');
    expect({ exitCode, others }).toEqual({ exitCode: 0, others: [] });
  }, 120_000);
});
