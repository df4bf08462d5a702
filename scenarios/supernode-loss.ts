// A shock that bites: the network of August 2007 on a quiet working day loses most of its
// supernodes at once. It models nothing that happened; it asks what healing is worth.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { august2007, augustDay, augustNetwork, augustZones } from './august-2007.ts';
import { openLedger } from './ledger.ts';
import { utcMs } from './months/calendar-date.ts';
import { worldDay } from './world-day.ts';

const { guess, assumptions } = openLedger();
const why = 'our choice';

const minuteMs = 60_000;

/** Wednesday 8 August 2007, 12:00 UTC: an hour before, the run begins. */
const lostAtMs = utcMs(2007, 8, 8, 12);

export const supernodeLoss: Scenario = {
  name: 'supernode-loss',
  title: 'The loss of three supernodes in five',
  startMs: lostAtMs - 60 * minuteMs,
  usualOnlineCount: august2007.usualOnlineCount,
  embedded: august2007.embedded,
  ...(august2007.full === undefined ? {} : { full: august2007.full }),
  storm: {
    // One zone, or there would be no "at once": the night comes to each zone at its own hour.
    zones: [{ label: 'everywhere', utcOffsetMinutes: 0, nodeShare: 1, supernodeShare: 1 }],
    nights: [
      {
        label: 'loss',
        threeAmUtcMs: lostAtMs,
        restartShare: guess('Supernodes lost at once', 0.6, 'of all', 'as the prototype asked'),
        strikes: 'supernodes',
      },
    ],
    spreadMs: guess('Lost within', 1, 's', why) * 1000,
    day: worldDay(augustZones, augustDay),
    growthPerDay: 0,
  },
  timings: {
    ...august2007.timings,
    observeEveryMs: guess('The loss is observed every', 5, 'min', why) * minuteMs,
    observeForMs: guess('The loss is watched for', 6, 'h', why) * 60 * minuteMs,
  },
  target: {
    onlineShare: guess('Healed means signed in again', 0.99, 'of those who want', why),
    healWithinMs: guess('In time means within', 30, 'min', 'asked of the policy') * minuteMs,
  },
  expected: { 'legacy-2007': ['late', 'not-healed', 'stuck'], resilient: ['healed'] },
  recoveryPoints: [],
  assumptions: [...augustNetwork.assumptions, ...assumptions],
};
