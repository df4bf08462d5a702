import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hypothesisNames, policies } from '#domain/policies.ts';
import { checkNames, choosePolicy, namedPolicy, policySource } from './policy-choice.ts';

const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/**
 * Writes a policy file with this text. Each file has a name of its own, since a module is loaded
 * only once.
 */
function aFile(text: string): string {
  files += 1;
  const path = join(folder, `mine-${files}.ts`);
  writeFileSync(path, text);
  return path;
}

test('a policy that has a name is found by it', () => {
  expect(namedPolicy('resilient')).toBe(policies.resilient);
});

test('hypotheses joined by + are all switched on, and nothing else', () => {
  const { id, ...switches } = namedPolicy('ghost-slots+herd');
  expect(id).toBe('ghost-slots+herd');
  expect(switches).toEqual({
    ghostSlots: true,
    herd: true,
    staleCandidates: false,
    noPriority: false,
    noBackpressure: false,
  });
});

test.each(hypothesisNames)('%s alone is a policy, and resilient has none of it', (name) => {
  const on = Object.values(namedPolicy(name)).filter((value) => value === true);
  expect(on).toHaveLength(1);
  expect(Object.values(policies.resilient)).not.toContain(true);
});

test.each([
  ['resiliant', /Did you mean resilient/],
  ['ghost-slots+hurd', /No hypothesis is called 'hurd'. Did you mean herd/],
])('a mistyped name, %s, is refused with the nearest known one', (text, words) => {
  expect(() => namedPolicy(text)).toThrow(words);
});

test('a file brings switches and decisions of its own', async () => {
  const path = aFile(`export const policy = {
    id: 'mine',
    hypotheses: ['no-backpressure'],
    decisions: (builtIn) => ({ placeClient: (...facts) => builtIn.placeClient(...facts) }),
  };`);
  const { policy, decisions } = await choosePolicy(policySource(path));
  expect(policy).toEqual({ ...policies['no-backpressure'], id: 'mine' });
  expect(decisions).toBeInstanceOf(Function);
});

test.each([
  ['nothing', '', /exports no 'policy'/],
  ['a name with blanks', `export const policy = { id: 'my policy' };`, /id: letters/],
  ['an unknown field', `export const policy = { id: 'mine', hypothesis: [] };`, /mean hypotheses/],
  ['an unknown hypothesis', `export const policy = { id: 'm', hypotheses: ['x'] };`, /hypotheses/],
  [
    'an unknown decision',
    `export const policy = { id: 'm', decisions: () => ({ placeNode() {} }) };`,
    /no decision is called 'placeNode'. Did you mean placeClient/,
  ],
  [
    'a decision that is no function',
    `export const policy = { id: 'm', decisions: () => ({ healStep: 1 }) };`,
    /healStep must be a function/,
  ],
  ['broken code', 'export const policy = {', /cannot be loaded/],
])('a file with %s is refused in words', async (_what, text, words) => {
  await expect(choosePolicy(policySource(aFile(text)))).rejects.toThrow(words);
});

test('a file that is not there, and a folder, is reported so', () => {
  expect(() => policySource('./no-such-file.ts')).toThrow('there is no such file');
  expect(() => policySource('./runner')).toThrow('./runner: it is a folder.');
});

test('what runs is the file as it was read, whatever becomes of it', async () => {
  const path = aFile("export const policy = { id: 'as-it-was' };");
  const source = policySource(path);
  writeFileSync(path, "export const policy = { id: 'as-it-is' };");
  expect((await choosePolicy(source)).policy.id).toBe('as-it-was');
  rmSync(path);
  expect((await choosePolicy(source)).policy.id).toBe('as-it-was');
});

test.each([
  ['the name of one that ships', "{ id: 'resilient' }", /is that of a policy that ships/],
  ['decisions that throw', "{ id: 'm', decisions: () => { throw new Error('boom'); } }", /boom/],
  ['decisions that promise', "{ id: 'm', decisions: async () => ({}) }", /must return an object/],
  ['decisions that are none', "{ id: 'm', decisions: () => 42 }", /must return an object/],
])('a file with %s is refused, too', async (_what, policy, words) => {
  await expect(
    choosePolicy(policySource(aFile(`export const policy = ${policy};`))),
  ).rejects.toThrow(words);
});

test('a bundle is the same in whichever order, and however often, it is notified', () => {
  expect(namedPolicy('herd+ghost-slots+herd')).toEqual(namedPolicy('ghost-slots+herd'));
});

test('policies side by side have different names', () => {
  const herd = namedPolicy('herd');
  expect(() => checkNames([herd, herd])).toThrow("called 'herd'");
  checkNames([herd, namedPolicy('resilient')]);
});
