// Holds the stacks to the rules of cdk-nag. How a synthesis ends says less than the report that it
// leaves.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { acknowledgedFindings, acknowledgeFindings } from '#cdk/acknowledged-findings.ts';
import { budgetNames } from '#cdk/budget-in-context.ts';
import { deploymentNames } from '#cdk/deployment-in-context.ts';
import { watchNames } from '#cdk/watch-in-context.ts';
import { type DeployedWith, deployedWith, stacksInApp } from './synthesised-app.ts';

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

/** What the rules find in each stack, as a path below it and a rule's id. */
function findingsIn(how: DeployedWith, prepare: (stack: AppStack) => void) {
  const { app, stacks } = stacksInApp(how);
  for (const stack of stacks) prepare(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const report = reportOf(app);
  const all = report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({ path: constructPath, id: ruleName })),
    ),
  );
  const within = stacks.map((stack) => ({
    stack,
    found: all
      .filter(({ path }) => path.startsWith(`${stack.node.path}/`))
      .map(({ path, id }) => ({ path: path.slice(`${stack.node.path}/`.length), id })),
  }));
  return { all, within, packs: report.pluginReports.map(({ pluginName }) => pluginName) };
}

type AppStack = Parameters<typeof acknowledgeFindings>[0];

describe.each(Object.entries(deployedWith))('deployed %s', (_title, how) => {
  test('no finding is unexplained', () => {
    expect(findingsIn(how, acknowledgeFindings).all).toEqual([]);
  });

  test('each explained finding is found, alone, and has a reason', () => {
    const { all, within, packs } = findingsIn(how, () => {});
    expect(packs).toEqual(['AwsSolutions', 'Serverless']);
    expect(within.flatMap(({ found }) => found)).toHaveLength(all.length);
    for (const { stack, found } of within) {
      const explained = acknowledgedFindings(stack);
      const explains = (one: (typeof found)[number]) =>
        explained.filter(({ id, path }) => id === one.id && one.path.startsWith(path));
      expect(found.filter((one) => explains(one).length !== 1)).toEqual([]);
      expect(found).toHaveLength(explained.length);
      for (const { reason } of explained) expect(reason.split(' ').length).toBeGreaterThan(8);
    }
  });
});

test('each context beside the settings is among what the stacks are deployed with', () => {
  const named = Object.values(deployedWith).flatMap((words) => Object.keys(words));
  const contexts = [...deploymentNames, ...watchNames, ...budgetNames];
  expect(contexts.filter((name) => !named.includes(name))).toEqual([]);
});

test('a budget is a stack of its own, and is among those that are looked at', () => {
  const stackCounts = Object.values(deployedWith).map((how) => {
    const { app, stacks } = stacksInApp(how);
    rmSync(app.outdir, { recursive: true });
    return [stacks.length, 'budgetUsd' in how ? 2 : 1];
  });
  for (const [count, expected] of stackCounts) expect(count).toBe(expected);
});
