// What a hostile file tries. Whatever it does, it ends, says why, and leaves this program alone.
import type { Decisions } from '#domain/decisions.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import type { OwnCode } from '../own-code.ts';
import { ConfinedError, confinedPlaceOf } from './confined-error.ts';
import { confinedPolicy } from './confined-policy.ts';

const supernodes = [1, 2, 3].map(
  (used): SupernodeRecord => ({
    nodeId: `n${used}`,
    cell: 'c0000',
    epoch: 1,
    nodeEpoch: 1,
    slots: 3,
    used,
    leaseUntilMs: 1_000,
    operatorRun: false,
  }),
);

const settings = { policy: { herd: false } } as Parameters<Decisions['placeClient']>[1];

/** The file, as messages name it. */
const own: OwnCode = {
  name: 'policy.mjs',
  placeOf: confinedPlaceOf,
  lineNaming: () => undefined,
  enter() {},
  leave() {},
};

/** A policy whose `placeClient` has this body. */
const placing = (body: string) =>
  `export const policy = { id: 'mine', decisions: (builtIn) => ({
  placeClient: (supernodes, settings, random, nowMs) => { ${body} },
}) };`;

/** What it answers. Errors are thrown with their place. */
async function placed(text: string): Promise<unknown> {
  try {
    return await answerOf(text);
  } catch (error) {
    throw error instanceof ConfinedError ? new Error(error.sentence) : error;
  }
}

async function answerOf(text: string): Promise<unknown> {
  const policy = await confinedPolicy(text, own);
  try {
    const { placeClient } = policy.file.decisions?.(builtInDecisions) ?? {};
    return placeClient?.(supernodes, settings, () => 0.9, 5);
  } finally {
    policy.dispose();
  }
}

test('it answers with the very objects that it was given', async () => {
  const answer = await placed(placing("return { kind: 'chosen', supernode: supernodes[1] };"));
  expect((answer as { supernode: unknown }).supernode).toBe(supernodes[1]);
});

test('it may ask the built-in decision, which gets the same chance', async () => {
  const text = placing('return builtIn.placeClient(supernodes, settings, random, nowMs);');
  const asked = builtInDecisions.placeClient(supernodes, settings, () => 0.9, 5);
  expect(await placed(text)).toEqual(asked);
});

test('what was never given stays what it is, so that the check of answers finds it', async () => {
  const text = placing("return { kind: 'chosen', supernode: { nodeId: 'n9', epoch: 1 } };");
  expect(await placed(text)).toEqual({ kind: 'chosen', supernode: { nodeId: 'n9', epoch: 1 } });
});

test.each([
  ['for (;;) {}', /^policy\.mjs:2:\d+: it did not come to an end within its steps/],
  ['try { for (;;) {} } catch { return {}; }', /did not come to an end/],
  ['const all = []; for (;;) all.push(new Array(1e5).fill(7));', /used more memory than it may/],
  ["'x'.repeat(2 ** 29); return {};", /memory|invalid string length/],
  ['const again = () => again() + 1; return again();', /calls itself without end/],
  ['process .exit(0);', /'process' is not defined/],
  ["require('node:fs');", /'require' is not defined/],
  ["fetch('http://127.0.0.1/');", /'fetch' is not defined/],
  ['new Worker("");', /'Worker' is not defined/],
  ['setTimeout(() => {}, 1);', /'setTimeout' is not defined/],
  ['new SharedArrayBuffer(8);', /'SharedArrayBuffer' is not defined/],
  ['return Date.now();', /'Date' is not defined/],
  ['return Math .random();', /has no chance of its own/],
  [
    'for (;;) try { builtIn.placeClient(Array(20_000).fill(supernodes[0]), settings); } catch {}',
    /did not come to an end/,
  ],
  ["throw new Error('mine');", /^policy\.mjs:2:\d+: mine$/],
  ['return builtIn.placeClient(null);', /policy\.mjs:2/],
  ['return builtIn.placeClient(supernodes, settings, () => 1, nowMs);', /no other function than/],
  ["throw new Error('\\u001b[2Kno stack overflow');", /policy\.mjs:2:\d+: \S*no stack overflow$/],
])('%s ends with a word', async (body, words) => {
  await expect(placed(placing(body))).rejects.toThrow(words);
});

