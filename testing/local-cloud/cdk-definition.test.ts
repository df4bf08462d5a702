import { transitionLatencyMs as step } from '#local-cloud/step-functions/branch.ts';
import { cdkDefinition } from './cdk-definition.ts';
import { type Behaviour, failsWith, outcomeOf } from './machine-at-work.ts';

const storm = (observe: Behaviour): Record<string, Behaviour> => ({
  plan: ({ runId }) => ({ runId, cells: ['c1', 'c2', 'c3'] }),
  restart: async (_, __, clock) => {
    await clock.sleep(300);
    return 'restarted';
  },
  observe,
});

test('a storm that heals at the third look takes its exact time and transitions', async () => {
  const { status, output, tookMs, meters, calls } = await outcomeOf(
    cdkDefinition,
    { runId: 'r' },
    storm(({ restarted, looks = 0 }, call) => {
      return { healthy: call === 3, looks: Number(looks) + 1, restarted };
    }),
  );
  expect({ status, output }).toEqual({
    status: 'SUCCEEDED',
    output: { healthy: true, looks: 3, restarted: { count: 3 } },
  });
  expect(calls.filter((call) => call.name === 'restart').map((call) => call.payload)).toEqual(
    ['c1', 'c2', 'c3'].map((cell) => {
      return { cell, startedAt: '2007-08-14T00:00:00.040Z', key: `r-${cell}` };
    }),
  );
  // Plan, map and its child, three times wait, observe and choose, and the end.
  expect(tookMs).toBe(13 * step + 300 + 3 * 60_000);
  expect(meters).toEqual({
    'stepFunctions.executions': 1,
    'stepFunctions.mapChildren': 3,
    'stepFunctions.expressRequests': 3,
    'stepFunctions.expressGbSeconds': (3 * 0.4) / 16,
    'stepFunctions.transitions': 12,
  });
});

test('a storm that never heals fails with what the last look said', async () => {
  const { status, error, cause } = await outcomeOf(
    cdkDefinition,
    { runId: 'r' },
    storm((_, call) => ({ healthy: false, looks: call, why: 'no supernodes' })),
  );
  expect({ status, error, cause }).toEqual({
    status: 'FAILED',
    error: 'NotHealed',
    cause: 'no supernodes',
  });
});

test('two runs of the same storm are the same, event by event', async () => {
  const histories = await Promise.all(
    [1, 2].map(async () => {
      const { service, arn } = await outcomeOf(
        cdkDefinition,
        { runId: 'r' },
        storm(() => {
          throw failsWith('Blinded');
        }),
      );
      return service.call('GetExecutionHistory', { executionArn: arn });
    }),
  );
  expect(histories[0]).toEqual(histories[1]);
  expect(JSON.stringify(histories[0])).toContain('NotObserved');
});
