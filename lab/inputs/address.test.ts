import fc from 'fast-check';
import { checkScenario } from '#domain/scenario/check-scenario.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { policiesOffered } from '../policy/compared-policies.ts';
import { regionsPriced } from '../prices.ts';
import { addressOf, readAddress } from './address.ts';
import { fieldFacts } from './field-facts.ts';
import { concurrencyRange, inputsFor, type LabInputs, nodesRange, nodesRangeOf } from './inputs.ts';
import { plannedRun } from './planned-run.ts';

const names = Object.keys(scenarios);
const policyNames = [...policiesOffered, 'ghost-slots+herd', 'no-priority+no-backpressure'];

test('what is chosen is read from its own address, and nothing is mended', () => {
  const inputs = fc.record({
    scenario: fc.constantFrom(...names),
    policies: fc.shuffledSubarray(policyNames, { minLength: 2, maxLength: 3 }),
    nodes: fc.integer({ min: nodesRange.min, max: nodesRange.max }),
    seed: fc.nat(),
    concurrency: fc.integer({ min: concurrencyRange.min, max: concurrencyRange.max }),
    region: fc.constantFrom(...regionsPriced),
    own: fc.constantFrom(null, 'q0xKz-_9'),
    headroom: fc.double({ min: 0.5, max: 3, noNaN: true }),
  });
  fc.assert(
    fc.property(inputs, ({ headroom, ...rest }) => {
      const fields = { 'sizes.headroom': headroom };
      const nodes = Math.min(rest.nodes, nodesRangeOf(rest.scenario).max);
      const chosen = { ...rest, nodes, fields } as unknown as LabInputs;
      expect(readAddress(`#${addressOf(chosen)}`)).toEqual({ inputs: chosen, mended: [] });
    }),
    { numRuns: 50 },
  );
});

test('of any text comes something that can run, and a text that is mended says so', () => {
  const words = [
    'v',
    'scenario',
    'policies',
    'nodes',
    'seed',
    'prices',
    'concurrency',
    'restarts',
    'timings.leaseMs',
  ];
  const part = fc.tuple(
    fc.oneof(fc.constantFrom(...words), fc.string()),
    fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('drill', 'herd,herd', '1')),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.map(([name, value]) => `${name}=${value}`).join('&');
      const { inputs, mended } = readAddress(text);
      expect(plannedRun(inputs).problems).toEqual([]);
      expect(inputs.policies[0]).not.toBe(inputs.policies[1]);
      const again = readAddress(addressOf(inputs));
      expect(again).toEqual({ inputs, mended: [] });
      expect(mended.every((sentence) => /[.?]$/.test(sentence))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['', []],
  ['scenario=drill', []],
  ['scenario=drll', [/No scenario is called 'drll': drill is taken/]],
  ['scenario=zzzz', [/'zzzz': it is left out/]],
  ['nodes=99999999', [/nodes = '99999999' cannot be: 10,000,000 is taken/]],
  ['scenario=drill&nodes=10000000', [/nodes = '10000000' cannot be: 1,500,000 is taken/]],
  ['concurrency=3', [/concurrency = '3' cannot be: 4 is taken/]],
  ['nodes=0x40', [/nodes is a number/]],
  ['seed=-1', [/seed = '-1' cannot be: 0 is taken/]],
  ['policies=resilient', []],
  ['policies=herd,no-priority,resilient', []],
  ['policies=herd,no-priority,resilient,legacy-2007', [/the first three/]],
  ['policies=herd,herd', [/Different policies are compared: herd, resilient\./]],
  ['policies=herd%2Bghost-slots,ghost-slots%2Bherd,resilient', [/ghost-slots\+herd, resilient\./]],
  ['policies=herd%2Bgost-slots,resilient', [/'herd\+gost-slots'/]],
  ['policies=resilient,./policy.mjs', [/no text of one's own policy/]],
  ['policies=resilient,./policy.mjs&policy=abc', []],
  ['policy=a/b', [/damaged/]],
  ['restarts=9', [/restarts = '9' cannot be: 1\.47 is taken/]],
  ['timings.leaseM=5', [/left out. Did you mean timings.leaseMs/]],
  ['timings.leaseMs=1000', [/timings.leaseMs is set back to the record: a lease of 1000 ms/]],
  ['v=2', [/of version '2'/]],
])('%j is mended as it says', (text, said) => {
  const { mended } = readAddress(text);
  expect(mended).toHaveLength(said.length);
  for (const [index, words] of said.entries()) expect(mended[index]).toMatch(words);
});

test('each field of each scenario has a recorded value in its range, with words and source', () => {
  for (const name of names) {
    const facts = fieldFacts(scenarioOf(name));
    expect(facts.length).toBeGreaterThan(14);
    for (const { input, recorded, range, says, setAs, notes } of facts) {
      expect(recorded).toBeGreaterThanOrEqual(range.min);
      expect(recorded).toBeLessThanOrEqual(range.max);
      expect(says).not.toBe('');
      expect([name, input.name, notes[0]?.provenance]).toEqual([
        name,
        input.name,
        expect.stringMatching(/^(found|derived|fitted|guess)$/),
      ]);
      expect(setAs).not.toEqual([]);
    }
  }
});

test('without a change the scenario is the one that ships, and a changed one is noted', () => {
  for (const name of names) expect(plannedRun(inputsFor(name)).scenario).toBe(scenarioOf(name));
  const changed = plannedRun({ ...inputsFor('drill'), fields: { restarts: 0.5 } }).scenario;
  expect(changed.storm.nights.map(({ restartShare }) => restartShare)).toEqual([0.15, 0.15]);
  expect(changed.assumptions[0]).toMatchObject({ provenance: 'guess', value: '0.15' });
  expect(checkScenario(changed)).toEqual([]);
});