test.each([
  ["import fs from 'node:fs'; export const policy = { id: 'mine' };", /imports nothing/],
  [
    "const fs = await import('node:fs'); export const policy = { id: 'mine' };",
    /imports nothing|waits/,
  ],
  ["await new Promise(() => {}); export const policy = { id: 'mine' };", /waits for something/],
  ['for (;;) {}', /did not come to an end/],
  ["export const policy = { id: 'mine';", /^policy\.mjs:1:\d+: /],
  ['export const other = 1;', /exports no 'policy'/],
  ["export const policy = { id: 'two words' };", /id: letters, digits/],
  ["export const policy = { id: 'resilient' };", /that of a policy that ships/],
  ["export const policy = { id: 'mine', hypothesis: [] };", /hypotheses/],
  ["export const policy = { id: 'mine', hypotheses: ['herds'] };", /hypotheses/],
  ["export const policy = { id: 'mine', decisions: 1 };", /decisions: invalid input/],
  ["export const policy = { id: 'mine', decisions: () => 1 };", /must return an object/],
  [
    "export const policy = { id: 'mine', decisions: () => ({ plaseClient() {} }) };",
    /placeClient\?/,
  ],
  ["export const policy = new Proxy({}, { get() { throw new Error('trap'); } });", /trap/],
  ['', /exports no 'policy'/],
])('the file %j is refused', async (text, words) => {
  await expect(placed(text)).rejects.toThrow(words);
});

test('what it does to its own objects does not reach those of this program', async () => {
  const text = `
    Object.prototype.stolen = 1;
    Array.prototype.find = () => 'mine';
    JSON.stringify = () => '{"kind":"no-capacity"}';
    globalThis.JSON = null;
    ${placing("supernodes[0].used = 99; return { kind: 'chosen', supernode: supernodes[0] };")}`;
  const before = structuredClone(supernodes);
  const answer = await placed(text);
  expect(supernodes).toEqual(before);
  expect(({} as Record<string, unknown>).stolen).toBeUndefined();
  expect([1].find(() => true)).toBe(1);
  expect(answer).toMatchObject({ kind: 'chosen', supernode: { nodeId: 'n1', used: 1 } });
});

test('all calls together have a limit, too', async () => {
  const limits = { memoryBytes: 2 ** 25, stackBytes: 2 ** 17, stepsPerCall: 50, stepsInAll: 120 };
  const text = placing('for (let i = 0; i < 1e5; i += 1); return { kind: "no-capacity" };');
  const policy = await confinedPolicy(text, own, limits);
  const { placeClient } = policy.file.decisions?.(builtInDecisions) ?? {};
  const often = () => {
    for (let call = 0; call < 1_000; call += 1) placeClient?.(supernodes, settings, () => 0, 5);
  };
  expect(often).toThrow(/used more steps in all/);
  policy.dispose();
});

test('it ends after the same number of calls every time', async () => {
  const counted = async () => {
    const limits = { memoryBytes: 2 ** 25, stackBytes: 2 ** 17, stepsPerCall: 50, stepsInAll: 60 };
    const text = placing('for (let i = 0; i < 1e4; i += 1); return { kind: "no-capacity" };');
    const policy = await confinedPolicy(text, own, limits);
    const { placeClient } = policy.file.decisions?.(builtInDecisions) ?? {};
    let calls = 0;
    try {
      for (; calls < 10_000; calls += 1) placeClient?.(supernodes, settings, () => 0, 5);
    } catch {
      return calls;
    } finally {
      policy.dispose();
    }
    return calls;
  };
  const first = await counted();
  expect(first).toBeLessThan(10_000);
  expect(await counted()).toBe(first);
});
