// Runs a sweep, and with `--until-precision` more seeds of every setting until the medians are
// known well enough. The rounds follow from the results alone, so the same command comes to the
// same end.
import { plainLine } from '#domain/plain-text.ts';
import { intervalCountMin } from '#runner/median-interval.ts';
import { type Grid, pointsOf } from '../grid.ts';
import { sweptPoints } from '../sweep-points.ts';
import { summariesOf } from '../sweep-table.ts';
import type { OpenSweep } from './open-sweep.ts';
import { formatPrecision, nextSeedCount, widestInterval } from './precision.ts';
import { runLeft } from './run-left.ts';

/** Runs what is left. @returns the grid with the seeds that it took */
export async function runUntilPrecise(sweep: OpenSweep): Promise<Grid> {
  const { options, environment, keyed, journal } = sweep;
  const { untilPrecision } = options;
  const say = (words: string) => environment.stderr.write(`${plainLine(words)}\n`);
  let { grid } = sweep;
  await runLeft(sweep);
  while (untilPrecision !== undefined) {
    const { share, seedsMax } = untilPrecision;
    const swept = sweptPoints(keyed(pointsOf(grid)), journal, {
      ...options,
      commit: environment.commit,
    });
    const widest = widestInterval(summariesOf(swept, options));
    const count = grid.seeds.length;
    const asked = formatPrecision(share);
    if (widest === undefined) {
      say('No measure was measured in every run, so no precision is known.');
      return grid;
    }
    const seeds = count === 1 ? 'one seed' : `${count} seeds`;
    const found = `${widest.words}: ${formatPrecision(widest.share)} with ${seeds}`;
    if (widest.share <= share) {
      say(`Every median is known to within ${asked}; the least precise is ${found}.`);
      return grid;
    }
    if (count >= seedsMax) {
      say(`Not every median is known to within ${asked}: the maximum of ${seedsMax} seeds`);
      say(`(--seeds-max) is met. ${found}.`);
      return grid;
    }
    grid = withSeeds(grid, nextSeedCount(count, intervalCountMin, seedsMax));
    say(`${found}; ${asked} is asked, so ${grid.seeds.length} seeds are run.`);
    await runLeft({ ...sweep, grid });
  }
  return grid;
}

/** The grid with so many seeds, one after the other. */
function withSeeds(grid: Grid, count: number): Grid {
  const [first = 0] = grid.seeds;
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  const pointCount = (grid.pointCount / grid.seeds.length) * count;
  return { ...grid, seeds, pointCount };
}
