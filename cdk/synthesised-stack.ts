// The stack as tests see it: the template that would be deployed, made without bundling.
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type StackConfiguration, usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { type Deployment, usualDeployment } from './deployment-in-context.ts';
import { RebootstormStack } from './rebootstorm-stack.ts';

/** One resource of the template, its intrinsics unresolved. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what shape they expect.
  readonly Properties: any;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** Synthesises the stack under the flags of cdk.json. */
export function synthesisedStack(
  configuration: StackConfiguration = usualConfiguration,
  deployment: Deployment = usualDeployment,
  isWatched = false,
): Template {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  // A bundle takes a second each, and no promise of the template depends on what is in it.
  const app = new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    // CDK's own rules take seconds to load. A deploy holds them against the template.
    builtinCloudFormationValidation: false,
  });
  return Template.fromStack(
    new RebootstormStack(app, 'Rebootstorm', { configuration, deployment, isWatched }),
  );
}

/** The resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): Record<string, Resource> {
  return template.findResources(type) as Record<string, Resource>;
}

/** The one resource of a type whose logical id starts so. @throws Error for none or several */
export function resourceNamed(template: Template, type: string, start: string): [string, Resource] {
  const found = Object.entries(resourcesOf(template, type)).filter(([id]) => id.startsWith(start));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`expected one ${type} called ${start}..., found ${found.length}`);
  return only;
}
