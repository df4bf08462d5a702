import type { JsonObject } from '#local-cloud/service.ts';

/** Whether all that a value holds is held by another, which may hold more. */
export function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((each) => whole.some((one) => isPartOf(each, one)));
  }
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([name, each]) => isPartOf(each, (whole as JsonObject)[name]));
}
