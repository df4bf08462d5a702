#!/usr/bin/env node
// The command as npm installs it. A release carries one bundled file; a checkout runs its sources
// on the Node that npm installed beside them, since the one on the path may be too old to read
// TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bundle = join(root, 'dist', 'rebootstorm.mjs');
const sources = join(root, 'cli', 'main.ts');

if (existsSync(sources)) runSources();
else await import(bundle);

function runSources() {
  const pinned = join(root, 'node_modules', 'node', 'bin', 'node');
  const node = existsSync(pinned) ? pinned : process.execPath;
  const child = spawn(node, [sources, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
