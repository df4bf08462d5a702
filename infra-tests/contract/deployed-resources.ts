// Resources deployed as a stack, the way this system is deployed itself.

import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { ContractResources } from './contract-case.ts';
import { contractTemplate } from './contract-template.ts';
import { ResourcesRefusedError } from './engines/contract-engine.ts';
import type { StandingResources } from './made-resources.ts';

/** How long a stack may take to stand, and how often it is asked for. */
export type DeployPatience = { readonly limitMs: number; readonly pollMs: number };

/** On this machine a stack takes seconds. */
const onThisMachine: DeployPatience = { limitMs: 30_000, pollMs: 200 };

/**
 * Deploys a stack of the resources and waits until it stands.
 * @throws {ResourcesRefusedError} with the reasons that the engine gave
 */
export async function deployResources(
  cloudFormation: CloudFormationClient,
  resources: ContractResources,
  StackName: string,
  patience: DeployPatience = onThisMachine,
): Promise<StandingResources> {
  const TemplateBody = JSON.stringify(contractTemplate(resources));
  const Capabilities = ['CAPABILITY_IAM' as const];
  await cloudFormation
    .send(new CreateStackCommand({ StackName, TemplateBody, Capabilities }))
    .catch((error: unknown) => {
      throw new ResourcesRefusedError(`the template was refused: ${String(error)}`);
    });
  return {
    outputs: await outputsOnceDeployed(cloudFormation, StackName, patience),
    remove: async () => {
      // Nobody waits: a stack that stays for a while harms no other case.
      await cloudFormation.send(new DeleteStackCommand({ StackName })).catch(() => undefined);
    },
  };
}

async function outputsOnceDeployed(
  cloudFormation: CloudFormationClient,
  StackName: string,
  { limitMs, pollMs }: DeployPatience,
): Promise<Record<string, string>> {
  const untilMs = performance.now() + limitMs;
  while (performance.now() < untilMs) {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const { StackStatus = '', Outputs = [] } = Stacks[0] ?? {};
    if (StackStatus === 'CREATE_COMPLETE')
      return Object.fromEntries(
        Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      );
    if (/FAILED|ROLLBACK/.test(StackStatus))
      throw new ResourcesRefusedError(await failureOf(cloudFormation, StackName));
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new ResourcesRefusedError(`the stack did not stand within ${limitMs / 1000} s`);
}

async function failureOf(cloudFormation: CloudFormationClient, StackName: string): Promise<string> {
  const { StackEvents = [] } = await cloudFormation.send(
    new DescribeStackEventsCommand({ StackName }),
  );
  const failures = StackEvents.filter(({ ResourceStatus = '' }) =>
    ResourceStatus.endsWith('FAILED'),
  );
  const reasons = failures.map(
    ({ LogicalResourceId, ResourceStatusReason }) =>
      `${LogicalResourceId}: ${ResourceStatusReason}`,
  );
  return `the stack failed: ${[...new Set(reasons)].join('; ')}`;
}
