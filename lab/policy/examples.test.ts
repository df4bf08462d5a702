import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policySource } from '#runner/policy-choice.ts';
import { twinRun } from '#runner/twin/twin-run.ts';
import { checkText } from './check-text.ts';
import { policyExamples } from './examples.ts';

const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(policyExamples.map(({ title, text }, index) => [title, text, index] as const))(
  'the example "%s" runs as it is',
  async (_, text, index) => {
    expect(checkText(text)).toHaveProperty('variable', 'policy');
    const path = join(folder, `example-${index}.ts`);
    writeFileSync(path, text);
    const { run } = await twinRun(
      {
        cloud: 'twin',
        scenario: 'drill',
        policy: policySource(path),
        seed: 1,
        nodeCount: 100,
        scale: 'embedded',
        retries: 'executed',
      },
      () => {},
      () => 0,
    );
    expect(text).toContain(`id: '${run.policy}'`);
    expect(run.violations).toEqual([]);
    expect(run.loginsPlaced).toBeGreaterThan(0);
  },
);
