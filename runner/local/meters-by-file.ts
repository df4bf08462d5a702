const invocationPrefix = 'lambda.invocations.';

/**
 * The local cloud counts invocations by the names that functions have in the stack. Here they get
 * those of their files, e.g. `dispatch-cell`, as on the twin.
 */
export function metersByFile(
  meters: Readonly<Record<string, number>>,
  template: Record<string, unknown>,
): Record<string, number> {
  const files = functionFiles(template);
  const entries = Object.entries(meters).map(([name, quantity]): [string, number] => {
    if (!name.startsWith(invocationPrefix)) return [name, quantity];
    const found = files.find(({ logicalId }) => name.endsWith(logicalId));
    return [found === undefined ? name : `${invocationPrefix}${found.file}`, quantity];
  });
  return Object.fromEntries(entries);
}

type Resource = { Type?: string; Metadata?: Record<string, unknown> };

/** The functions of a template, by the entry that each of them names. */
function functionFiles({ Resources }: Record<string, unknown>) {
  return Object.entries((Resources ?? {}) as Record<string, Resource>)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId, { Metadata }]) => {
      const entry = String(Metadata?.['local-cloud:entry'] ?? logicalId);
      return { logicalId, file: entry.replace(/^.*\//, '').replace(/\.ts$/, '') };
    });
}
