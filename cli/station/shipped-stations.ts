// The stations that ship, as their files have them. They are part of the program, so that a name
// means the same in a checkout and in an installed package.
import fullJitter from '#scenarios/stations/full-jitter.json' with { type: 'json' };
import fullJitterBounded from '#scenarios/stations/full-jitter-bounded.json' with { type: 'json' };
import noBackpressure from '#scenarios/stations/no-backpressure.json' with { type: 'json' };
import oneRetry from '#scenarios/stations/one-retry.json' with { type: 'json' };
import oneRetryBounded from '#scenarios/stations/one-retry-bounded.json' with { type: 'json' };
import oneRetryLifo from '#scenarios/stations/one-retry-lifo.json' with { type: 'json' };
import rushHour from '#scenarios/stations/rush-hour.json' with { type: 'json' };
import tooMuch from '#scenarios/stations/too-much.json' with { type: 'json' };
import type { Station } from '#twin/station/station.ts';
import { stationFrom } from './station-file.ts';
import type { StationName } from './station-names.ts';

const contents: Readonly<Record<StationName, unknown>> = {
  'one-retry': oneRetry,
  'one-retry-lifo': oneRetryLifo,
  'one-retry-bounded': oneRetryBounded,
  'no-backpressure': noBackpressure,
  'full-jitter': fullJitter,
  'full-jitter-bounded': fullJitterBounded,
  'rush-hour': rushHour,
  'too-much': tooMuch,
};

/** A station that ships. */
export function shippedStation(name: StationName): Station {
  return stationFrom(name, contents[name]);
}
