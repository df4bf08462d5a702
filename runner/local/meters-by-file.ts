const invocationPrefix = 'lambda.invocations.';

/**
 * Renames the meters of invocations. The local cloud uses the functions' names in the stack. The
 * result uses those of their files, e.g. `dispatch-cell`, as the twin does.
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

/** The functions of a template, with the entry file of each. */
function functionFiles({ Resources }: Record<string, unknown>) {
  return Object.entries((Resources ?? {}) as Record<string, Resource>)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId, { Metadata }]) => {
      const entry = String(Metadata?.['local-cloud:entry'] ?? logicalId);
      return { logicalId, file: entry.replace(/^.*\//, '').replace(/\.ts$/, '') };
    });
}
