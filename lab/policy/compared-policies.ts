// Which policies the page compares, and what is wrong with a choice of them.
import { policyIds } from '#domain/policies.ts';

/**
 * The names of two or three different policies, in the order in which they are shown: one that
 * ships, several hypotheses joined by +, or `ownPolicyName`.
 */
export type ComparedPolicies = readonly [string, string, ...string[]];

/** More curves in one chart are hard to tell apart. */
export const policiesMax = 3;

/** The policies that have a name of their own. */
export const policiesOffered: readonly string[] = policyIds;

/** Why these policies cannot be compared, in a sentence; undefined where they can. */
export function policyProblem(policies: ComparedPolicies): string | undefined {
  if (policies.includes('')) return 'Check at least one hypothesis.';
  const double = policies.find((name, index) => policies.indexOf(name) !== index);
  if (double === undefined) return undefined;
  return `Two of the policies are ${double}: different ones are compared.`;
}
