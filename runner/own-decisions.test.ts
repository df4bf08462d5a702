import { builtInDecisions, type Decisions, decisionsOf } from '#domain/decisions.ts';
import { aLogin, noonMs, someSettings } from '#testing/domain/builders.ts';
import { checkDecisions } from './own-decisions.ts';
import { ownCodeOf, policySource } from './policy-choice.ts';

const source = ownCodeOf(policySource('resilient'));

/** Checked decisions in which `placeClient` is replaced. */
const placingBy = (placeClient: unknown) =>
  checkDecisions(
    decisionsOf(() => ({ placeClient }) as Partial<Decisions>),
    source,
  );

const place = ({ decisions }: ReturnType<typeof placingBy>) =>
  decisions.placeClient([], someSettings(), () => 0, noonMs);

test('a decision of its own that answers as a built-in one is left alone', () => {
  const watched = placingBy(() => ({ kind: 'no-capacity' }));
  expect(place(watched)).toEqual({ kind: 'no-capacity' });
  expect(watched.complaint()).toBeUndefined();
});

test.each([
  [() => 42, /placeClient answered 42/],
  [() => undefined, /placeClient answered undefined/],
  [() => ({ kind: 'banana' }), /placeClient answered kind: 'banana' is not known/],
  [async () => ({ kind: 'no-capacity' }), /placeClient answered a promise/],
  [
    () => {
      throw new Error('boom');
    },
    /placeClient threw 'boom'/,
  ],
])('one that answers what it may not is reported by name: %p', (placeClient, words) => {
  const watched = placingBy(placeClient);
  expect(() => place(watched)).toThrow(words);
  expect(watched.complaint()).toMatch(words);
});

test('an admission time that has passed while the answer was made may be kept, as built-in', () => {
  const { decisions, complaint } = checkDecisions(
    decisionsOf((builtIn) => ({ retryLogin: (...facts) => builtIn.retryLogin(...facts) })),
    source,
  );
  const reason = { kind: 'deferred', admissionAtMs: noonMs - 1 } as const;
  const next = decisions.retryLogin(aLogin(), reason, someSettings(), () => 0, noonMs);
  expect(next.dueAtMs).toBe(noonMs - 1);
  expect(complaint()).toBeUndefined();
});

test('the first complaint is the one that is reported', () => {
  const watched = placingBy((_: unknown, __: unknown, random: () => number) => random() * 0 + 1);
  for (let call = 0; call < 3; call += 1) expect(() => place(watched)).toThrow('answered 1');
  expect(watched.complaint()).toContain('answered 1');
});

test('every built-in decision answers as its watch expects', () => {
  const copies = Object.entries(builtInDecisions).map(([name, decide]) => [
    name,
    (...facts: unknown[]) => (decide as (...facts: unknown[]) => unknown)(...facts),
  ]);
  const { decisions, complaint } = checkDecisions(Object.fromEntries(copies) as Decisions, source);
  const settings = someSettings();
  const gate = { fromMs: 0, refillMs: 0 };
  const cell = { cell: 'c0000', population: 1, gate, healStep: 0, newsCount: 0, healDueAtMs: null };
  decisions.healStep(cell, [], [], settings, noonMs);
  decisions.placeClient([], settings, () => 0, noonMs);
  decisions.admitLogin({ gate, node: undefined, signedIn: false }, aLogin(), settings, noonMs);
  decisions.retryLogin(aLogin(), { kind: 'abandoned' }, settings, () => 0, noonMs);
  expect(complaint()).toBeUndefined();
});

test.each([
  ['retryLogin', { note: 1 }, /note: no such field/],
  ['retryLogin', { attempt: 1.5 }, /attempt: .*it is 1\.5/],
  ['retryLogin', { nodeId: 'another' }, /nodeId: must stay .* \(it is "another"\)/],
  ['retryLogin', { dueAtMs: noonMs - 1 }, /dueAtMs: must not be before now/],
  ['retryLogin', { dueAtMs: noonMs + 25 * 3_600_000 }, /dueAtMs: must be at most .* a day ahead/],
  ['healStep', { promote: [{ nodeId: 'invented' }] }, /promote: must be of the candidates/],
  ['healStep', { gate: { fromMs: 0, refillMs: -1 } }, /gate\.refillMs: .*it is -1/],
  ['healStep', { nextAtMs: noonMs - 1 }, /nextAtMs: must not be before now/],
  ['placeClient', { kind: 'chosen', supernode: {} }, /supernode: must be of the supernodes/],
  ['admitLogin', { kind: 'refused', reason: 'mood' }, /reason: 'mood' is not known/],
])('%s with %o is refused by the field and its value', (name, change, words) => {
  const changing = (...facts: never[]) => ({
    ...(name === 'admitLogin' || name === 'placeClient'
      ? {}
      : (builtInDecisions[name as keyof Decisions] as (...all: never[]) => object)(...facts)),
    ...change,
  });
  const own = { [name]: changing } as unknown as Partial<Decisions>;
  const { decisions, complaint, refuseFaults } = checkDecisions(
    decisionsOf(() => own),
    source,
  );
  const gate = { fromMs: 0, refillMs: 0 };
  const cell = { cell: 'c0000', population: 1, gate, healStep: 0, newsCount: 0, healDueAtMs: null };
  const settings = someSettings();
  const calls: Record<string, () => unknown> = {
    retryLogin: () =>
      decisions.retryLogin(aLogin(), { kind: 'abandoned' }, settings, () => 0, noonMs),
    healStep: () => decisions.healStep(cell, [], [], settings, noonMs),
    placeClient: () => decisions.placeClient([], settings, () => 0, noonMs),
    admitLogin: () =>
      decisions.admitLogin({ gate, node: undefined, signedIn: false }, aLogin(), settings, noonMs),
  };
  expect(calls[name]).toThrow(words);
  expect(complaint()).toMatch(words);
  expect(refuseFaults).toThrow(/[^.]\.$/);
});
