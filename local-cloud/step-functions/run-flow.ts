// Runs a flow from state to state.

import { type Branch, leavesNoTrace, transitionLatencyMs, type Visit } from './branch.ts';
import { expression, fillTemplate, placeResult, select } from './data/data-flow.ts';
import { isoTime } from './data/iso-time.ts';
import { limitedText } from './data/state-data.ts';
import { choose } from './definition/choice-rules.ts';
import type { EffectState, FailState, Flow, PassState, State } from './definition/definition.ts';
import { runMap } from './states/map-state.ts';
import { runParallel } from './states/parallel-state.ts';
import { catcherOf, RetryBudget } from './states/retry-policy.ts';
import { runTask } from './states/task-state.ts';
import { waitEndMs } from './states/wait-state.ts';
import { StatesError } from './states-error.ts';

interface Step {
  readonly output: unknown;
  /** Undefined at the end of the flow. */
  readonly next: string | undefined;
}

/**
 * Runs a flow from its start to its end and returns its output.
 * @throws {StatesError} an error that no state caught
 */
export async function runFlow(flow: Flow, input: unknown, branch: Branch): Promise<unknown> {
  let name: string | undefined = flow.StartAt;
  let data = input;
  while (name !== undefined) {
    const state: State | undefined = flow.States[name];
    if (!state) throw new Error(`state ${name} passed the check but is not there`);
    const step: Step = await runState(name, state, data, branch);
    data = step.output;
    name = step.next;
  }
  return data;
}

async function runState(name: string, state: State, input: unknown, branch: Branch): Promise<Step> {
  const { clock, random } = branch.machinery;
  countTransition(branch);
  await branch.scope.waitUntil(clock, clock.nowMs() + transitionLatencyMs);
  branch.events.add(`${state.Type}StateEntered`, 'stateEnteredEventDetails', { name, input });
  branch.at.stateType = state.Type;
  const entered = { Name: name, EnteredTime: isoTime(clock.nowMs()) };
  let retryCount = 0;
  const visit: Visit = {
    branch,
    name,
    enteredEventId: branch.events.lastEventId,
    dataOf: (value, more = {}) => ({
      input: value,
      random,
      context: {
        ...branch.context,
        State: isEffect(state) ? { ...entered, RetryCount: retryCount } : entered,
        ...more,
      },
    }),
  };
  try {
    const step = await carryOut(state, input, visit, () => {
      retryCount += 1;
      countTransition(branch);
    });
    if (step.output !== input)
      limitedText(step.output, `The state/task '${name}' returned a result`);
    const details = { name, output: step.output };
    branch.events.add(`${state.Type}StateExited`, 'stateExitedEventDetails', details);
    return step;
  } catch (thrown) {
    throw located(thrown, visit);
  }
}

async function carryOut(
  state: State,
  input: unknown,
  visit: Visit,
  onRetry: () => void,
): Promise<Step> {
  if (state.Type === 'Fail') throw failure(state, input, visit);
  if (isEffect(state)) return tryUntilDone(state, input, visit, onRetry);
  const effective = select(state.InputPath, visit.dataOf(input));
  const result = state.Type === 'Pass' ? passed(state, input, effective, visit) : effective;
  if (state.Type === 'Wait') {
    const { clock } = visit.branch.machinery;
    const endMs = waitEndMs(state, visit.dataOf(effective), clock.nowMs());
    await visit.branch.scope.waitUntil(clock, endMs);
  }
  const next = state.Type === 'Choice' ? choose(state, visit.dataOf(effective)) : state.Next;
  return { output: select(state.OutputPath, visit.dataOf(result)), next };
}

async function tryUntilDone(
  state: EffectState,
  input: unknown,
  visit: Visit,
  onRetry: () => void,
): Promise<Step> {
  const { clock, random } = visit.branch.machinery;
  const budget = new RetryBudget(state.Retry);
  for (;;) {
    try {
      return { output: await attempt(state, input, visit), next: state.Next };
    } catch (thrown) {
      const error = located(thrown, visit);
      if (!(error instanceof StatesError)) throw error;
      const delayMs = budget.take(error, random);
      if (delayMs === undefined) {
        noteFailure(state, visit, error);
        const catcher = catcherOf(state.Catch, error);
        if (!catcher) throw error;
        const caught = { Error: error.error ?? '', Cause: error.causeText ?? '' };
        return { output: placeResult(catcher.ResultPath, input, caught), next: catcher.Next };
      }
      await visit.branch.scope.waitUntil(clock, clock.nowMs() + delayMs);
      onRetry();
    }
  }
}

// Recorded once, when no attempt is left. A Task has events of its own for each attempt.
function noteFailure(state: EffectState, { branch }: Visit, error: StatesError): void {
  if (state.Type === 'Task' || leavesNoTrace(error)) return;
  branch.events.add(`${state.Type}StateFailed`);
}

function isEffect(state: State): state is EffectState {
  return state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
}

async function attempt(state: EffectState, input: unknown, visit: Visit): Promise<unknown> {
  const effective = select(state.InputPath, visit.dataOf(input));
  const raw = await effectOf(state, effective, visit);
  const result = state.ResultSelector ? fillTemplate(state.ResultSelector, visit.dataOf(raw)) : raw;
  const placed = placeResult(state.ResultPath, input, result);
  return select(state.OutputPath, visit.dataOf(placed));
}

function effectOf(state: EffectState, input: unknown, visit: Visit): Promise<unknown> {
  if (state.Type === 'Task') return runTask(state, input, visit);
  if (state.Type === 'Map') return runMap(state, input, visit, runFlow);
  return runParallel(state, input, visit, runFlow);
}

function passed(state: PassState, input: unknown, effective: unknown, visit: Visit): unknown {
  const shaped =
    'Parameters' in state ? fillTemplate(state.Parameters, visit.dataOf(effective)) : effective;
  const result = 'Result' in state ? state.Result : shaped;
  return placeResult(state.ResultPath, input, result);
}

function failure(state: FailState, input: unknown, visit: Visit): StatesError {
  const data = visit.dataOf(input);
  const text = (value: string | undefined, path: string | undefined, field: string) =>
    path === undefined ? value : String(expression(path, data, field));
  const error = text(state.Error, state.ErrorPath, 'ErrorPath');
  return new StatesError(error, text(state.Cause, state.CausePath, 'CausePath'));
}

function countTransition({ billing, machinery }: Branch): void {
  if (billing !== 'standard') return;
  machinery.meters.add('stepFunctions.transitions', 1);
  machinery.peaks.add('stepFunctions.transitionsPerSecond', '', 1);
}

// The interpreter's own errors need their place to be useful. The message names the innermost
// state, once.
const raisedHere = ['States.Runtime', 'States.IntrinsicFailure', 'States.ResultPathMatchFailure'];

function located(thrown: unknown, { name, enteredEventId }: Visit): unknown {
  const place = 'An error occurred while executing the state ';
  if (!(thrown instanceof StatesError) || !raisedHere.includes(String(thrown.error))) return thrown;
  const { error, causeText = '', isTerminal } = thrown;
  if (causeText.startsWith(place)) return thrown;
  const cause = `${place}'${name}' (entered at the event id #${enteredEventId}). ${causeText}`;
  return new StatesError(error, cause, { isTerminal });
}
