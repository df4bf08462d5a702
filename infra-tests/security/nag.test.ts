// Holds the stack to the rules of cdk-nag. How a synthesis ends says less than the report that it
// leaves.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { acknowledgedFindings, acknowledgeFindings } from '#cdk/acknowledged-findings.ts';
import type { RebootstormStack } from '#cdk/rebootstorm-stack.ts';
import { type DeployedAs, deployedAs, stackInApp } from './synthesised-app.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** The report of a synthesis, which throws an error that repeats it if there is a finding. */
function reportOf(app: App): Report {
  try {
    app.synth();
  } catch (error) {
    if (!String(error).includes('validation-report.json')) throw error;
  }
  const report = readFileSync(join(app.outdir, 'validation-report.json'), 'utf8');
  rmSync(app.outdir, { recursive: true });
  return JSON.parse(report);
}

/** What the rules find, each as a path below the stack and a rule's id. */
function findingsIn(how: DeployedAs, prepare: (stack: RebootstormStack) => void) {
  const { app, stack } = stackInApp(how);
  prepare(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const report = reportOf(app);
  const found = report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({
        path: constructPath.slice(`${stack.node.path}/`.length),
        id: ruleName,
      })),
    ),
  );
  return { stack, found, packs: report.pluginReports.map(({ pluginName }) => pluginName) };
}

describe.each(Object.entries(deployedAs))('deployed %s', (_title, how) => {
  test('no finding is unexplained', () => {
    expect(findingsIn(how, acknowledgeFindings).found).toEqual([]);
  });

  test('each explained finding is found, alone, and has a reason', () => {
    const { stack, found, packs } = findingsIn(how, () => {});
    expect(packs).toEqual(['AwsSolutions', 'Serverless']);
    const explained = acknowledgedFindings(stack);
    const explains = (one: (typeof found)[number]) =>
      explained.filter(({ id, path }) => id === one.id && one.path.startsWith(path));
    expect(found.filter((one) => explains(one).length !== 1)).toEqual([]);
    expect(found).toHaveLength(explained.length);
    for (const { reason } of explained) expect(reason.split(' ').length).toBeGreaterThan(8);
  });
});
