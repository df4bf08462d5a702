// The history of a storm's execution, counted in the local cloud, beside what the plan says that it
// will come to: a state that is added to the machine fails here.
import { resolve } from 'node:path';
import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import { stepFunctionsClient } from '#adapters/stack/step-functions-client.ts';
import type { PolicyId } from '#domain/policies.ts';
import { stepFunctionsQuotas } from '#domain/quotas/step-functions-quotas.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import {
  eventsOf,
  observationsApartMax,
  observationsTogetherMax,
  wavesMax,
} from '#domain/storm/observation-budget.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { type WholeStorm, wholeStorm } from '../deploy/whole-storm.ts';

const template = readStackTemplate(resolve('cli'));
const minuteMs = 60_000;

/** The real function, asked with other counts of observations, or failing now and then. */
const observeWith =
  (changed: (progress: Record<string, unknown>, call: number) => object): LambdaCode =>
  (environment) => {
    const real = functionCode['functions/observe.ts']?.(environment);
    if (real === undefined) throw new Error('expected the code of Observe');
    let calls = 0;
    return (event, context) => {
      calls += 1;
      return real(changed(event as Record<string, unknown>, calls), context);
    };
  };

async function storm(
  policy: PolicyId,
  observe: LambdaCode | undefined = functionCode['functions/observe.ts'],
  scenario: Scenario = drill,
): Promise<WholeStorm> {
  const code = { ...functionCode, ...(observe && { 'functions/observe.ts': observe }) };
  return wholeStorm({
    scenario,
    policy,
    nodeCount: 60,
    template,
    code,
    faults: FAULTS_NONE,
    seed: 2007,
  });
}

async function historyOf({ cloud, operator }: WholeStorm, executionArn: string | undefined) {
  const client = stepFunctionsClient(operator);
  const events: HistoryEvent[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = await cloud.settle(
      client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, nextToken })),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
    if (nextToken === undefined) return events;
  }
}

/** What the formula says of an execution that went through its states so often. */
function eventsByStates(events: readonly HistoryEvent[]): number {
  const entered = (state: string) =>
    events.filter(({ stateEnteredEventDetails: details }) => details?.name === state).length;
  const failures = events.filter(({ type }) => type === 'LambdaFunctionFailed').length;
  const waves = entered('WaitForWave');
  return (
    eventsOf.ends +
    waves * eventsOf.wave +
    (entered('Observe') - waves) * eventsOf.observation +
    entered('KeepObserving') * eventsOf.observing +
    failures * eventsOf.retry
  );
}

const apartPeak = (cloud: LocalCloud) => cloud.peaks()['stepFunctions.historyEvents'] ?? 0;

test.each<PolicyId>(['resilient', 'legacy-2007'])(
  'a storm under %s has as many events as its waves and observations say',
  async (policy) => {
    const running = await storm(policy);
    const { executionArn } = await running.end(drill.startMs + 60 * minuteMs);
    const events = await historyOf(running, executionArn);
    // One that heals ends in a state of success, which has an exit.
    const missing = policy === 'resilient' ? 0 : 1;
    expect(events).toHaveLength(eventsByStates(events) - missing);
    expect(apartPeak(running.cloud)).toBe(events.length);
  },
);

test('a task that fails and is tried again adds its share', async () => {
  const stumbles = observeWith((progress, call) => {
    if (call === 2) throw new Error('on purpose');
    return progress;
  });
  const running = await storm('resilient', stumbles);
  const events = await historyOf(
    running,
    (await running.end(drill.startMs + 60 * minuteMs)).executionArn,
  );
  expect(events.filter(({ type }) => type === 'LambdaFunctionFailed')).toHaveLength(1);
  expect(events).toHaveLength(eventsByStates(events));
});

test('a storm whose observations are used up observes from executions of their own', async () => {
  const firstObservations = { observations: observationsTogetherMax - 3 };
  const used = observeWith((progress) => ({
    ...progress,
    ...(progress.observations === undefined && firstObservations),
    // The first execution that observes has used up its observations, too.
    ...(progress.observationsApart === 0 && progress.isNotified === undefined
      ? { observationsApart: observationsApartMax - 4, isNotified: true }
      : {}),
  }));
  const running = await storm('legacy-2007', used);
  const ended = await running.end(drill.startMs + 60 * minuteMs);
  expect(ended).toMatchObject({ status: 'FAILED', error: 'NotHealed' });
  const events = await historyOf(running, ended.executionArn);
  const observing = events.filter(
    ({ stateEnteredEventDetails: details }) => details?.name === 'KeepObserving',
  );
  expect(observing).toHaveLength(2);
  expect(events).toHaveLength(eventsByStates(events) - 1);
  expect(running.cloud.meters()['stepFunctions.executions']).toBe(1);
});

test('an execution that only observes has as many events as its observations say', async () => {
  let observations = 0;
  let most = 0;
  const used = observeWith((progress) => {
    observations = progress.observationsApart === 0 ? 1 : observations + 1;
    if (progress.observationsApart !== undefined) most = Math.max(most, observations);
    return progress.observations === undefined
      ? { ...progress, observations: observationsTogetherMax }
      : progress;
  });
  const running = await storm('legacy-2007', used);
  await running.end(drill.startMs + 60 * minuteMs);
  expect(most).toBeGreaterThan(10);
  expect(apartPeak(running.cloud)).toBe(eventsOf.pollingEnds + most * eventsOf.observation);
});

test('no execution of the longest storm reaches the quota, five hundred retries included', () => {
  const { value: quota } = stepFunctionsQuotas.historyEvents;
  const own =
    eventsOf.ends +
    observationsTogetherMax * eventsOf.observation +
    wavesMax * (eventsOf.wave + eventsOf.observing);
  const apart = eventsOf.pollingEnds + (1 + observationsApartMax) * eventsOf.observation;
  for (const events of [own, apart]) {
    expect(events + 500 * eventsOf.retry).toBeLessThan(quota);
    expect(events + 500 * eventsOf.retry).toBeGreaterThan(quota - 100);
  }
});
