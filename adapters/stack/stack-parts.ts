import {
  CloudFormationClient,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import type { Connected } from '../clients.ts';

/** A resource of a deployed stack. */
export interface StackPart {
  /** As `AWS::SQS::Queue`. */
  readonly type: string;
  /** The name, the ARN or the URL of what was made of it. */
  readonly physicalId: string;
  /** As the template has them, with its references. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Reads which resources a deployed stack has. */
export async function readStackParts(
  { connection }: Connected,
  StackName: string,
): Promise<StackPart[]> {
  const client = connection.connect(new CloudFormationClient(connection.clientConfig));
  try {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }));
    const resources = resourcesOf(TemplateBody);
    const parts: StackPart[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
      for (const one of page.StackResourceSummaries ?? [])
        parts.push({
          type: one.ResourceType ?? '',
          physicalId: one.PhysicalResourceId ?? '',
          properties: resources[one.LogicalResourceId ?? '']?.Properties ?? {},
        });
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return parts;
  } finally {
    client.destroy();
  }
}

type Resources = Readonly<Record<string, { readonly Properties?: StackPart['properties'] }>>;

/** A template of somebody else's may be written in YAML: its resources have no properties here. */
function resourcesOf(templateBody = '{}'): Resources {
  try {
    return JSON.parse(templateBody).Resources ?? {};
  } catch {
    return {};
  }
}
