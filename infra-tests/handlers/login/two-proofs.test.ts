// An orphan may be notified twice that its home is gone, and asks with a proof each time. Neither
// the boot nor the nonce says the later request from the first: only the home that was read does.
import { aNode, aProof, aSupernode, aSupernodesNode, noonMs } from '#testing/domain/builders.ts';
import { aControlPlane, justBefore } from '../control-plane.ts';
import { aSignedLogin } from './signed-login.ts';

const askedWith = (nonce: number) => aSignedLogin({ nodeId: 'n1', proof: aProof({ nonce }) });

test('an orphan that asks twice with two proofs at once takes one slot', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode({ nodeId: 's2' }), aNode({ nodeId: 'n1' })],
    [aSupernode({ nodeId: 's1', nodeEpoch: 2 }), aSupernode({ nodeId: 's2', slots: 5 })],
  );
  plane.interfere = justBefore('TransactWriteItems', () =>
    plane.deliver('login', askedWith(noonMs)),
  );
  await plane.deliver('login', askedWith(noonMs + 1));
  expect(plane.node('n1')).toMatchObject({ home: { supernode: 's2', epoch: 1 } });
  expect(plane.supernode('s2').used).toBe(1);
  expect(plane.counted('LoginsPlaced')).toBe(1);
});
