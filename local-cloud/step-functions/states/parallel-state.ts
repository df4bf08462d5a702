// Runs a Parallel state: all branches at once. If one fails, the state fails.

import { innerBranch, noteAborted, type RunFlow, type Visit } from '../branch.ts';
import { fillTemplate } from '../data/data-flow.ts';
import { Scope, SiblingFailed } from '../data/scope.ts';
import type { ParallelState } from '../definition/definition.ts';
import { runTogether } from '../run-together.ts';
import { StatesError } from '../states-error.ts';

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
  const { events, scope: outer } = visit.branch;
  const shared =
    'Parameters' in state ? fillTemplate(state.Parameters, visit.dataOf(input)) : input;
  events.add('ParallelStateStarted');
  const scope = new Scope(outer);
  let lastEventId = events.lastEventId;
  const runBranch = async (index: number): Promise<unknown> => {
    const own = innerBranch(visit.branch, scope, events.fork());
    const flow = state.Branches[index];
    try {
      return flow && (await runFlow(flow, shared, own));
    } catch (thrown) {
      if (thrown instanceof StatesError) scope.stop(new SiblingFailed(own.events.lastEventId));
      if (thrown instanceof SiblingFailed) own.events.continueFrom(thrown.eventId);
      noteAborted(own, thrown);
      throw thrown;
    } finally {
      lastEventId = own.events.lastEventId;
    }
  };
  try {
    const outputs: unknown[] = [];
    const { length } = state.Branches;
    await runTogether(length, length, scope, async (index) => {
      outputs[index] = await runBranch(index);
    });
    events.continueFrom(lastEventId);
    events.note('ParallelStateSucceeded');
    return outputs;
  } catch (thrown) {
    events.continueFrom(lastEventId);
    throw thrown;
  } finally {
    scope.close();
  }
}
