import { augustOptions } from '#testing/twin/august-run.ts';
import type { Network } from '../network-state.ts';
import { runNetwork } from '../run-network.ts';
import { ZoneCounts } from './zone-counts.ts';

test.each([
  ['legacy-2007', 'executed'],
  ['resilient', 'aggregated'],
] as const)('of %s, with retries %s, what is kept is what is there', (policy, retries) => {
  const networks: Network[] = [];
  const observe = (network: Network) => {
    networks.push(network);
    return null;
  };
  let [checkedCount, homedCount] = [0, 0];
  const onDetail = () => {
    for (const { shape, nodes, registrations, zoneCounts } of networks) {
      const counted = new ZoneCounts(shape.zones.length, nodes);
      for (const zone of shape.zones.keys()) {
        expect(zoneCounts?.onCount(zone)).toBe(counted.onCount(zone));
        for (const { id } of registrations) {
          const homed = counted.homedCount(id, zone);
          if (zoneCounts?.homedCount(id, zone) !== homed)
            expect([id, zone, zoneCounts?.homedCount(id, zone)]).toEqual([id, zone, homed]);
          homedCount += homed;
        }
      }
      checkedCount += 1;
    }
  };
  const options = augustOptions(policy, 500, 5, { sampleEveryMs: 3_600_000, retries });
  runNetwork({ ...options, observe, onDetail });
  expect(checkedCount).toBeGreaterThan(20);
  expect(homedCount).toBeGreaterThan(1_000);
});
