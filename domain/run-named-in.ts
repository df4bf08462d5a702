/**
 * The run that the body of a message names, also one that no consumer could handle.
 * @returns undefined: it names none, or is no JSON
 */
export function runNamedIn(body: string): string | undefined {
  try {
    const runId: unknown = JSON.parse(body)?.runId;
    return typeof runId === 'string' ? runId : undefined;
  } catch {
    return undefined;
  }
}
