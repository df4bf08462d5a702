import { duplicateCheckEvery } from '#domain/limits.ts';
import type { CellRecord } from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import { ServiceError } from '#local-cloud/service.ts';
import {
  aNode,
  aProof,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  minuteMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import { aControlPlane, justBefore, throttle } from '../control-plane.ts';
import { aSignedLogin } from './signed-login.ts';

/** A supernode with so many free slots, and two nodes that wait. */
const waitingFor = (free: number, settings = someSettings(), cell: Partial<CellRecord> = {}) =>
  aControlPlane(
    [aSupernodesNode(), aWaitingNode({ nodeId: 'n1' }), aWaitingNode({ nodeId: 'n2' })],
    [aSupernode({ slots: free })],
    { settings, cell },
  );

const loginOf = (nodeId: string) => aSignedLogin({ nodeId });

test('a log-in takes a slot, and node and supernode change together', async () => {
  const plane = await waitingFor(2);
  expect(await plane.deliver('login', loginOf('n1'))).toEqual({ failed: [] });
  const home = { supernode: 's1', epoch: 1 };
  expect(plane.node('n1')).toMatchObject({ state: 'online', home });
  expect(plane.supernode('s1').used).toBe(1);
  expect(plane.takeSent('login')).toEqual([]);
  expect(plane.check()).toMatchObject({ onlineCount: 2, violations: [] });
});

test('a log-in that is delivered again changes nothing and sends nothing', async () => {
  const plane = await waitingFor(2);
  await plane.deliver('login', loginOf('n1'));
  const before = plane.records();
  await plane.deliver('login', loginOf('n1'));
  expect(plane.records()).toEqual(before);
  expect(plane.takeSent('login')).toEqual([]);
  expect(plane.counted('LoginsSuperseded')).toBe(1);
});

test('two copies in one batch take one slot', async () => {
  const plane = await waitingFor(2);
  await plane.deliver('login', loginOf('n1'), loginOf('n1'));
  expect(plane.supernode('s1').used).toBe(1);
  expect(plane.check().violations).toEqual([]);
});

test('of two log-ins in a batch for the last slot one is placed, one comes back', async () => {
  const plane = await waitingFor(1);
  expect(await plane.deliver('login', loginOf('n1'), loginOf('n2'))).toEqual({ failed: [] });
  expect(plane.supernode('s1').used).toBe(1);
  expect(plane.takeSent('login')).toMatchObject([{ attempt: 2 }]);
  expect(plane.counted('LoginsWithoutCapacity')).toBe(1);
  expect(plane.check()).toMatchObject({ onlineCount: 2, violations: [] });
});

test('of two log-ins at work at once for the last slot one is placed', async () => {
  const plane = await waitingFor(1);
  await Promise.all([plane.deliver('login', loginOf('n1')), plane.deliver('login', loginOf('n2'))]);
  expect(plane.supernode('s1').used).toBe(1);
  expect(plane.takeSent('login')).toHaveLength(1);
  expect(plane.check()).toMatchObject({ onlineCount: 2, violations: [] });
});

test('two copies at work at once take one slot', async () => {
  const plane = await waitingFor(2);
  await Promise.all([plane.deliver('login', loginOf('n1')), plane.deliver('login', loginOf('n1'))]);
  expect(plane.supernode('s1').used).toBe(1);
  expect(plane.counted('LoginsPlaced')).toBe(1);
  // The other one asks once more, and is notified that its node is signed in.
  expect(plane.counted('LoginsOvertaken')).toBe(1);
  await plane.logInWhenDue();
  expect(plane.counted('LoginsSuperseded')).toBe(1);
  expect(plane.takeSent('login')).toEqual([]);
});

test('nobody is placed at a supernode that restarted between the read and the write', async () => {
  const plane = await waitingFor(2);
  plane.interfere = justBefore('TransactWriteItems', () =>
    plane.deliver('membership', aRestart({ nodeId: 's1' })),
  );
  await plane.deliver('login', loginOf('n1'));
  expect(plane.node('n1')).toMatchObject({ state: 'waiting', home: null });
  expect(plane.counted('PlacementsContended')).toBe(1);
  const logins = plane.takeSent('login');
  expect(logins).toContainEqual(expect.objectContaining({ nodeId: 'n1', attempt: 2 }));
  expect(plane.check()).toMatchObject({ onlineCount: 0, violations: [] });
});

test('no slot is taken for a node that restarted between the read and the write', async () => {
  const plane = await waitingFor(2);
  plane.interfere = justBefore('TransactWriteItems', () => plane.deliver('membership', aRestart()));
  await plane.deliver('login', loginOf('n1'));
  expect(plane.node('n1')).toMatchObject({ epoch: 2, state: 'waiting', home: null });
  expect(plane.supernode('s1').used).toBe(0);
  // The new boot logs in; the old one asks once more, and ends by what is read then.
  const logins = plane.takeSent('login');
  expect(logins.map((one) => 'attempt' in one && [one.epoch, one.attempt])).toEqual([
    [2, 1],
    [1, 2],
  ]);
  await plane.wait(minuteMs);
  await plane.deliver('login', ...logins.filter((one) => 'epoch' in one && one.epoch === 1));
  expect(plane.counted('LoginsSuperseded')).toBe(1);
  expect(plane.takeSent('login')).toEqual([]);
});

test('a log-in of the boot before is superseded by the restart that overtook it', async () => {
  const plane = await waitingFor(2);
  await plane.deliver('membership', aRestart({ epoch: 2 }));
  plane.takeSent('login');
  const before = plane.records();
  await plane.deliver('login', aSignedLogin({ epoch: 1 }));
  expect(plane.records()).toEqual(before);
  expect(plane.takeSent('login')).toEqual([]);
  expect(plane.counted('LoginsSuperseded')).toBe(1);
});

test('a log-in that nobody knows the boot of is refused and never comes back', async () => {
  const plane = await waitingFor(2);
  const before = plane.records();
  await plane.deliver('login', aSignedLogin({ epoch: 9 }), loginOf('nobody'));
  expect(plane.records()).toEqual(before);
  expect(plane.takeSent('login')).toEqual([]);
  expect(plane.counted('LoginsRefused')).toBe(2);
});

test('an orphan finds a new home, and the dead one keeps no claim on it', async () => {
  const orphan = aNode({ home: { supernode: 'gone', epoch: 1 } });
  const plane = await aControlPlane(
    [aSupernodesNode(), orphan, aWaitingNode({ nodeId: 'gone', epoch: 2 })],
    [aSupernode(), aSupernode({ nodeId: 'gone', nodeEpoch: 2, used: 1 })],
  );
  await plane.deliver('login', loginOf('n1'));
  expect(plane.node('n1').home).toEqual({ supernode: 's1', epoch: 1 });
  expect(plane.check()).toMatchObject({ onlineCount: 2, violations: [] });
});

test('a deferred client gets its admission time, within the refill, without a write', async () => {
  const gate = { fromMs: noonMs + 1, refillMs: 10 * minuteMs };
  const plane = await waitingFor(2, someSettings(), { gate });
  const before = plane.records();
  const writes: string[] = [];
  plane.interfere = (operation) => {
    if (/Write|Update|Put|Delete/.test(operation)) writes.push(operation);
    return undefined;
  };
  await plane.deliver('login', loginOf('n1'), loginOf('n2'));
  expect(plane.records()).toEqual(before);
  expect(writes).toEqual([]);
  const admissionTimesMs = plane.takeSent('login').map(({ dueAtMs }) => dueAtMs);
  expect(admissionTimesMs).toHaveLength(2);
  expect(new Set(admissionTimesMs).size).toBe(2);
});

describe('the log-in service', () => {
  const narrow = someTimings({ loginsPerRateLimitWindow: 1, rateLimitWindowMs: minuteMs });

  test('serves as many as fit in a window; the others have to come back', async () => {
    const plane = await waitingFor(5, someSettings({ timings: narrow }));
    await plane.deliver('login', loginOf('n1'), loginOf('n2'));
    expect(plane.supernode('s1').used).toBe(1);
    expect(plane.counted('LoginsBusy')).toBe(1);
    expect(plane.takeSent('login')).toHaveLength(1);
  });

  test('starts afresh with each window', async () => {
    const plane = await waitingFor(5, someSettings({ timings: narrow }));
    await plane.deliver('login', loginOf('n1'));
    await plane.wait(minuteMs);
    await plane.deliver('login', aSignedLogin({ nodeId: 'n2', dueAtMs: noonMs + minuteMs }));
    expect(plane.supernode('s1').used).toBe(2);
  });

  test('without backpressure works for those who have gone, who ask again', async () => {
    const settings = someSettings({ timings: narrow, policy: policies['no-backpressure'] });
    const plane = await waitingFor(5, settings);
    const { clientTimeoutMs, retryMs } = settings.timings;
    await plane.wait(clientTimeoutMs + 1);
    await plane.deliver('login', loginOf('n1'));
    expect(plane.supernode('s1').used).toBe(0);
    expect(plane.counted('LoginsAbandoned')).toBe(1);
    const dueAtMs = noonMs + clientTimeoutMs + 1 + retryMs;
    expect(plane.takeSent('login')).toMatchObject([{ attempt: 2, dueAtMs }]);
    // The window's one log-in was spent on it.
    await plane.deliver('login', aSignedLogin({ nodeId: 'n2', dueAtMs: noonMs + clientTimeoutMs }));
    expect(plane.counted('LoginsBusy')).toBe(1);
  });
});

test.each(['BatchGetItem', 'Query', 'UpdateItem', 'TransactWriteItems'])(
  'when the table throttles %s the log-in comes again and is not lost',
  async (operation) => {
    const plane = await waitingFor(2);
    plane.interfere = throttle(operation, 1);
    expect(await plane.deliver('login', loginOf('n1'))).toEqual({ failed: [0] });
    expect(plane.node('n1').state).toBe('waiting');
    expect(await plane.deliver('login', loginOf('n1'))).toEqual({ failed: [] });
    expect(plane.node('n1').state).toBe('online');
    expect(plane.check().violations).toEqual([]);
  },
);

describe('a placement that meets other transactions', () => {
  test('for ever has the client come back, and is no failure', async () => {
    const plane = await waitingFor(2);
    const { asked, interfere } = conflict(Number.POSITIVE_INFINITY);
    plane.interfere = interfere;
    expect(await plane.deliver('login', loginOf('n1'))).toEqual({ failed: [] });
    expect(asked.count).toBe(5);
    expect(plane.takeSent('login')).toMatchObject([{ nodeId: 'n1', attempt: 2 }]);
    expect(plane.counted('PlacementsContended')).toBe(1);
    expect(plane.counted('LoginsSuperseded')).toBe(0);
    expect(plane.node('n1')).toMatchObject({ state: 'waiting', home: null });
  });

  test('a few times is tried again and succeeds', async () => {
    const plane = await waitingFor(2);
    plane.interfere = conflict(4).interfere;
    expect(await plane.deliver('login', loginOf('n1'))).toEqual({ failed: [] });
    expect(plane.node('n1').state).toBe('online');
    expect(plane.takeSent('login')).toEqual([]);
  });

  test('has a single write tried again, a few times, and then the message', async () => {
    const plane = await waitingFor(2);
    const metBy = (times: number) => {
      let left = times;
      return (operation: string) => {
        if (operation !== 'UpdateItem' || left === 0) return undefined;
        left -= 1;
        return new ServiceError('TransactionConflictException', 'ongoing');
      };
    };
    plane.interfere = metBy(4);
    expect(await plane.deliver('login', loginOf('n1'))).toEqual({ failed: [] });
    expect(plane.node('n1').state).toBe('online');
    plane.interfere = metBy(5);
    expect(await plane.deliver('login', loginOf('n2'))).toEqual({ failed: [0] });
    expect(plane.node('n2').state).toBe('waiting');
  });

  test('at one supernode goes on to the next', async () => {
    const plane = await aControlPlane(
      [aSupernodesNode(), aSupernodesNode({ nodeId: 's2' }), aWaitingNode()],
      [aSupernode(), aSupernode({ nodeId: 's2' })],
    );
    plane.interfere = conflict(5).interfere;
    await plane.deliver('login', loginOf('n1'));
    expect(plane.node('n1').state).toBe('online');
    expect(plane.counted('PlacementsContended')).toBe(1);
  });
});

describe('a duplicate check', () => {
  /** A request that finds no room, at an attempt that answers a duplicate check. */
  const request = aSignedLogin({ attempt: duplicateCheckEvery });
  const body = JSON.stringify(request);
  const copy = (messageId: string) => ({ messageId, body, done: () => {} });
  const full = () => aControlPlane([aSupernodesNode(), aWaitingNode()], [aSupernode({ slots: 0 })]);

  test('leaves one of several copies of a request', async () => {
    const plane = await full();
    for (const messageId of ['a', 'b', 'c']) await plane.deliver('login', copy(messageId));
    expect(plane.takeSent('login')).toMatchObject([{ attempt: duplicateCheckEvery + 1 }]);
    expect(plane.counted('LoginCopiesDropped')).toBe(2);
  });

  test('lets the same message go on again when it could not be sent on', async () => {
    const plane = await full();
    plane.interfere = throttle('SendMessageBatch', 1);
    expect(await plane.deliver('login', copy('a'))).toEqual({ failed: [0] });
    await plane.deliver('login', copy('a'));
    expect(plane.takeSent('login')).toHaveLength(1);
  });

  /** What goes on after request `a` could not be sent on and comes again beside a copy. */
  const sentAfter = async (...ids: readonly string[]) => {
    const plane = await full();
    plane.interfere = throttle('SendMessageBatch', 1);
    await plane.deliver('login', copy('a'));
    await plane.deliver('login', ...ids.map(copy));
    return plane.takeSent('login');
  };

  test('is survived by a request that comes again after a copy in its batch', async () => {
    expect(await sentAfter('b', 'a')).toHaveLength(1);
  });

  test('is survived by a request that comes again before a copy in its batch', async () => {
    expect(await sentAfter('a', 'b')).toHaveLength(1);
  });

  test('that a copy answers too late does not silence the next sign-in', async () => {
    const plane = await aControlPlane([aSupernodesNode(), aWaitingNode()], [aSupernode()]);
    const refuse = conflict(5).interfere;
    let isDone = false;
    plane.interfere = async (operation, input) => {
      if (String(input?.UpdateExpression).includes('duplicateCheck = ') && !isDone) {
        isDone = true;
        await plane.deliver('login', copy('b'));
      }
      return refuse(operation);
    };
    // While `a` meets conflicts, and before it answers, `b` is placed.
    await plane.deliver('login', copy('a'));
    expect(plane.node('n1').home).toEqual({ supernode: 's1', epoch: 1 });
    expect(plane.takeSent('login')).toEqual([]);
    await plane.deliver('membership', aRestart({ nodeId: 's1' }));
    plane.takeSent('login');
    const proof = aProof({ nonce: noonMs + 1 });
    await plane.deliver('login', aSignedLogin({ attempt: duplicateCheckEvery, proof }));
    expect(plane.takeSent('login')).toMatchObject([{ attempt: duplicateCheckEvery + 1 }]);
  });

  test('is forgotten once the node has a home, or another boot', async () => {
    const plane = await full();
    await plane.deliver('login', copy('a'));
    await plane.deliver('membership', aRestart({ epoch: 2 }));
    plane.takeSent('login');
    await plane.deliver('login', aSignedLogin({ epoch: 2, attempt: duplicateCheckEvery }));
    expect(plane.takeSent('login')).toHaveLength(1);
  });
});

/** Answers so many transactions as DynamoDB does while another one holds the supernode's item. */
function conflict(times: number) {
  const asked = { count: 0 };
  const interfere = (operation: string) => {
    if (operation !== 'TransactWriteItems') return undefined;
    asked.count += 1;
    if (asked.count > times) return undefined;
    const CancellationReasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }];
    const details = { CancellationReasons };
    return new ServiceError('TransactionCanceledException', 'conflict', { details });
  };
  return { asked, interfere };
}
