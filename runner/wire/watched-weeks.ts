// The two weeks that are compared: one with its storm, and the same days without.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { wireWindowMs } from '#scenarios/wire-record-2007.ts';

/** Which of the two weeks. */
export type Week = 'quiet' | 'storm';

/** More than everybody is never on, so that no network counts as healed. */
const neverReached = 2;

/**
 * A share times this is less than one step of a draw of 32 bits. Waves of nobody stay waves, and
 * with them the moment from which the storm is watched.
 */
const nobodyRestarts = 1e-10;

/** A scenario that is watched to its end, healed or not: a run that is healed sends no more. */
export function watchedWeek(scenario: Scenario, week: Week): Scenario {
  const watched = { ...scenario, target: { ...scenario.target, onlineShare: neverReached } };
  return week === 'storm' ? watched : withoutRestarts(watched);
}

/** How long after its last restart a scenario is watched on the wire, in milliseconds. */
export function watchedForMs({ timings }: Pick<Scenario, 'timings'>): number {
  return Math.min(wireWindowMs, timings.observeForMs);
}

function withoutRestarts(scenario: Scenario): Scenario {
  const nights = scenario.storm.nights.map((night) => {
    const { restartShare } = night;
    if (typeof restartShare === 'number')
      return { ...night, restartShare: restartShare * nobodyRestarts };
    const shares = Object.entries(restartShare).map(
      ([zone, share]) => [zone, share * nobodyRestarts] as const,
    );
    return { ...night, restartShare: Object.fromEntries(shares) };
  });
  return { ...scenario, storm: { ...scenario.storm, nights } };
}
