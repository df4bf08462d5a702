// Holds the templates to AWS's linter of CloudFormation. It needs Python; without it, the tests
// print that they are skipped.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeIfPresent } from '#tools/needs.ts';
import { type CfnLint, cfnLint, LinterUnavailableError, type LintFinding } from './cfn-lint.ts';
import { type DeployedWith, deployedWith, stacksInApp } from './synthesised-app.ts';

/** What the CDK writes so, each with the reason why it is no fault. */
const ofTheCdk: Readonly<Record<string, string>> = {
  W3005: 'it names a dependency that a reference makes anyway',
  I1022: 'it joins texts with Fn::Join, where Fn::Sub would do, too',
};

describeIfPresent('python3', 'cfn-lint', () => {
  let linter: CfnLint | undefined;

  beforeAll(async () => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    linter = await cfnLint(process.cwd(), say).catch((error: unknown) => {
      if (!(error instanceof LinterUnavailableError)) throw error;
      say(`\n*** SKIPPED cfn-lint: ${error.message} ***\n`);
      return undefined;
    });
  });

  const foundIn = async (how: DeployedWith, spoil = (text: string) => text) => {
    if (linter === undefined) return undefined;
    const { app, stacks } = stacksInApp(how);
    const assembly = app.synth();
    const path = join(app.outdir, 'linted.template.json');
    const found: LintFinding[] = [];
    for (const { artifactId } of stacks) {
      const { template } = assembly.getStackArtifact(artifactId);
      writeFileSync(path, spoil(JSON.stringify(template)));
      found.push(...(await linter(path)));
    }
    rmSync(app.outdir, { recursive: true });
    return found.filter(({ rule }) => !Object.hasOwn(ofTheCdk, rule));
  };

  test.each(Object.entries(deployedWith))('finds nothing in stacks %s', async (_title, how) => {
    expect((await foundIn(how)) ?? []).toEqual([]);
  });

  test('finds a wrong value, a wrong property and a reference to nothing', async () => {
    const found = await foundIn({}, (text) =>
      text
        .replace('"PAY_PER_REQUEST"', '"PAY_BY_MOON"')
        .replace('"VisibilityTimeout":', '"VisibleTimeout":')
        .replace('{"Ref":"IdentityKey', '{"Ref":"IdentifyKey'),
    );
    if (found === undefined) return;
    const rules = found.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['E3030', 'E3002', 'E1020']));
  });
});
