/** What the meters of single functions begin with. */
const prefixes = ['lambda.invocations.', 'lambda.billedMs.'];

/**
 * Renames the meters of single functions. The local cloud uses the functions' names in the stack.
 * The result uses those of their files, e.g. `dispatch-cell`, as the twin does.
 */
export function metersByFile(
  meters: Readonly<Record<string, number>>,
  template: Record<string, unknown>,
): Record<string, number> {
  const nameOf = meterNamesByFile(template);
  const entries = Object.entries(meters).map(([name, quantity]) => [nameOf(name), quantity]);
  return Object.fromEntries(entries);
}

/** The name that a meter of the local cloud gets there. */
export function meterNamesByFile(template: Record<string, unknown>): (name: string) => string {
  const files = functionFiles(template);
  return (name) => {
    const prefix = prefixes.find((one) => name.startsWith(one));
    const found = prefix === undefined ? undefined : files.find((one) => isOf(name, one));
    return found === undefined ? name : `${prefix}${found.file}`;
  };
}

function isOf(name: string, { logicalId }: { readonly logicalId: string }): boolean {
  return name.endsWith(logicalId);
}

type Resource = { Type?: string; Metadata?: Record<string, unknown> };

/** The functions of a template, with the entry file of each. */
function functionFiles({ Resources }: Record<string, unknown>) {
  return Object.entries((Resources ?? {}) as Record<string, Resource>)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId, { Metadata }]) => {
      const entry = String(Metadata?.['local-cloud:entry'] ?? logicalId);
      return { logicalId, file: entry.replace(/^.*\//, '').replace(/\.ts$/, '') };
    });
}
