import { aLogin, aProof, noonMs } from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';

const complaintOf = (history: ReturnType<typeof aHistory>) =>
  history.complaints()['nonce-never-reused'];

const asked = () => {
  const history = aHistory().restart();
  history.ask();
  return history;
};

test('a placement uses up the nonce of a proof that was sent', () => {
  expect(complaintOf(asked().place({ minNonce: 8 }))).toBeUndefined();
});

test('standing by keeps its nonce for the placement that follows', () => {
  const history = asked().commit({ node: { nodeId: 'n1', provenEpoch: 2, minNonce: 7 } });
  expect(complaintOf(history.place({ minNonce: 8 }))).toBeUndefined();
});

test('a minimum accepted nonce never falls', () => {
  const history = asked()
    .place()
    .commit({ node: { nodeId: 'n1', minNonce: 3 } });
  expect(complaintOf(history)).toBe('its minimum accepted nonce fell from 8 to 3');
});

test('a placement that uses up no nonce leaves its proof to be played again', () => {
  expect(complaintOf(asked().place({ minNonce: 0 }))).toMatch(/stayed at 0/);
});

test('a placement needs a nonce that somebody sent at this boot', () => {
  expect(complaintOf(asked().place({ minNonce: 9 }))).toMatch(/nonce 8, which no genuine/);
  expect(complaintOf(aHistory().restart().place())).toMatch(/nonce 7, which no genuine/);
});

test('a proof that had expired when it was sent proves nothing', () => {
  const history = aHistory().restart();
  history.send(aLogin({ epoch: 2, proof: aProof({ nonce: 7, expiresAtMs: noonMs - 1 }) }));
  expect(complaintOf(history.place())).toMatch(/no genuine proof/);
});
