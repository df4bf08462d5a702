import {
  type App,
  CliCredentialsStackSynthesizer,
  type IStackSynthesizer,
  type Stack,
  Tags,
} from 'aws-cdk-lib';
import { budgetIn } from './budget-in-context.ts';
import { BudgetStack } from './budget-stack.ts';
import { configurationIn } from './configuration-in-context.ts';
import { ContextError } from './context-error.ts';
import { deploymentIn } from './deployment-in-context.ts';
import { RebootstormStack } from './rebootstorm-stack.ts';
import { stackNameIn } from './stack-name-in-context.ts';
import { isWatchedIn } from './watch-in-context.ts';

/**
 * Makes the stacks that the app's context asks for: the control plane, and perhaps its budget.
 * @param nowMs the time from which a time to live counts, in milliseconds since 1970
 * @throws {ContextError} for a context that makes no sense, alone or with another
 */
export function stacksOfApp(app: App, nowMs: number): readonly (RebootstormStack | BudgetStack)[] {
  const context = app.node.getAllContext();
  const name = stackNameIn(context);
  const deployment = deploymentIn(context, nowMs);
  const stack = new RebootstormStack(app, name, {
    description:
      'The control plane of the August 2007 network: queues, functions, table, reboot storms',
    configuration: configurationIn(context),
    deployment,
    isWatched: isWatchedIn(context),
    // Where no role can be made, the roles of `cdk bootstrap` are not there either.
    ...(deployment.role === null ? {} : { synthesizer: bucketOnly() }),
  });
  tag(stack, { stack: name, environment: deployment.environment });
  const budget = budgetIn(context);
  if (budget === null) return [stack];
  if (deployment.role !== null)
    throw new ContextError(
      'rebootstorm:budgetUsd needs roles of its own, which rebootstorm:role rules out.',
    );
  const budgetStack = new BudgetStack(app, `${name}-Budget`, {
    description: `A budget for the stack ${name}, which ends its work once it is used up`,
    budget,
    watchedStack: name,
    roleNames: stack.consumerRoleNames,
  });
  tag(budgetStack, { stack: name, environment: deployment.environment });
  return [stack, budgetStack];
}

/** Adds what a bill can be split by, where the account has turned these tags on for it. */
function tag(stack: Stack, tags: Readonly<Record<'stack' | 'environment', string>>): void {
  for (const [key, value] of Object.entries({ project: 'rebootstorm', ...tags }))
    Tags.of(stack).add(key, value);
}

/** Deploys with the deployer's own rights; of `cdk bootstrap` it needs the bucket alone. */
function bucketOnly(): IStackSynthesizer {
  return new CliCredentialsStackSynthesizer() as IStackSynthesizer;
}
