// Test support: which functions of a template a message can come back to, by what the template
// itself says of who feeds whom.
import type { Resource } from './synthesised-stack.ts';

type Resources = Readonly<Record<string, Resource>>;

/** From a queue or a function to those that its messages or invocations may go to. */
type Paths = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The logical ids of the functions that may be invoked by what follows from their own invocation:
 * through queues that they may send to and functions that they may invoke, and on through theirs.
 * State machines are no part of such a loop: Lambda does not follow a chain through them
 * (developer guide, invocation-recursion, "Supported AWS services").
 */
export function functionsInLoops(resources: Resources): string[] {
  const paths = pathsOf(resources);
  const functions = idsOf(resources, 'AWS::Lambda::Function');
  return functions.filter((id) => reachable(paths, id).has(id)).sort();
}

function pathsOf(resources: Resources): Paths {
  const paths = new Map<string, Set<string>>();
  const add = (from: string | undefined, to: string | undefined) => {
    if (from === undefined || to === undefined) return;
    paths.set(from, (paths.get(from) ?? new Set()).add(to));
  };
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === 'AWS::Lambda::EventSourceMapping')
      add(namedBy(Properties.EventSourceArn), namedBy(Properties.FunctionName));
  }
  for (const id of idsOf(resources, 'AWS::Lambda::Function'))
    for (const target of targetsOf(resources, id)) add(id, target);
  return paths;
}

/** What a function's role may send messages to, or invoke. */
function targetsOf(resources: Resources, functionId: string): (string | undefined)[] {
  const role = namedBy(resources[functionId]?.Properties.Role);
  const policies = Object.values(resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::IAM::Policy' &&
      listOf(Properties.Roles).some((one: unknown) => namedBy(one) === role),
  );
  return policies
    .flatMap(({ Properties }) => listOf(Properties.PolicyDocument.Statement))
    .filter(({ Action }) => listOf(Action).some((action) => ACTIONS.includes(String(action))))
    .flatMap(({ Resource }) => listOf(Resource).map(namedBy));
}

const ACTIONS = ['sqs:SendMessage', 'lambda:InvokeFunction'];

/** All that can be reached in one step or more. */
function reachable(paths: Paths, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const left = [from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const next of paths.get(id) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      left.push(next);
    }
  }
  return found;
}

function idsOf(resources: Resources, type: string): string[] {
  return Object.keys(resources).filter((id) => resources[id]?.Type === type);
}

/** The logical id that a `Ref` or the `Fn::GetAtt` of an ARN names. */
function namedBy(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as {
    Ref?: string;
    'Fn::GetAtt'?: [string, string];
  };
  return Ref ?? attribute?.[0];
}

// biome-ignore lint/suspicious/noExplicitAny: a template's values, as in Resource.
function listOf(value: any): any[] {
  return Array.isArray(value) ? value : [value];
}
