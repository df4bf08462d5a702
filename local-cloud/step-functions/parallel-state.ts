// How a Parallel state runs its branches: all at once, all or nothing.

import type { RunFlow, Visit } from './branch.ts';
import { fillTemplate } from './data-flow.ts';
import type { ParallelState } from './definition.ts';
import { runTogether } from './run-together.ts';
import { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/**
 * Runs one attempt and returns the branches' outputs in their order.
 * @throws {StatesError} the error of the first branch that fails; the others are stopped
 */
export async function runParallel(
  state: ParallelState,
  input: unknown,
  visit: Visit,
  runFlow: RunFlow,
): Promise<unknown> {
  const { branch } = visit;
  const shared =
    'Parameters' in state ? fillTemplate(state.Parameters, visit.dataOf(input)) : input;
  branch.events.add('ParallelStateStarted');
  const scope = new Scope(branch.scope);
  try {
    const outputs: unknown[] = [];
    const { length } = state.Branches;
    await runTogether(length, length, scope, async (index) => {
      const own = { ...branch, scope, events: branch.events.fork() };
      const flow = state.Branches[index];
      if (flow) outputs[index] = await runFlow(flow, shared, own);
    });
    branch.events.add('ParallelStateSucceeded');
    return outputs;
  } catch (thrown) {
    if (thrown instanceof StatesError) {
      const details = { error: thrown.error, cause: thrown.causeText };
      branch.events.add('ParallelStateFailed', 'parallelStateFailedEventDetails', details);
    }
    throw thrown;
  } finally {
    scope.close();
  }
}
