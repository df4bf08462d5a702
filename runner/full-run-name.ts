/** The name of a run before it is cut to the length that names may have. */
export function fullRunName(scenario: string, policy: string, seed: number): string {
  return `${scenario}-${policy.replaceAll('+', '.')}-${seed}`;
}
