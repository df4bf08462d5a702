import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { examplePrices, exampleResult } from '#testing/cli/example-result.ts';
import { explainBillCommand } from './explain-command.ts';
import type { ExplainBillOptions } from './explain-options.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
  writeFileSync(join(folder, 'result.json'), stableJson(exampleResult()));
  writeFileSync(join(folder, 'prices.json'), stableJson(examplePrices.book));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function explained(options: Partial<ExplainBillOptions>): string {
  const said: string[] = [];
  const stdout = { write: (text: string) => said.push(text) } as never;
  const usual = { run: folder, line: undefined, policy: undefined, format: 'text' } as const;
  expect(explainBillCommand({ ...usual, ...options }, { stdout })).toBe(0);
  return said.join('');
}

test('a line leads from the meter over its price to the dollars, with the source', () => {
  const text = explained({ line: 'dynamodb.writeUnits', policy: 'resilient' });
  expect(text).toMatch(
    /^resilient\n {2}dynamodb\.writeUnits: DynamoDB, write units, on demand: \$0\.06/,
  );
  expect(text).toContain('96,004 metered as dynamodb.writeUnits = 96,004 write units\n');
  expect(text).toContain('96,004 × $0.000000625 = $0.06\n');
  expect(text).toMatch(/price: AmazonDynamoDB in us-east-1, usage type \w+.*; found\n/);
  expect(text).toMatch(/source: https:\/\/pricing\.us-east-1\.amazonaws\.com\/.*AmazonDynamoDB/);
});

test('a prorated meter says what was divided by', () => {
  const result = exampleResult();
  const [first] = result.runs;
  expect(first?.bill.lines.length).toBeGreaterThan(3);
  expect(explained({ line: 'lambda' })).toContain('lambda.armGbSeconds: Lambda');
});

test.each(['total', 'floor', 'networkFloor', 'outage', 'perMillionLogins', 'perNodeMonth'])(
  'the figure %s has steps of its own',
  (line) => {
    const { runs } = JSON.parse(explained({ line, format: 'json' }));
    expect(runs).toHaveLength(2);
    for (const { explanations } of runs) {
      expect(explanations).toHaveLength(1);
      expect(explanations[0].figure).toBe(line);
      expect(explanations[0].steps.length).toBeGreaterThan(0);
    }
  },
);

test('a name may be written in any case', () => {
  expect(explained({ line: 'DynamoDB' })).toBe(explained({ line: 'dynamodb' }));
  expect(explained({ line: 'SQS.StandardRequests' })).toContain('sqs.standardRequests: SQS');
});

test('Markdown has a heading for each policy and a list of the steps', () => {
  const text = explained({ line: 'total', format: 'markdown' });
  expect(text).toMatch(/^## legacy-2007\n\n- \*\*total: \$[\d.]+\*\*\n {2}- \$/);
});

test('a line or a policy that is not there is refused with the nearest', () => {
  expect(() => explained({ line: 'dynamodb.writeUnit' })).toThrow(/mean dynamodb\.writeUnits\?/);
  expect(() => explained({ policy: 'resilent' })).toThrow(
    /^\S+ has no policy resilent\. Did you mean resilient\? Known: [^.]+\.$/,
  );
});
