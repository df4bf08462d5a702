// The template from which the local cloud is wired: the one that would be deployed. A release has
// it packed. A checkout synthesises it, and does so again only after the stack's own sources have
// changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  chosenSettings,
  type SettingValue,
  type StackConfiguration,
  settingContext,
  usualConfiguration,
} from '#domain/stack/stack-configuration.ts';
import { usualStackName } from '#domain/stack-names.ts';

/** The stack could not be synthesised. The message carries the output of the CDK app. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

const templateFile = `${usualStackName}.template.json`;

/** The first synthesis loads all of aws-cdk-lib. That takes seconds, never minutes. */
const synthesisLimitMs = 120_000;

/**
 * Reads the stack's template.
 * @param home the folder of the running program: a release's `dist`, or a checkout's `cli`
 * @param configuration what the deployer chose; the usual configuration when absent
 * @throws {SynthesisError}
 */
export function readStackTemplate(
  home: string,
  configuration: StackConfiguration = usualConfiguration,
): Record<string, unknown> {
  return JSON.parse(readFileSync(stackTemplatePath(home, configuration), 'utf8'));
}

/**
 * Finds the stack's template, and synthesises it first if needed.
 * @throws {SynthesisError}
 */
export function stackTemplatePath(
  home: string,
  configuration: StackConfiguration = usualConfiguration,
): string {
  const context = contextOf(configuration);
  const packed = join(home, templateFile);
  if (!existsSync(packed)) return synthesised(dirname(home), context);
  const chosen = Object.keys(context);
  if (chosen.length === 0) return packed;
  throw new SynthesisError(
    `A release carries one template, and ${chosen.join(', ')} ask for another. In a checkout the ` +
      'stack is synthesised anew.',
  );
}

/** The context by which `cdk deploy` makes the same stack: what differs from the usual settings. */
function contextOf(configuration: StackConfiguration): Readonly<Record<string, SettingValue>> {
  const chosen = chosenSettings(configuration);
  return Object.fromEntries(chosen.map(([name, value]) => [settingContext(name), value]));
}

type Context = ReturnType<typeof contextOf>;

function synthesised(root: string, context: Context): string {
  const cache = join(root, 'node_modules', '.cache', 'rebootstorm');
  const folder = join(cache, sourcesHash(root, context));
  if (!existsSync(folder)) synthesise(root, cache, folder, context);
  return join(folder, templateFile);
}

function synthesise(root: string, cache: string, folder: string, context: Context): void {
  const work = `${folder}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  const { status, stderr, error } = spawnSync(process.execPath, [join('cdk', 'app.ts')], {
    cwd: root,
    encoding: 'utf8',
    timeout: synthesisLimitMs,
    env: {
      ...process.env,
      CDK_OUTDIR: work,
      // The handlers run from source here, so no bundle is made.
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }),
      // CDK's own rules take seconds to load. A deploy checks the template against them.
      CDK_VALIDATION: 'false',
    },
  });
  if (status !== 0)
    throw new SynthesisError(`node cdk/app.ts failed in ${root}:\n${error?.message ?? stderr}`);
  if (!existsSync(join(work, templateFile)))
    throw new SynthesisError(`node cdk/app.ts ended well in ${root}, but left no ${templateFile}`);
  publish(work, folder);
}

/** Two runs may synthesise at the same time. The first one to finish is kept. */
function publish(work: string, folder: string): void {
  try {
    renameSync(work, folder);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function sourcesHash(root: string, context: Context): string {
  const texts = readImports(root, 'cdk/app.ts');
  for (const path of ['cdk.json', 'package-lock.json'])
    texts.set(path, readFileSync(join(root, path), 'utf8'));
  const hash = createHash('sha256');
  for (const path of [...texts.keys()].sort()) hash.update(path).update(texts.get(path) ?? '');
  if (Object.keys(context).length > 0) hash.update(JSON.stringify(context));
  return hash.digest('hex').slice(0, 16);
}

const ownImport = /from '(#[^']+|\.[^']+)'/g;

/** The project's sources that a source imports, and itself. The functions' code is left out. */
function readImports(
  root: string,
  path: string,
  texts = new Map<string, string>(),
): Map<string, string> {
  if (texts.has(path)) return texts;
  const text = readFileSync(join(root, path), 'utf8');
  texts.set(path, text);
  for (const [, specifier = ''] of text.matchAll(ownImport)) {
    const isAlias = specifier.startsWith('#');
    readImports(root, isAlias ? specifier.slice(1) : join(dirname(path), specifier), texts);
  }
  return texts;
}
