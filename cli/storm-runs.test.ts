// The main task in this process, with real handlers, real adapters and the whole local cloud.

import { resolve } from 'node:path';
import { type PolicyId, policies } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { FAULT_KINDS, FAULTS_DEFAULT, type FaultKind, parseFaults } from '#local-cloud/faults.ts';
import { embeddedRun } from '#runner/local/embedded-run.ts';
import { type PolicyRun, runPolicy } from '#runner/local/run-policy.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { policySource } from '#runner/policy-choice.ts';
import type { RunResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { planRun } from '#scenarios/plan-run.ts';

const template = readStackTemplate(resolve('cli'));

function run(
  scenario: string,
  policy: PolicyId,
  { seed = 2007, nodeCount = 60, faults = 'default' } = {},
): Promise<PolicyRun> {
  const order = { scenario, policy: policySource(policy), seed, nodeCount, template };
  return runPolicy({ ...order, faults: parseFaults(faults) }, () => {});
}

const { drill } = scenarios;
if (drill === undefined) throw new Error('expected the drill in the catalogue');

const minuteMs = 60_000;

/**
 * The drill with enough time for messages that fail repeatedly. Each time they are hidden for two
 * minutes, which is longer than the drill itself.
 */
const patientDrill: Scenario = {
  ...drill,
  timings: { ...drill.timings, observeForMs: 30 * minuteMs },
  target: { ...drill.target, healWithinMs: 20 * minuteMs },
};

async function patientRun(seed: number, nodeCount: number, faults: string): Promise<RunResult> {
  const policy = policies.resilient;
  return embeddedRun({
    scenario: patientDrill,
    planned: planRun(patientDrill, { runId: 'run-1', seed, policy, nodeCount, shiftMs: 0 }),
    template,
    faults: parseFaults(faults),
    wallNowMs: () => 0,
    onProgress: () => {},
    onEvent: () => {},
  });
}

describe.each(['none', 'default'])('with the faults %s', (faults) => {
  test.each([60, 100])(
    'a drill of %d nodes stays down under the 2007 policy',
    async (nodeCount) => {
      const { run: legacy } = await run('drill', 'legacy-2007', { nodeCount, faults });
      expect(legacy.violations).toEqual([]);
      expect(['not-healed', 'stuck']).toContain(legacy.verdict.kind);
      expect(legacy.healMs).toBeNull();
      expect(legacy.worstOfflineShare).toBeGreaterThan(0.2);
    },
  );

  test.each([60, 100])(
    'a drill of %d nodes heals under the resilient policy',
    async (nodeCount) => {
      const resilient = await patientRun(2007, nodeCount, faults);
      expect(resilient).toMatchObject({ verdict: { kind: 'healed' }, violations: [] });
      expect(resilient.samples.at(-1)).toMatchObject({ onlineCount: nodeCount, waitingCount: 0 });
      expect(resilient.deadLetters).toEqual({ membership: 0, login: 0, heal: 0 });
      expect(resilient.quarantined).toBe(0);
    },
  );
});

test('without faults the drill heals in time, at every seed', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const { run: resilient } = await run('drill', 'resilient', { seed, faults: 'none' });
    expect({ seed, verdict: resilient.verdict.kind }).toEqual({ seed, verdict: 'healed' });
    expect(resilient.faults).toEqual({});
  }
});

test('one seed gives one run, but for its real time, and another seed another', async () => {
  const story = async (seed: number) => {
    const { run: result, ...rest } = await run('drill', 'legacy-2007', { seed });
    return stableJson({ ...rest, result: { ...result, wallMs: 0 } });
  };
  const first = await story(42);
  expect(await story(42)).toBe(first);
  expect(await story(43)).not.toBe(first);
});

test('a storm that never happened is not called healed', async () => {
  const { run: result } = await run('drill', 'resilient', { faults: 'crash=1' });
  expect(result.restarts).toBe(0);
  // Every invocation dies. The messages are dead-lettered, and the execution fails.
  expect(result.verdict.kind).toBe('violated');
  expect(result.verdict.sentence).toMatch(/dead-letters-empty[\s\S]* ended as FAILED/);
});

test('who is counted and who is found are the same, even after hours of draining', async () => {
  const { run: result } = await run('drill', 'resilient', { faults: 'duplicate=0.5' });
  expect(result.violations.filter((words) => words.includes('full scan'))).toEqual([]);
});

test('a run that ends early says why', async () => {
  const { run: legacy } = await run('drill', 'legacy-2007', { faults: 'none' });
  expect(legacy.endedEarly).toMatch(/^stopped: target missed/);
  expect(legacy.verdict.sentence).toMatch(/offline/);
  expect((await patientRun(1, 60, 'none')).endedEarly).toBeNull();
});

describe('at ten times its usual rate', () => {
  const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
  const tenfold = (kind: FaultKind) => Math.min(1, 10 * FAULTS_DEFAULT[kind]);

  test.each(FAULT_KINDS)('the fault %s loses nobody and nothing', async (kind) => {
    let struckCount = 0;
    for (const seed of seeds) {
      const result = await patientRun(seed, 40, `${kind}=${tenfold(kind)}`);
      const { verdict, violations, samples, faults, deadLetters } = result;
      const onlineCount = samples.at(-1)?.onlineCount;
      expect({ seed, verdict: verdict.kind, violations, onlineCount, deadLetters }).toEqual({
        seed,
        verdict: 'healed',
        violations: [],
        onlineCount: 40,
        deadLetters: { membership: 0, login: 0, heal: 0 },
      });
      expect(Object.keys(faults).every((name) => name === kind)).toBe(true);
      struckCount += faults[kind] ?? 0;
    }
    // If the fault never struck, the test would prove nothing.
    expect(struckCount).toBeGreaterThan(0);
  });
});
