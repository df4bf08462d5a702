// What CloudFormation remembers of the stacks of one name. It remembers deleted ones for 90 days
// (its API reference, ListStacks).
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { Connected } from '../clients.ts';
import { everyPage } from '../inventory/found.ts';

/** One stack, living or deleted. */
export interface StackRecord {
  readonly stackId: string;
  /** In CloudFormation's words: `CREATE_COMPLETE`. */
  readonly status: string;
  readonly resources: readonly StackResource[];
}

/** One resource that a stack has, or had. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
}

/** What CloudFormation can tell and do here. */
export interface StackRecords {
  /** All stacks of a name, the living one first, if there is one. */
  read(stackName: string): Promise<StackRecord[]>;
  /** Starts to delete a stack. */
  beginDelete(stackId: string): Promise<void>;
  /** The status of a stack, and why; undefined: there is none any more. */
  statusOf(stackId: string): Promise<StackEnd | undefined>;
  close(): void;
}

/** How a stack stands, in CloudFormation's words. */
export interface StackEnd {
  readonly status: string;
  readonly reason: string;
}

/** The status of a stack that is no more. */
export const deleted = 'DELETE_COMPLETE';

/** Opens CloudFormation. */
export function openStackRecords({ connection }: Connected): StackRecords {
  const client = connection.connect(new CloudFormationClient(connection.clientConfig));
  return {
    async read(stackName) {
      const all = await everyPage(async (NextToken) => {
        const page = await client.send(new ListStacksCommand({ NextToken }));
        return { items: page.StackSummaries ?? [], next: page.NextToken };
      });
      const named = all.filter((one) => one.StackName === stackName);
      const records: StackRecord[] = [];
      for (const { StackId = '', StackStatus = '' } of named) {
        const resources = await resourcesOf(client, StackId);
        records.push({ stackId: StackId, status: StackStatus, resources });
      }
      const isGone = ({ status }: StackRecord) => Number(status === deleted);
      return records.sort((a, b) => isGone(a) - isGone(b));
    },
    async beginDelete(stackId) {
      await client.send(new DeleteStackCommand({ StackName: stackId }));
    },
    async statusOf(stackId) {
      try {
        const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
        const { StackStatus, StackStatusReason } = Stacks?.[0] ?? {};
        if (StackStatus === undefined) return undefined;
        return { status: StackStatus, reason: StackStatusReason ?? '' };
      } catch (error) {
        if (error instanceof Error && error.message.includes('does not exist')) return undefined;
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}

async function resourcesOf(
  client: CloudFormationClient,
  StackName: string,
): Promise<StackResource[]> {
  const summaries = await everyPage(async (NextToken) => {
    const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
    return { items: page.StackResourceSummaries ?? [], next: page.NextToken };
  });
  return summaries.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => ({
    logicalId: LogicalResourceId,
    physicalId: PhysicalResourceId,
  }));
}
