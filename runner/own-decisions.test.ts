import { builtInDecisions, type Decisions, decisionsOf } from '#domain/decisions.ts';
import { aLogin, noonMs, someSettings } from '#testing/domain/builders.ts';
import { checkDecisions } from './own-decisions.ts';

/** Checked decisions in which `placeClient` is replaced. */
const placingBy = (placeClient: unknown) =>
  checkDecisions(decisionsOf(() => ({ placeClient }) as Partial<Decisions>));

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
  [() => ({ kind: 'banana' }), /placeClient answered \{"kind":"banana"\}/],
  [async () => ({ kind: 'no-capacity' }), /placeClient answered with a promise/],
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
  const { decisions, complaint } = checkDecisions(Object.fromEntries(copies) as Decisions);
  const settings = someSettings();
  const gate = { fromMs: 0, refillMs: 0 };
  const cell = { cell: 'c0000', population: 1, gate, healStep: 0, newsCount: 0, healDueAtMs: null };
  decisions.healStep(cell, [], [], settings, noonMs);
  decisions.placeClient([], settings, () => 0, noonMs);
  decisions.admitLogin({ gate, node: undefined, signedIn: false }, aLogin(), settings, noonMs);
  decisions.retryLogin(aLogin(), { kind: 'abandoned' }, settings, () => 0, noonMs);
  expect(complaint()).toBeUndefined();
});
