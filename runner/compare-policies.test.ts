import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { examplePrices, exampleResult } from '#testing/cli/example-result.ts';
import { compare } from './compare-policies.ts';
import type { PolicyRunner, RunOrder } from './order-runner.ts';
import { policySource } from './policy-choice.ts';
import type { RunResult } from './result.ts';

const [exampleRun] = exampleResult().runs;
if (exampleRun === undefined) throw new Error('expected the example to have runs');

function aRun(policy: string): RunResult {
  return { ...(exampleRun as RunResult), policy };
}

describe('the runs', () => {
  const { drill } = scenarios;
  if (drill === undefined) throw new Error('expected the drill in the catalogue');
  const choices = {
    scenario: drill,
    seed: 3,
    nodeCount: 60,
    prices: examplePrices,
    cloud: {
      kind: 'local',
      faults: { name: 'none', plan: FAULTS_NONE },
      template: { Resources: {} },
    } as const,
    policies: ['legacy-2007', 'resilient'].map(policySource),
  };
  const quiet = { update: () => {}, done: () => {} };

  test('stand in the order that was asked for, whichever ends first', async () => {
    const ended: string[] = [];
    const { promise: resilientEnded, resolve } = Promise.withResolvers<void>();
    const runner: PolicyRunner = async ({ policy: { name: policy } }) => {
      if (policy === 'legacy-2007') await resilientEnded;
      ended.push(policy);
      resolve();
      return { run: aRun(policy), cellCount: 2, events: [{ policy, atMs: 1 }] };
    };
    const { result, events } = await compare(choices, runner, quiet);
    expect(ended).toEqual(['resilient', 'legacy-2007']);
    expect(result.runs.map(({ policy }) => policy)).toEqual(['legacy-2007', 'resilient']);
    expect(events.map(({ policy }) => policy)).toEqual(['legacy-2007', 'resilient']);
    expect(result).toMatchObject({
      schemaVersion: 8,
      cloud: 'local',
      scenario: 'drill',
      seed: 3,
      nodes: 60,
      cells: 2,
      faults: 'none',
    });
  });

  test('all get the same scenario, seed, size, faults and template', async () => {
    const orders: unknown[] = [];
    const runner: PolicyRunner = async ({ policy, ...order }) => {
      orders.push(order);
      return { run: aRun(policy.name), cellCount: 2, events: [] };
    };
    await compare(choices, runner, quiet);
    const order = { scenario: drill, seed: 3, nodeCount: 60, faults: FAULTS_NONE };
    expect(orders).toEqual(Array(2).fill({ ...order, template: { Resources: {} } }));
  });

  test('on the twin they are notified their scale, which the result says, too', async () => {
    const orders: RunOrder[] = [];
    const runner: PolicyRunner = async (order) => {
      orders.push(order);
      return { run: aRun(order.policy.name), cellCount: 2, events: [] };
    };
    const full = { ...drill.embedded, shape: { ...drill.embedded.shape, nodeCount: 6_000 } };
    const cloud = { kind: 'twin', scale: 'full', retries: 'aggregated' } as const;
    const scenario = { ...drill, full };
    const { result } = await compare({ ...choices, scenario, cloud }, runner, quiet);
    expect(orders[0]).toMatchObject({ cloud: 'twin', scale: 'full', retries: 'aggregated' });
    expect(orders[0]).not.toHaveProperty('template');
    expect(result).toMatchObject({ cloud: 'twin', scale: 'full', fullNodeCount: 6_000 });
  });

  test('a run that breaks down breaks the comparison down', async () => {
    const runner: PolicyRunner = async ({ policy }) => {
      throw new Error(`no ${policy.name} today`);
    };
    await expect(compare(choices, runner, quiet)).rejects.toThrow('no legacy-2007 today');
  });
});
