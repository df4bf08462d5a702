// Whether something that a service lists belongs to one stack: by CloudFormation's record of the
// stack, by its tag, or by its name.
import type { Found } from '#adapters/inventory/found.ts';
import type { StackRecord } from '#adapters/stack/stack-records.ts';

/** What shows that something belongs to a stack. */
export type Evidence =
  | 'CloudFormation lists it'
  | 'a name that CloudFormation lists'
  | 'its tag'
  | 'its name';

/** A function that tells why something belongs to the stack; undefined: it does not. */
export function belongingTo(
  stackName: string,
  records: readonly StackRecord[],
): (found: Found) => Evidence | undefined {
  const listed = new Set(
    records.flatMap(({ resources }) =>
      resources.map(({ physicalId }) => physicalId).filter((id) => id !== ''),
    ),
  );
  const madeFor = namePattern(stackName);
  return ({ name, ids, stackTag }) => {
    const all = [name, ...ids];
    if (all.some((id) => listed.has(id))) return 'CloudFormation lists it';
    // As a log group has the name of its function, and a mapping belongs to one.
    if (all.some((id) => listed.has(shortName(id)))) return 'a name that CloudFormation lists';
    if (stackTag === stackName) return 'its tag';
    // Of several stacks with the same beginning, the tag says which one it is.
    if (stackTag !== undefined) return undefined;
    return all.some((one) => one.split(/[/:]/).some((part) => madeFor.test(part)))
      ? 'its name'
      : undefined;
  };
}

/** The last part of an ARN or URL, or the name of a log group without its folder. */
function shortName(id: string): string {
  return id.split(/[/:]/).at(-1) ?? id;
}

/**
 * A name that CloudFormation makes is the stack's, the logical id and some random characters
 * (user guide, cfn-whatis-concepts, physical ids). A logical id has no dash, so the name of stack
 * `storm-2` is not taken for one of stack `storm`.
 */
function namePattern(stackName: string): RegExp {
  const escaped = stackName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped}-[A-Za-z0-9]+-[A-Za-z0-9]+$`);
}
