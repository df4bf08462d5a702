// Runs a sweep, and with `--until-precision` more seeds of every setting until the medians are
// known well enough. The rounds follow from the results alone, so the same command comes to the
// same end.
import { plainLine } from '#domain/plain-text.ts';
import { type Grid, pointsOf, withSeeds } from '../grid.ts';
import { sweptPoints } from '../sweep-points.ts';
import { summariesOf } from '../sweep-table.ts';
import type { OpenSweep } from './open-sweep.ts';
import { judgedRound, precisionOf } from './precision.ts';
import { runLeft } from './run-left.ts';

/** Runs what is left. @returns the grid with the seeds that it took */
export async function runUntilPrecise(sweep: OpenSweep): Promise<Grid> {
  const { options, environment, keyed, journal } = sweep;
  const { untilPrecision } = options;
  const say = (words: string) => environment.stderr.write(`${plainLine(words)}\n`);
  let { grid } = sweep;
  await runLeft(sweep);
  while (untilPrecision !== undefined) {
    const how = { ...options, commit: environment.commit };
    const swept = sweptPoints(keyed(pointsOf(grid)), journal, how);
    const precision = precisionOf(summariesOf(swept, options));
    const { words, nextCount } = judgedRound(precision, untilPrecision, grid.seeds.length);
    for (const line of words) say(line);
    if (nextCount === null) return grid;
    grid = withSeeds(grid, nextCount);
    await runLeft({ ...sweep, grid });
  }
  return grid;
}
