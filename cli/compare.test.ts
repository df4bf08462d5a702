import type { VerdictKind } from '#domain/judge-run.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { compare, exitCodeOf, type PolicyRunner } from './compare.ts';
import { exitCodes } from './exit-codes.ts';
import type { RunOrder } from './order-runner.ts';
import { exampleResult } from './report/example-result.ts';
import type { ComparisonResult, RunResult } from './result.ts';

const [exampleRun] = exampleResult().runs;
if (exampleRun === undefined) throw new Error('expected the example to have runs');

function aRun(kind: VerdictKind, expected: VerdictKind[], policy = 'resilient'): RunResult {
  return { ...(exampleRun as RunResult), policy, expected, verdict: { kind, sentence: 'so.' } };
}

function codeOf(...runs: RunResult[]): number {
  return exitCodeOf({ ...exampleResult(), runs } satisfies ComparisonResult);
}

const legacy = (kind: VerdictKind) => aRun(kind, ['late', 'stuck'], 'legacy-2007');
const resilient = (kind: VerdictKind) => aRun(kind, ['healed']);
const unjudged = (kind: VerdictKind) => aRun(kind, [], 'ghost-slots');

const kinds: VerdictKind[] = ['healed', 'late', 'stuck', 'violated', 'unknown'];

test('a comparison passes only when each policy ended as the scenario expects', () => {
  const passing = kinds.flatMap((one) =>
    kinds
      .filter((other) => codeOf(legacy(one), resilient(other)) === exitCodes.asExpected)
      .map((other) => `${one} and ${other}`),
  );
  expect(passing).toEqual(['late and healed', 'stuck and healed']);
});

test('it is unknown only when every policy that is not as expected is unknown', () => {
  const unknown = kinds.flatMap((one) =>
    kinds
      .filter((other) => codeOf(legacy(one), resilient(other)) === exitCodes.unknown)
      .map((other) => `${one} and ${other}`),
  );
  expect(unknown).toEqual([
    'late and unknown',
    'stuck and unknown',
    'unknown and healed',
    'unknown and unknown',
  ]);
  expect(codeOf(legacy('violated'), resilient('unknown'))).toBe(exitCodes.notAsExpected);
});

test.each([
  ['healed', exitCodes.asExpected],
  ['late', exitCodes.notAsExpected],
  ['stuck', exitCodes.notAsExpected],
  ['violated', exitCodes.notAsExpected],
  ['unknown', exitCodes.unknown],
] as const)('a policy of which nothing is expected should heal: %s', (kind, code) => {
  expect(codeOf(unjudged(kind))).toBe(code);
});

test('a broken invariant never passes, even where nothing better was expected', () => {
  expect(codeOf(aRun('violated', ['late', 'stuck']))).toBe(exitCodes.notAsExpected);
});

describe('the runs', () => {
  const { drill } = scenarios;
  if (drill === undefined) throw new Error('expected the drill in the catalogue');
  const choices = {
    ...{ scenario: drill, seed: 3, nodeCount: 60 },
    cloud: { kind: 'local', faults: 'none', template: { Resources: {} } } as const,
    policies: ['legacy-2007', 'resilient'] as const,
  };
  const quiet = { update: () => {}, done: () => {} };

  test('stand in the order that was asked for, whichever ends first', async () => {
    const ended: string[] = [];
    const { promise: resilientEnded, resolve } = Promise.withResolvers<void>();
    const runner: PolicyRunner = async ({ policy }) => {
      if (policy === 'legacy-2007') await resilientEnded;
      ended.push(policy);
      resolve();
      return { run: aRun('healed', [], policy), cellCount: 2, events: [{ policy, atMs: 1 }] };
    };
    const { result, events } = await compare(choices, runner, quiet);
    expect(ended).toEqual(['resilient', 'legacy-2007']);
    expect(result.runs.map(({ policy }) => policy)).toEqual(['legacy-2007', 'resilient']);
    expect(events.map(({ policy }) => policy)).toEqual(['legacy-2007', 'resilient']);
    expect(result).toMatchObject({
      ...{
        schemaVersion: 4,
        cloud: 'local',
        scenario: 'drill',
        seed: 3,
        nodes: 60,
        cells: 2,
        faults: 'none',
      },
    });
  });

  test('all get the same scenario, seed, size, faults and template', async () => {
    const orders: unknown[] = [];
    const runner: PolicyRunner = async ({ policy, ...order }) => {
      orders.push(order);
      return { run: aRun('healed', [], policy), cellCount: 2, events: [] };
    };
    await compare(choices, runner, quiet);
    const order = { scenario: drill, seed: 3, nodeCount: 60, faults: 'none' };
    expect(orders).toEqual(Array(2).fill({ ...order, template: { Resources: {} } }));
  });

  test('on the twin they are told their scale, which the result tells, too', async () => {
    const orders: RunOrder[] = [];
    const runner: PolicyRunner = async (order) => {
      orders.push(order);
      return { run: aRun('healed', [], order.policy), cellCount: 2, events: [] };
    };
    const full = { ...drill.embedded, shape: { ...drill.embedded.shape, nodeCount: 6_000 } };
    const cloud = { kind: 'twin', scale: 'full', retries: 'computed' } as const;
    const scenario = { ...drill, full };
    const { result } = await compare({ ...choices, scenario, cloud }, runner, quiet);
    expect(orders[0]).toMatchObject({ cloud: 'twin', scale: 'full', retries: 'computed' });
    expect(orders[0]).not.toHaveProperty('template');
    expect(result).toMatchObject({ cloud: 'twin', scale: 'full', fullNodeCount: 6_000 });
  });

  test('a run that breaks down breaks the comparison down', async () => {
    const runner: PolicyRunner = async ({ policy }) => {
      throw new Error(`no ${policy} today`);
    };
    await expect(compare(choices, runner, quiet)).rejects.toThrow('no legacy-2007 today');
  });
});
