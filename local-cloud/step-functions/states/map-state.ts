// Runs a Map state: its flow for each item, in the same execution (inline) or in child executions
// (distributed).

import type { JsonObject } from '../../service.ts';
import type { RunFlow, Visit } from '../branch.ts';
import { type Branch, innerBranch, leavesNoTrace, noteAborted } from '../branch.ts';
import { fillTemplate, selection } from '../data/data-flow.ts';
import { Scope, SiblingFailed } from '../data/scope.ts';
import type { MapState } from '../definition/definition.ts';
import type { Chain } from '../history.ts';
import { runTogether } from '../run-together.ts';
import { errorMembers, runtimeError, StatesError } from '../states-error.ts';
import { runChild } from './map-child.ts';
import { maxConcurrencyOf, toleranceOf } from './map-numbers.ts';

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
  const asked = maxConcurrencyOf(state, visit.dataOf(input));
  const most = isDistributed ? distributedConcurrencyMax : inlineConcurrencyMax;
  const { events } = visit.branch;
  events.add('MapStateStarted', 'mapStateStartedEventDetails', { length: items.length });
  const scope = new Scope(visit.branch.scope);
  const run: MapRun = { state, input, items, visit, runFlow, scope };
  try {
    const job = isDistributed ? distributedJob(run) : inlineJob(run);
    try {
      await runTogether(items.length, Math.min(asked || most, most), scope, job.runItem);
    } catch (thrown) {
      job.failed(thrown);
      throw thrown;
    }
    return job.succeeded();
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
  runItem(index: number, lane: number): Promise<void>;
  /** Records the end and returns the results. */
  succeeded(): unknown[];
  failed(thrown: unknown): void;
}

function inlineJob(run: MapRun): Job {
  const results: unknown[] = new Array(run.items.length).fill(null);
  const { branch } = run.visit;
  const lanes: Chain[] = [];
  let lastEventId = branch.events.lastEventId;
  return {
    async runItem(index, lane) {
      lanes[lane] ??= branch.events.fork();
      const own = iterationBranch(run, index, lanes[lane]);
      own.events.add(...iterationEvent(run, 'Started', index));
      try {
        results[index] = await run.runFlow(run.state.ItemProcessor, itemInput(run, index), own);
      } catch (thrown) {
        endIteration(run, own, index, thrown);
        throw thrown;
      }
      lastEventId = own.events.note(...iterationEvent(run, 'Succeeded', index));
    },
    succeeded() {
      branch.events.continueFrom(lastEventId);
      branch.events.note('MapStateSucceeded');
      return results;
    },
    failed: () => {},
  };
}

function iterationBranch({ items, visit, scope }: MapRun, index: number, events: Chain): Branch {
  const { branch } = visit;
  const context = { ...branch.context, ...mapContext(index, items[index]) };
  return { ...innerBranch(branch, scope, events), context };
}

// The first iteration that fails stops the others. The history continues from its last event.
function endIteration({ visit, scope }: MapRun, own: Branch, index: number, thrown: unknown): void {
  if (thrown instanceof StatesError) {
    scope.stop(new SiblingFailed(own.events.lastEventId));
    visit.branch.events.continueFrom(own.events.lastEventId);
  }
  if (thrown instanceof SiblingFailed) own.events.continueFrom(thrown.eventId);
  if (leavesNoTrace(thrown)) return;
  const what = thrown instanceof StatesError ? 'Failed' : 'Aborted';
  own.events.note(...iterationEvent({ visit }, what, index));
  noteAborted(own, thrown);
}

function iterationEvent({ visit }: Pick<MapRun, 'visit'>, what: string, index: number) {
  const details: JsonObject = { name: visit.name, index };
  return [`MapIteration${what}`, `mapIteration${what}EventDetails`, details] as const;
}

function distributedJob(run: MapRun): Job {
  const { state, input, visit, items } = run;
  const { branch } = visit;
  const isExceeded = toleranceOf(state, visit.dataOf(input), items.length);
  const label = state.Label ?? visit.name;
  const started = { mapRunArn: mapRunArn(branch, label) };
  branch.events.add('MapRunStarted', 'mapRunStartedEventDetails', started);
  const results = new Map<number, unknown>();
  let failures = 0;
  return {
    async runItem(index) {
      try {
        results.set(index, await runChild({ ...run, label, index, input: itemInput(run, index) }));
      } catch (thrown) {
        if (!(thrown instanceof StatesError)) throw thrown;
        failures += 1;
        if (isExceeded(failures)) throw thresholdError();
      }
    },
    succeeded() {
      // The state continues from the start of the run. The two end events are beside the chain.
      const ends = branch.events.fork();
      ends.add('MapRunSucceeded');
      ends.add('MapStateSucceeded');
      return [...results].sort(([left], [right]) => left - right).map(([, value]) => value);
    },
    failed(thrown) {
      if (!(thrown instanceof StatesError)) return;
      branch.events.add('MapRunFailed', 'mapRunFailedEventDetails', errorMembers(thrown));
    },
  };
}

// AWS's message names no item. The error of a child is found in the child.
function thresholdError(): StatesError {
  return new StatesError(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );
}

function itemsOf(state: MapState, input: unknown, visit: Visit): readonly unknown[] {
  const path = state.ItemsPath ?? '$';
  const items = selection(path, visit.dataOf(input));
  if (Array.isArray(items)) return items;
  // AWS's message names a path into the context object as if it led into the input.
  throw runtimeError(`Reference path "${path.replace('$$', '$')}" must point to array.`);
}

function itemInput({ state, input, items, visit }: MapRun, index: number): unknown {
  const template = state.ItemSelector ?? state.Parameters;
  if (template === undefined) return items[index];
  return fillTemplate(template, visit.dataOf(input, mapContext(index, items[index])));
}

function mapContext(Index: number, Value: unknown): JsonObject {
  return { Map: { Item: { Index, Value } } };
}

function mapRunArn(branch: Branch, label: string): string {
  const prefix = branch.machineArn.replace(':stateMachine:', ':mapRun:');
  return `${prefix}/${label}:${branch.events.lastEventId}`;
}
