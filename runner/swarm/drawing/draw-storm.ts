// Draws the restarts of a case, and which nodes come and go meanwhile.
import type { DayProfile, Night, Storm, Zone } from '#domain/run-settings.ts';
import type { Pace } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

const secondMs = 1_000;
const minuteMs = 60_000;

/** The differences between the two paces. */
const paces = {
  minutes: {
    firstAfterMs: [5 * secondMs, 60 * secondMs],
    nightsApartMs: [10 * secondMs, 120 * secondMs],
    zonesApartMinutes: [1, 2],
    spreadMs: [1 * secondMs, 60 * secondMs],
  },
  hours: {
    firstAfterMs: [20 * minuteMs, 70 * minuteMs],
    nightsApartMs: [20 * minuteMs, 60 * minuteMs],
    zonesApartMinutes: [15, 30],
    spreadMs: [1 * minuteMs, 15 * minuteMs],
  },
} as const;

/** Draws a storm of one or two nights over one or two zones. */
export function drawStorm(draw: Draw, pace: Pace, startMs: number): Storm {
  const { firstAfterMs, nightsApartMs, zonesApartMinutes, spreadMs } = paces[pace];
  const zones = drawZones(draw, -draw.one(zonesApartMinutes));
  const firstAtMs = startMs + Math.round(draw.between(...firstAfterMs));
  const apartMs = Math.round(draw.between(...nightsApartMs));
  const share = draw.between(0.1, 1);
  const nights: Night[] = draw.is(0.5)
    ? [{ label: 'first', threeAmUtcMs: firstAtMs, restartShare: share }]
    : [
        { label: 'first', threeAmUtcMs: firstAtMs, restartShare: share / 2 },
        { label: 'second', threeAmUtcMs: firstAtMs + apartMs, restartShare: share / 2 },
      ];
  return {
    zones,
    nights,
    spreadMs: Math.round(draw.log(...spreadMs)),
    // Turnover is decided once an hour, so only the longer storms have it.
    day: pace === 'hours' && draw.is(0.6) ? drawDay(draw) : null,
    growthPerDay: pace === 'hours' && draw.is(0.6) ? draw.between(0.5, 4) : 0,
  };
}

function drawZones(draw: Draw, otherOffsetMinutes: number): Zone[] {
  const here = { label: 'here', utcOffsetMinutes: 0, nodeShare: 1, supernodeShare: 1 };
  if (draw.is(0.5)) return [here];
  const shares = { nodeShare: draw.between(0.2, 2), supernodeShare: draw.between(0.2, 2) };
  return [here, { label: 'there', utcOffsetMinutes: otherOffsetMinutes, ...shares }];
}

function drawDay(draw: Draw): DayProfile {
  return {
    workdayShares: Array.from({ length: 24 }, () => draw.between(0.2, 1)),
    weekendFactor: draw.between(0.5, 1),
  };
}
