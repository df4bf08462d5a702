import { aJoin, aLogin, aRestart, hourMs, minuteMs, noonMs } from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';

const complaintOf = (history: ReturnType<typeof aHistory>) => history.complaints()['no-login-lost'];

const lost = 'attempt 1 was deleted, unanswered and without a successor';

/** `n1` waits and asks; its request is handed out. */
function asking({ isGenuine = true } = {}) {
  const history = aHistory().restart();
  const first = history.ask({ isGenuine });
  history.wait(minuteMs).step('received', first);
  return { history, first };
}

test('a request that is answered by a home may go', () => {
  const { history, first } = asking();
  expect(complaintOf(history.place().step('deleted', first))).toBeUndefined();
});

test('a request whose next attempt is under way may go', () => {
  const { history, first } = asking();
  history.ask({ attempt: 2 });
  expect(complaintOf(history.step('deleted', first))).toBeUndefined();
});

test('a request that goes before its next attempt is sent is lost, though one may follow', () => {
  const { history, first } = asking();
  history.step('deleted', first).ask({ attempt: 2 });
  expect(complaintOf(history)).toBe(lost);
});

test('a forged, expired or replayed request may go', () => {
  const forged = asking({ isGenuine: false });
  forged.history.step('deleted', forged.first).ask();
  expect(complaintOf(forged.history)).toBeUndefined();
  const expired = asking();
  expired.history.commit({ registration: { nodeId: 's1', leaseUntilMs: noonMs + 99 * hourMs } });
  expired.history
    .wait(25 * hourMs)
    .step('deleted', expired.first)
    .ask();
  expect(complaintOf(expired.history)).toBeUndefined();
  const replayed = asking();
  replayed.history.commit({ node: { nodeId: 'n1', minNonce: 8 } });
  replayed.history.step('deleted', replayed.first).ask();
  expect(complaintOf(replayed.history)).toBeUndefined();
});

test('a newer boot, or being switched off, makes a request void', () => {
  const newer = asking();
  newer.history.commit({ node: { nodeId: 'n1', epoch: 3 } }).send(aLogin({ epoch: 3 }));
  expect(complaintOf(newer.history.step('deleted', newer.first))).toBeUndefined();
  const off = asking();
  off.history.commit({ node: { nodeId: 'n1', state: 'offline' } }, { cell: { population: 1 } });
  expect(complaintOf(off.history.step('deleted', off.first))).toBeUndefined();
});

test('a request that found its node signed in may go, even if the home died since', () => {
  const { history, first } = asking();
  history
    .place()
    .commit({ registration: { nodeId: 's1', nodeEpoch: 2 } })
    .step('deleted', first);
  history.send(aLogin({ epoch: 2 }));
  expect(complaintOf(history)).toMatch(/^s1@1 .* died so lately/);
});

test('a home that was dead when the request was handed out answers nothing', () => {
  const history = aHistory().commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });
  const first = history.wait(minuteMs).send(aLogin({ proof: aLogin().proof }));
  history.wait(minuteMs).step('received', first).step('deleted', first);
  history.send(aLogin());
  expect(complaintOf(history)).toBe(lost);
});

test('at the end whoever waits has a request, or news that brings one, under way', () => {
  expect(complaintOf(aHistory().restart())).toMatch(/no log-in of its boot is under way/);
  const asked = aHistory().restart();
  asked.ask();
  expect(complaintOf(asked)).toBeUndefined();
  const reported = aHistory().restart();
  reported.send(aJoin(), { queue: 'membership' });
  expect(complaintOf(reported)).toBeUndefined();
});

test('a dead-lettered request is not lost', () => {
  const { history, first } = asking();
  const complaints = history.step('dead', first).complaints();
  expect(Object.keys(complaints)).toEqual(['dead-letters-empty', 'run-ends', 'liveness']);
});

test('whose home ran out of its lease a moment before the end need not know of it', () => {
  const history = aHistory().commit({ registration: { nodeId: 's1', leaseUntilMs: noonMs } });
  expect(history.wait(minuteMs).verdict('no-login-lost').verdict).toBe('unknown');
});

test('whoever has a home that is known to be gone is notified, or news of it is under way', () => {
  const gone = () => aHistory().commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });
  expect(gone().complaints()['no-login-lost']).toMatch(/known to be gone, and was not reported/);
  const handled = gone();
  handled.send(aRestart({ nodeId: 's1' }), { queue: 'membership' });
  expect(handled.complaints()['no-login-lost']).toBeUndefined();
});

test('where messages were poisoned nobody can say what became of a successor', () => {
  const { history, first } = asking();
  history.send(null);
  history.step('deleted', first);
  expect(history.verdict('no-login-lost')).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('successor may have been poisoned'),
  });
});
