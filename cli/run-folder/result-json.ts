// The text of a run's result, which no folder is needed for.
import type { ComparisonResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';

/** The text of `result.json`: what came of the runs, and then what the scenario assumes. */
export function resultJson(result: ComparisonResult): string {
  return stableJson(withoutSamples(result), 'assumptions');
}

/**
 * Real time is in the manifest, so that `result.json` depends only on the command and the program.
 */
function withoutSamples(result: ComparisonResult) {
  const runs = result.runs.map(({ samples: _samples, wallMs: _wallMs, ...run }) => run);
  return { ...result, runs };
}
