// Plans an order for the twin. The plan is the same in every thread.
import { decisionsOf } from '#domain/decisions.ts';
import { type CheckedDecisions, checkDecisions } from '../own-decisions.ts';
import { choosePolicy, ownCodeOf } from '../policy-choice.ts';
import { runNameOf } from '../run-name.ts';
import { scenarioOf } from '../scenario-of.ts';
import { type NetworkPlan, planNetwork } from './plan-network.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** The plan of an order. */
export interface TwinPlan extends NetworkPlan {
  readonly own: CheckedDecisions;
}

/** Plans an order. @throws {PolicyChoiceError} */
export async function planTwin(order: TwinRunOrder): Promise<TwinPlan> {
  const scenario = scenarioOf(order.scenario);
  const { policy, decisions } = await choosePolicy(order.policy);
  const runId = runNameOf(scenario.name, policy.id, order.seed);
  const own = checkDecisions(decisionsOf(decisions), ownCodeOf(order.policy));
  const isOwn = decisions !== undefined;
  const chosen = { policy, ...(isOwn ? { decisions: own.decisions } : {}) };
  return { ...planNetwork(scenario, chosen, order, runId), own };
}
