// One child execution of a distributed map: its own history and context, its own bill.

import type { Branch, RunFlow, Visit } from '../branch.ts';
import { isoTime } from '../data/iso-time.ts';
import { Scope } from '../data/scope.ts';
import { limitedText } from '../data/state-data.ts';
import type { MapState } from '../definition/definition.ts';
import { Chain, History } from '../history.ts';
import { StatesError } from '../states-error.ts';

// An Express execution may take five minutes.
const expressDurationMsMax = 300_000;
// Express durations are billed in steps of 100 ms and of 64 MB, where the memory is 50 MB, the
// definition and the data of all parallel steps: https://aws.amazon.com/step-functions/pricing/. A
// child has at most 256 KiB of data at a time, so that it is always one step.
const expressBillingStepMs = 100;
const expressMemoryGb = 64 / 1024;

/** What a child needs of its map. */
interface Child {
  readonly state: MapState;
  readonly visit: Visit;
  readonly runFlow: RunFlow;
  readonly scope: Scope;
  readonly label: string;
  readonly index: number;
  readonly input: unknown;
}

/**
 * Runs the child to its end and returns its output.
 * @throws {StatesError} the error with which the child failed
 */
export async function runChild(child: Child): Promise<unknown> {
  const { visit, runFlow, state, input } = child;
  const { clock, meters } = visit.branch.machinery;
  const isExpress = state.ItemProcessor.ProcessorConfig?.ExecutionType === 'EXPRESS';
  limitedText(input, `The child execution ${child.index} has an input`);
  meters.add('stepFunctions.mapChildren', 1);
  const startMs = clock.nowMs();
  const scope = new Scope(child.scope);
  const cancelTimeout = isExpress
    ? clock.at(startMs + expressDurationMsMax, () => {
        scope.stop(new StatesError('States.Timeout'));
      })
    : () => {};
  try {
    const branch = childBranch(child, scope, isExpress);
    branch.events.add('ExecutionStarted');
    const output = await runFlow(state.ItemProcessor, input, branch);
    branch.events.add('ExecutionSucceeded');
    return output;
  } finally {
    cancelTimeout();
    scope.close();
    if (isExpress) {
      const steps = Math.max(1, Math.ceil((clock.nowMs() - startMs) / expressBillingStepMs));
      const seconds = (steps * expressBillingStepMs) / 1000;
      meters.add('stepFunctions.expressRequests', 1);
      meters.add('stepFunctions.expressGbSeconds', seconds * expressMemoryGb);
    }
  }
}

function childBranch(child: Child, scope: Scope, isExpress: boolean): Branch {
  const { branch } = child.visit;
  const { clock } = branch.machinery;
  const machineArn = `${branch.machineArn}/${child.label}`;
  // AWS draws a UUID here. The number of the item gives every run the same names.
  const name = `${child.label}-${branch.events.lastEventId}-${child.index}`;
  const limits = isExpress ? { eventsMax: Number.POSITIVE_INFINITY } : {};
  return {
    machinery: branch.machinery,
    machineArn: branch.machineArn,
    roleArn: branch.roleArn,
    at: {},
    scope,
    events: new Chain(new History(branch.machinery, { isKept: false, ...limits })),
    billing: isExpress ? 'express' : 'standard',
    context: {
      Execution: {
        Id: `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
        Input: child.input,
        StartTime: isoTime(clock.nowMs()),
        Name: name,
        RoleArn: branch.roleArn,
        RedriveCount: 0,
      },
      StateMachine: { Id: machineArn, Name: machineArn.split(':').at(-1) },
    },
  };
}
