// The template from which the local cloud is wired: the one that would be deployed. A release has
// it packed. A checkout synthesises it, and does so again only after the stack's own sources have
// changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The stack could not be synthesised. The message carries the output of the CDK app. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/** The name of the stack, and so of its template. */
export const stackName = 'Rebootstorm';

const templateFile = `${stackName}.template.json`;

/** The first synthesis loads all of aws-cdk-lib. That takes seconds, never minutes. */
const synthesisLimitMs = 120_000;

/**
 * Reads the stack's template.
 * @param home the folder of the running program: a release's `dist`, or a checkout's `cli`
 * @throws {SynthesisError}
 */
export function readStackTemplate(home: string): Record<string, unknown> {
  return JSON.parse(readFileSync(stackTemplatePath(home), 'utf8'));
}

/**
 * Finds the stack's template, and synthesises it first if needed.
 * @throws {SynthesisError}
 */
export function stackTemplatePath(home: string): string {
  const packed = join(home, templateFile);
  return existsSync(packed) ? packed : synthesised(dirname(home));
}

function synthesised(root: string): string {
  const cache = join(root, 'node_modules', '.cache', 'rebootstorm');
  const folder = join(cache, sourcesHash(root));
  if (!existsSync(folder)) synthesise(root, cache, folder);
  return join(folder, templateFile);
}

function synthesise(root: string, cache: string, folder: string): void {
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
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
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

function sourcesHash(root: string): string {
  const texts = readImports(root, 'cdk/app.ts');
  for (const path of ['cdk.json', 'package-lock.json'])
    texts.set(path, readFileSync(join(root, path), 'utf8'));
  const hash = createHash('sha256');
  for (const path of [...texts.keys()].sort()) hash.update(path).update(texts.get(path) ?? '');
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
