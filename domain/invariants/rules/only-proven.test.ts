import { aLogin, aProof, noonMs } from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';

const complaintOf = (history: ReturnType<typeof aHistory>) => history.complaints()['only-proven'];

/** `n1` waits at its second boot and has asked with such a proof. */
const asked = ({ isGenuine = true } = {}) => {
  const history = aHistory().restart();
  history.ask({ isGenuine });
  return history;
};

test('who sent a genuine proof of this boot may be placed', () => {
  expect(complaintOf(asked().place())).toBeUndefined();
});

test('who never proved this boot may not', () => {
  const never = 'signed in at boot 2, for which no genuine proof was ever sent';
  expect(complaintOf(aHistory().restart().place())).toBe(never);
  expect(complaintOf(asked({ isGenuine: false }).place())).toBe(never);
  const former = aHistory();
  former.send(aLogin({ epoch: 1 }));
  expect(complaintOf(former.restart().place())).toBe(never);
});

test('nobody is online at a boot that is not marked as proven', () => {
  expect(complaintOf(asked().place({ provenEpoch: 1 }))).toBe('online at boot 2, proven at 1');
});

test('an orphan proves itself anew before it is placed elsewhere', () => {
  const move = { node: { nodeId: 'n1', home: { supernode: 's2', epoch: 1 } } };
  const bare = aHistory().commit({ registration: { nodeId: 's2', used: 1 } }, move);
  expect(complaintOf(bare)).toMatch(/boot 1, for which no genuine proof/);
  const proven = aHistory();
  proven.send(aLogin({ epoch: 1 }));
  expect(
    complaintOf(proven.commit({ registration: { nodeId: 's2', used: 1 } }, move)),
  ).toBeUndefined();
});

test('promotion takes a proof from who waits, and no second one from who is online', () => {
  const promoted = { role: 'supernode', state: 'online', home: null } as const;
  const waiting = aHistory().restart();
  waiting.commit({ node: { nodeId: 'n1', ...promoted, provenEpoch: 2 } });
  expect(complaintOf(waiting)).toMatch(/no genuine proof/);
  const online = aHistory().commit({ node: { nodeId: 'n1', ...promoted } });
  expect(complaintOf(online)).toBeUndefined();
});

test('a proof that had expired when it was sent proves nothing', () => {
  const history = aHistory().restart();
  history.send(aLogin({ epoch: 2, proof: aProof({ nonce: 7, expiresAtMs: noonMs - 1 }) }));
  expect(complaintOf(history.place())).toMatch(/no genuine proof/);
});
