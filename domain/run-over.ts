import type { Run, RunSettings } from './run-settings.ts';

/**
 * Whether a run is over: from then on nothing is served, and nothing is sent, in its name. Somebody
 * marked it as finished, or its own time is up.
 */
export function isRunOver(
  { status, settings }: Pick<Run, 'status'> & { readonly settings: Pick<RunSettings, 'endsAtMs'> },
  nowMs: number,
): boolean {
  return status === 'finished' || nowMs > settings.endsAtMs;
}
