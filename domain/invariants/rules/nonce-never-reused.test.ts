import { aLogin, aProof, noonMs } from '#testing/domain/builders.ts';
import { tellHistory } from '#testing/domain/told-history.ts';

const complaintOf = (history: ReturnType<typeof tellHistory>) =>
  history.complaints()['nonce-never-reused'];

const asked = () => {
  const history = tellHistory().restart();
  history.ask();
  return history;
};

test('a placement uses up the nonce of a proof that was sent', () => {
  expect(complaintOf(asked().place({ nonceFloor: 8 }))).toBeUndefined();
});

test('standing by keeps its nonce for the placement that follows', () => {
  const history = asked().commit({ node: { nodeId: 'n1', provenEpoch: 2, nonceFloor: 7 } });
  expect(complaintOf(history.place({ nonceFloor: 8 }))).toBeUndefined();
});

test('a nonce floor never falls', () => {
  const history = asked()
    .place()
    .commit({ node: { nodeId: 'n1', nonceFloor: 3 } });
  expect(complaintOf(history)).toBe('its nonce floor fell from 8 to 3');
});

test('a placement that uses up no nonce leaves its proof to be played again', () => {
  expect(complaintOf(asked().place({ nonceFloor: 0 }))).toMatch(/stayed at 0/);
});

test('a placement needs a nonce that somebody sent at this boot', () => {
  expect(complaintOf(asked().place({ nonceFloor: 9 }))).toMatch(/nonce 8, which no genuine/);
  expect(complaintOf(tellHistory().restart().place())).toMatch(/nonce 7, which no genuine/);
});

test('a proof that had expired when it was sent proves nothing', () => {
  const history = tellHistory().restart();
  history.send(aLogin({ epoch: 2, proof: aProof({ nonce: 7, expiresAtMs: noonMs - 1 }) }));
  expect(complaintOf(history.place())).toMatch(/no genuine proof/);
});
