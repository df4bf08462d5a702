// A small reader of the template's policies: what a function's role allows, in terms of resources'
// logical ids. It knows no conditions and no denials, and refuses a policy that has them.
import type { JsonObject } from '#local-cloud/service.ts';

/** One action on one resource; `*` at the end of a resource stands for any ending. */
export interface Grant {
  readonly action: string;
  /** A logical id, perhaps with what follows its ARN, as in `Network1C6012B5/index/*`. */
  readonly resource: string;
}

type Resources = Record<string, { Type: string; Properties: JsonObject; Metadata?: JsonObject }>;

/** Every grant of every function's own policies, by the function's `local-cloud:entry`. */
export function grantsByEntry(template: JsonObject): Map<string, Grant[]> {
  const resources = template.Resources as Resources;
  const functions = Object.values(resources).filter(({ Metadata }) => Metadata?.[entryKey]);
  return new Map(
    functions.map(({ Properties, Metadata }) => {
      const [role] = (Properties.Role as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
      const statements = statementsOf(template, (id) => id === role);
      return [String(Metadata?.[entryKey]), statements.flatMap(grantsOf)];
    }),
  );
}

/** Whether a grant covers an action on a resource. */
export function covers({ action, resource }: Grant, need: Grant): boolean {
  if (action !== need.action) return false;
  if (!resource.endsWith('*')) return resource === need.resource;
  return need.resource.startsWith(resource.slice(0, -1));
}

const entryKey = 'local-cloud:entry';

/** A statement of a policy. */
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly [other: string]: unknown;
}

/** The statements of every policy of those roles whose logical id is such a one. */
export function statementsOf(
  template: JsonObject,
  isRole: (logicalId: string) => boolean,
): Statement[] {
  const policies = Object.values(template.Resources as Resources).filter(({ Type, Properties }) => {
    const roles = Properties.Roles as { Ref: string }[] | undefined;
    return Type === 'AWS::IAM::Policy' && roles?.some(({ Ref }) => isRole(Ref));
  });
  return policies.flatMap(
    ({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
  );
}

/** What a statement grants. @throws Error for one that denies, or that has a condition */
export function grantsOf({ Effect, Action, Resource, ...others }: Statement): Grant[] {
  if (Effect !== 'Allow' || Object.keys(others).length > 0)
    throw new Error(`expected a plain permission, got ${Effect} with ${Object.keys(others)}`);
  return [Action]
    .flat()
    .flatMap((action) =>
      [Resource].flat().map((resource) => ({ action, resource: resourceOf(resource) })),
    );
}

/**
 * `{Fn::GetAtt: [id, 'Arn']}` is the id, and so are `{Ref: id}` and a part of it; a join adds what
 * stands before and after.
 */
function resourceOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Record<string, unknown[]>;
  const { 'Fn::Select': part } = resource as {
    'Fn::Select'?: [number, { 'Fn::Split': unknown[] }];
  };
  const { Ref } = resource as { Ref?: string };
  if (Ref !== undefined) return Ref;
  if (attribute?.[1] === 'Arn') return String(attribute[0]);
  if (part !== undefined) return resourceOf(part[1]['Fn::Split'][1]);
  if (join?.[0] === '') return (join[1] as unknown[]).map(resourceOf).join('');
  throw new Error(`expected an ARN or a join of one, got ${JSON.stringify(resource)}`);
}
