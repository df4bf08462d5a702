// How a Map state runs its flow for each item, in the same execution (inline) or as child
// executions (distributed).

import type { JsonObject } from '../service.ts';
import type { Branch, RunFlow, Visit } from './branch.ts';
import { expression, fillTemplate } from './data-flow.ts';
import type { MapState } from './definition.ts';
import { runChild } from './map-child.ts';
import { runTogether } from './run-together.ts';
import { Scope } from './scope.ts';
import { runtimeError, StatesError } from './states-error.ts';

// AWS's limits on iterations or children at once; MaxConcurrency 0 means these.
export const inlineConcurrencyMax = 40;
export const distributedConcurrencyMax = 10_000;

/**
 * Runs one attempt and returns the list of results in the order of the items. A distributed map
 * leaves out the items whose children failed within the tolerance.
 * @throws {StatesError} the first failed iteration's error (inline) or
 * States.ExceedToleratedFailureThreshold
 */
export async function runMap(
  state: MapState,
  input: unknown,
  visit: Visit,
  runFlow: RunFlow,
): Promise<unknown> {
  const items = itemsOf(state, input, visit);
  const isDistributed = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const asked = numberOf(state.MaxConcurrency, state.MaxConcurrencyPath, input, visit) ?? 0;
  const most = isDistributed ? distributedConcurrencyMax : inlineConcurrencyMax;
  const { events } = visit.branch;
  events.add('MapStateStarted', 'mapStateStartedEventDetails', { length: items.length });
  const scope = new Scope(visit.branch.scope);
  const run: MapRun = { state, input, items, visit, runFlow, scope };
  const job = isDistributed ? distributedJob(run) : inlineJob(run);
  try {
    await runTogether(items.length, Math.min(asked || most, most), scope, job.runItem);
    job.succeeded();
    events.add('MapStateSucceeded');
    return job.results();
  } catch (thrown) {
    if (!(thrown instanceof StatesError)) throw thrown;
    job.failed(thrown);
    const details = { error: thrown.error, cause: thrown.causeText };
    events.add('MapStateFailed', 'mapStateFailedEventDetails', details);
    throw thrown;
  } finally {
    scope.close();
  }
}

interface MapRun {
  readonly state: MapState;
  readonly input: unknown;
  readonly items: readonly unknown[];
  readonly visit: Visit;
  readonly runFlow: RunFlow;
  readonly scope: Scope;
}

interface Job {
  runItem(index: number): Promise<void>;
  results(): unknown[];
  succeeded(): void;
  failed(error: StatesError): void;
}

function inlineJob(run: MapRun): Job {
  const results: unknown[] = new Array(run.items.length).fill(null);
  const { branch, name } = run.visit;
  return {
    async runItem(index) {
      const more = mapContext(index, run.items[index]);
      const own: Branch = {
        ...branch,
        scope: run.scope,
        events: branch.events.fork(),
        context: { ...branch.context, ...more },
      };
      const record = (what: string) =>
        own.events.add(`MapIteration${what}`, `mapIteration${what}EventDetails`, { name, index });
      record('Started');
      try {
        results[index] = await run.runFlow(run.state.ItemProcessor, itemInput(run, index), own);
      } catch (thrown) {
        record(thrown instanceof StatesError ? 'Failed' : 'Aborted');
        throw thrown;
      }
      record('Succeeded');
    },
    results: () => results,
    succeeded: () => {},
    failed: () => {},
  };
}

function distributedJob(run: MapRun): Job {
  const { state, input, visit, items } = run;
  const { branch } = visit;
  const label = state.Label ?? visit.name;
  const started = { mapRunArn: mapRunArn(branch, label) };
  branch.events.add('MapRunStarted', 'mapRunStartedEventDetails', started);
  const count = numberOf(
    state.ToleratedFailureCount,
    state.ToleratedFailureCountPath,
    input,
    visit,
  );
  const percentage = numberOf(
    state.ToleratedFailurePercentage,
    state.ToleratedFailurePercentagePath,
    input,
    visit,
  );
  const exceeded = (failures: number): boolean => {
    if (count === undefined && percentage === undefined) return failures > 0;
    const isOverCount = count !== undefined && failures > count;
    return isOverCount || (percentage !== undefined && failures * 100 > percentage * items.length);
  };
  const results = new Map<number, unknown>();
  let failures = 0;
  return {
    async runItem(index) {
      try {
        results.set(index, await runChild({ ...run, label, index, input: itemInput(run, index) }));
      } catch (thrown) {
        if (!(thrown instanceof StatesError)) throw thrown;
        failures += 1;
        if (exceeded(failures)) throw thresholdError(thrown, index);
      }
    },
    results: () => [...results].sort(([left], [right]) => left - right).map(([, value]) => value),
    succeeded: () => branch.events.add('MapRunSucceeded'),
    failed: ({ error, causeText }) =>
      branch.events.add('MapRunFailed', 'mapRunFailedEventDetails', { error, cause: causeText }),
  };
}

function thresholdError(child: StatesError, index: number): StatesError {
  return new StatesError(
    'States.ExceedToleratedFailureThreshold',
    `The specified tolerated failure threshold was exceeded: item ${index}: ${child.message}`,
  );
}

function itemsOf(state: MapState, input: unknown, visit: Visit): readonly unknown[] {
  const path = state.ItemsPath ?? '$';
  const items = expression(path, visit.dataOf(input), 'ItemsPath');
  if (Array.isArray(items)) return items;
  throw runtimeError(`Reference path "${path}" must point to array.`);
}

function itemInput({ state, input, items, visit }: MapRun, index: number): unknown {
  const template = state.ItemSelector ?? state.Parameters;
  if (template === undefined) return items[index];
  return fillTemplate(template, visit.dataOf(input, mapContext(index, items[index])));
}

function mapContext(Index: number, Value: unknown): JsonObject {
  return { Map: { Item: { Index, Value } } };
}

function numberOf(
  value: number | undefined,
  path: string | undefined,
  input: unknown,
  visit: Visit,
): number | undefined {
  const given = path === undefined ? value : expression(path, visit.dataOf(input), path);
  if (given === undefined || (typeof given === 'number' && given >= 0)) return given;
  throw runtimeError(`${path} must point to a number that is not negative`);
}

function mapRunArn(branch: Branch, label: string): string {
  const prefix = branch.machineArn.replace(':stateMachine:', ':mapRun:');
  return `${prefix}/${label}:${branch.events.lastEventId}`;
}
