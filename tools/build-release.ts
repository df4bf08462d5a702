// Makes what `npm pack` packs: one bundled file, the lab's page and the synthesised template, so
// that a release needs neither the CDK nor a TypeScript-reading Node, nor any dependency to be
// installed.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildLab } from '#lab/serve/build-lab.ts';
import { stackTemplatePath } from '#runner/local/stack-template.ts';

const root = process.cwd();
const dist = join(root, 'dist');

/** Some dependencies are CommonJS and call `require` for Node's own modules. */
const requireForCommonJs =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
copyFileSync(stackTemplatePath(join(root, 'cli')), join(dist, 'Rebootstorm.template.json'));
await build({
  entryPoints: {
    rebootstorm: join(root, 'cli', 'main.ts'),
    index: join(root, 'api', 'index.ts'),
    'policy-worker': join(root, 'runner', 'policy-worker.ts'),
    'swarm-worker': join(root, 'runner', 'swarm', 'swarm-worker.ts'),
    'verify-worker': join(root, 'runner', 'verify', 'verify-worker.ts'),
  },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // What the command and its thread share is packed once, and what only one command needs apart.
  splitting: true,
  chunkNames: 'shared-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20.11',
  mainFields: ['module', 'main'],
  banner: { js: requireForCommonJs },
  logLevel: 'warning',
});
// The page that `rebootstorm lab` serves.
await buildLab(root, join(dist, 'lab'));
