// A drill in two time zones that are a minute apart: 03:00 comes to the east first. More of the
// west restarts.
//   rebootstorm run examples/two-zones.ts
import type { Scenario } from 'rebootstorm/scenario';

export const scenario: Scenario = {
  extends: 'drill',
  name: 'two-zones',
  title: 'A drill in two time zones',
  storm: {
    zones: [
      { label: 'east', utcOffsetMinutes: 1, nodeShare: 0.4, supernodeShare: 0.4 },
      { label: 'west', utcOffsetMinutes: 0, nodeShare: 0.6, supernodeShare: 0.6 },
    ],
    nights: [{ label: 'night', threeAmUtcMs: 65_000, restartShare: { east: 0.2, west: 0.5 } }],
  },
};
