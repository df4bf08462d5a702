// The stacks as `cdk synth` makes them of a context, in a folder of their own, without bundles.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { stacksOfApp } from '#cdk/stacks-of-app.ts';
import { settingContext } from '#domain/stack/stack-configuration.ts';

/** The context that the stacks are deployed with: values by name, without the prefix. */
export type DeployedWith = Readonly<Record<string, string>>;

const givenKey = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/**
 * How the stacks may be deployed: each context that gives a template resources or properties of
 * its own, by what it is called in a test's title.
 */
export const deployedWith: Readonly<Record<string, DeployedWith>> = {
  'as usual': {},
  'with traces': { tracing: 'on' },
  'with reserved units': { tableBilling: 'provisioned' },
  'on x86, with express children': { architecture: 'x86', mapChildren: 'express' },
  'to stay': { keyRotation: 'on', environment: 'prod' },
  watched: { alarms: 'on' },
  'for some hours': { ttl: '4h' },
  'under a key of its own': { customerKey: 'create', keyRotation: 'on' },
  'under a key that is there': { customerKey: givenKey },
  'with a role that is there': { role: 'LabRole' },
  'with a role that is there, and all else': {
    role: 'LabRole',
    customerKey: 'create',
    keyRotation: 'on',
    tracing: 'on',
    alarms: 'on',
    ttl: '4h',
  },
  'with a budget': { budgetUsd: '10', budgetMail: 'me@example.org' },
  'with a budget and all else': {
    budgetUsd: '10',
    budgetMail: 'me@example.org',
    keyRotation: 'on',
    tracing: 'on',
    alarms: 'on',
    ttl: '4h',
  },
};

/** An app with its stacks. The folder of its assembly is the caller's to remove. */
export function stacksInApp(words: DeployedWith) {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const asked = Object.entries(words).map(([name, word]) => [settingContext(name), word]);
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), 'rebootstorm-app-')),
    context: { ...context, ...Object.fromEntries(asked), 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  return { app, stacks: stacksOfApp(app, Date.UTC(2026, 11, 1, 14)) };
}
