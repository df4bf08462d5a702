// How long a group of members that probe one another takes to notice that one is dead (facts 3.27).
import { openRandom, type Random } from '#twin/engine/random.ts';
import { firstDetectionPeriods } from './known/closed-forms.ts';
import type { KnownResult } from './known/known-result.ts';
import { measuredRows } from './known/measured-rows.ts';
import type { ValidationRun } from './twin-parts.ts';

// Looked up once: a test's sandbox takes a quarter of a microsecond to find a global.
const { floor } = Math;

/** Small group or large: e/(e-1) periods, but for what a small number of members changes. */
export function firstDetection({ seed, scaled }: ValidationRun): KnownResult[] {
  const groups = [
    { members: 10, deaths: scaled(1000) },
    { members: 1000, deaths: scaled(200) },
  ];
  const values = groups.map(({ members }) => ({
    name: `SWIM, ${members} members: periods until a death is noticed`,
    source: 'SWIM, 3.27',
    known: firstDetectionPeriods(members),
  }));
  return measuredRows(seed, values, (runSeed) => {
    const random = openRandom(runSeed);
    return groups.map(({ members, deaths }) => {
      let periods = 0;
      for (let death = 0; death < deaths; death++) periods += periodsToNotice(members, random);
      return periods / deaths;
    });
  });
}

/** In each period every living member probes one of the others, the dead one among them. */
function periodsToNotice(members: number, random: Random): number {
  const others = members - 1;
  for (let period = 1; ; period++) {
    let isNoticed = false;
    for (let member = 0; member < others; member++)
      if (floor(random() * others) === 0) isNoticed = true;
    if (isNoticed) return period;
  }
}
