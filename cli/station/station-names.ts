/** The names of the stations that ship, simplest first. Each is a file in scenarios/stations/. */
export const stationNames = [
  'one-retry',
  'one-retry-lifo',
  'one-retry-bounded',
  'no-backpressure',
  'full-jitter',
  'full-jitter-bounded',
  'rush-hour',
  'too-much',
] as const;

/** The name of a station that ships. */
export type StationName = (typeof stationNames)[number];
