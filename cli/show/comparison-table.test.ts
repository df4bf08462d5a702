import { exampleResult } from '#testing/cli/example-result.ts';
import { comparisonTable } from './comparison-table.ts';

const plain = { width: 80, colour: false };

function lineOf(text: string, label: string): string {
  return text.split('\n').find((line) => line.startsWith(label)) ?? '';
}

test('policies stand side by side with their measures in words', () => {
  const text = comparisonTable(exampleResult(), plain);
  expect(lineOf(text, 'Verdict')).toMatch(/✗ stuck \(as expected\) +✓ healed \(as expected\)/);
  expect(lineOf(text, 'Healed, after')).toMatch(/no \(watched for 1[0-9] h[^)]*\)? +30 min/);
  expect(lineOf(text, 'Log-in attempts')).toMatch(/494,404 +8,238/);
});

test('a meter that is missing is called not measured', () => {
  const result = exampleResult();
  const runs = result.runs.map((run) => ({ ...run, meters: {} }));
  const text = comparisonTable({ ...result, runs }, plain);
  expect(lineOf(text, 'Step Functions transitions')).toMatch(/not measured +not measured/);
});

test('dead-lettered messages that nobody counted are not shown as none', () => {
  const result = exampleResult();
  for (const run of result.runs) run.deadLetters = {};
  expect(lineOf(comparisonTable(result, plain), 'Dead-lettered')).toContain('not measured / 3');
});

test('faults that never struck are none, not unmeasured', () => {
  const result = exampleResult();
  for (const run of result.runs) run.faults = {};
  expect(lineOf(comparisonTable(result, plain), 'Injected')).toMatch(/faults +0 +0/);
  result.faults = 'none';
  expect(lineOf(comparisonTable(result, plain), 'Injected')).toMatch(/faults +none +none/);
});

test('a time to heal is told to the second, and dips are told', () => {
  const result = exampleResult();
  const healed = (ms: number, belowMs = ms) => {
    for (const run of result.runs) Object.assign(run, { healMs: ms, belowTargetAfterMs: belowMs });
    return lineOf(comparisonTable(result, plain), 'Healed, after');
  };
  expect(healed(14_000)).toMatch(/restart +14 s +14 s/);
  expect(healed(0)).toMatch(/restart +at once +at once/);
  expect(healed(60_000)).toMatch(/restart +1 min +1 min/);
  expect(healed(125_000, 20_000)).toMatch(/restart +2 min 5 s, with dips/);
});

test('where the verdict is unknown, no time to heal is claimed', () => {
  const result = exampleResult();
  for (const run of result.runs) run.verdict = { kind: 'unknown', sentence: 'too few restarts.' };
  expect(lineOf(comparisonTable(result, plain), 'Healed, after')).toMatch(
    /no \(watched [^–]+ +– *$/,
  );
});

test.each([40, 60, 80, 120])('no line is longer than %d columns', (width) => {
  const text = comparisonTable(exampleResult(), { width, colour: false });
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(width);
});

test('more policies than fit side by side follow underneath', () => {
  const result = exampleResult();
  result.runs = ['a', 'b', 'c', 'd', 'e'].flatMap((policy) =>
    result.runs.slice(0, 1).map((run) => ({ ...run, policy: `policy-${policy}` })),
  );
  const text = comparisonTable(result, plain);
  expect(text.match(/^Verdict/gm)).toHaveLength(3);
  expect(text).toContain('policy-e');
});

test('a verdict that the scenario did not expect says what was expected', () => {
  const result = exampleResult();
  for (const run of result.runs) run.expected = ['late', 'stuck', 'not-healed'];
  for (const run of result.runs) run.verdict = { kind: 'unknown', sentence: 'too few restarts.' };
  const one = { ...result, runs: result.runs.slice(0, 1) };
  expect(comparisonTable(one, { width: 80, colour: false }).replaceAll(/\s+/g, ' ')).toContain(
    '? unknown (expected: healed too late, stuck or not healed)',
  );
});

test('one sentence for each policy comes before the notes on the bill', () => {
  const lines = comparisonTable(exampleResult(), plain).trimEnd().split('\n');
  const said = lines.slice(lines.findIndex((line) => line.startsWith('✗ legacy-2007'))).join(' ');
  expect(said).toMatch(/✓ resilient: 99 % were signed in again.* Prices: us-east-1/);
});

test('colour adds escape codes and changes nothing else', () => {
  const colourful = comparisonTable(exampleResult(), { width: 80, colour: true });
  const bare = comparisonTable(exampleResult(), plain);
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
  expect(colourful).toMatch(escapes);
  expect(bare).not.toMatch(escapes);
  expect(colourful.replace(escapes, '').replace(/ +$/gm, '')).toBe(bare);
});

test('the cloud stands above the table, and the twin shows no count that it does not take', () => {
  const result = exampleResult();
  expect(comparisonTable(result, plain)).toMatch(/^2,000 PCs on the local cloud/);
  Object.assign(result, { cloud: 'twin', scale: 'full', retries: 'executed' });
  const text = comparisonTable(result, plain);
  expect(text).toMatch(/^2,000 PCs on the twin, a model of the stack, at full scale, failing a/);
  expect(lineOf(text, 'Invariants')).toMatch(/none violated \(checked/);
  expect(lineOf(text, 'Dead-lettered') + lineOf(text, 'Injected')).toBe('');
});
