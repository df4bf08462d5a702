#!/usr/bin/env node
// Where the command starts. It loads only what it needs to say its version; all else is in
// `program.ts`.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';

// Of AWS's clients, which say on Node 20 when they will need a later one. It is no news for a run
// on this machine, and each of its threads would say it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [word, ...others] = process.argv.slice(2);

if ((word === '--version' || word === '-V') && others.length === 0)
  process.stdout.write(`${version}\n`);
else {
  // A checkout runs hundreds of TypeScript files. Node keeps them as they are once compiled. Worker
  // threads learn of that from the variable alone.
  const dependencies = join(root, 'node_modules');
  if (existsSync(dependencies)) {
    const cache = join(dependencies, '.cache', 'node');
    module.enableCompileCache?.(cache);
    process.env.NODE_COMPILE_CACHE ??= cache;
  }
  await import('./program.ts');
}
