// The stacks as `cdk synth` makes them, in a folder of their own, without bundles.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { type Deployment, usualDeployment } from '#cdk/deployment-in-context.ts';
import { RebootstormStack } from '#cdk/rebootstorm-stack.ts';
import { readConfiguration, type SettingWords } from '#domain/stack/stack-configuration.ts';

/** How a stack may be deployed: what gives its template resources or properties of their own. */
export interface DeployedAs {
  readonly settings?: SettingWords;
  readonly deployment?: Partial<Deployment>;
  readonly isWatched?: boolean;
}

/** Each such way, by what it is called in a test's title. */
export const deployedAs: Readonly<Record<string, DeployedAs>> = {
  'as usual': {},
  'with traces': { settings: { tracing: 'on' } },
  'with reserved units': { settings: { tableBilling: 'provisioned' } },
  'on x86, with express children': { settings: { architecture: 'x86', mapChildren: 'express' } },
  'to stay': { settings: { keyRotation: 'on' }, deployment: { environment: 'prod' } },
  watched: { isWatched: true },
  'for some hours': { deployment: { endsAtMs: Date.UTC(2026, 11, 1, 18) } },
  'with a role that is there': { deployment: { role: 'LabRole' } },
};

/** An app with one stack. The folder of its assembly is the caller's to remove. */
export function stackInApp({ settings = {}, deployment, isWatched = false }: DeployedAs): {
  app: App;
  stack: RebootstormStack;
} {
  const read = readConfiguration(settings);
  if (read.kind === 'refused') throw new Error(read.problems.join('\n'));
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), 'rebootstorm-app-')),
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const { configuration } = read;
  const all = { ...usualDeployment, ...deployment };
  return {
    app,
    stack: new RebootstormStack(app, 'Rebootstorm', { configuration, deployment: all, isWatched }),
  };
}
