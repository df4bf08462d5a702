import { aSupernode, noonMs } from '#testing/domain/builders.ts';
import { TrackedNetwork } from './network-seen.ts';

test('a home dies at the moment at which its lease ends', () => {
  const network = new TrackedNetwork();
  const after = aSupernode({ nodeId: 's1', leaseUntilMs: noonMs });
  const changes = [{ of: 'supernode', before: null, after }] as const;
  network.apply({ kind: 'commit', atMs: noonMs - 1000, changes: [...changes] });
  const home = { supernode: 's1', epoch: after.epoch };
  expect(network.diedAtMs(home, noonMs - 1)).toBeNull();
  expect(network.diedAtMs(home, noonMs)).toBe(noonMs);
});
