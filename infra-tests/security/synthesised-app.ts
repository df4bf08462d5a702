// The stacks as `cdk synth` makes them, in a folder of their own, without bundles.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { RebootstormStack } from '#cdk/rebootstorm-stack.ts';
import { readConfiguration, type SettingWords } from '#domain/stack/stack-configuration.ts';

/** Settings that give the template resources or properties of their own. */
export const deployedAs: Readonly<Record<string, SettingWords>> = {
  'as usual': {},
  'with traces': { tracing: 'on' },
  'with reserved units': { tableBilling: 'provisioned' },
  'on x86, with express children': { architecture: 'x86', mapChildren: 'express' },
};

/** An app with one stack. The folder of its assembly is the caller's to remove. */
export function stackInApp(words: SettingWords): { app: App; stack: RebootstormStack } {
  const read = readConfiguration(words);
  if (read.kind === 'refused') throw new Error(read.problems.join('\n'));
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), 'rebootstorm-app-')),
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const { configuration } = read;
  return { app, stack: new RebootstormStack(app, 'Rebootstorm', { configuration }) };
}
