// Run after `npm install` changed package-lock.json: a registry that carries only some platforms'
// packages leaves out the optional ones of other platforms, and `npm ci` then refuses the lock file
// on every machine. This writes them in, with the platform that their names say.
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  version: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

type LockEntries = Record<string, LockEntry>;

const systems = 'android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' ');
const processors = 'x64 arm64 arm ia32 ppc64 s390x riscv64 loong64 mips64el wasm32'.split(' ');

const path = 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: LockEntries };
const missing = missingEntries(lock.packages);
const packages = Object.entries({ ...lock.packages, ...missing });
lock.packages = Object.fromEntries(packages.sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${path}: wrote ${Object.keys(missing).length} missing optional packages\n`);

function missingEntries(entries: LockEntries): LockEntries {
  const missing: LockEntries = {};
  for (const [owner, { optionalDependencies, dev }] of Object.entries(entries)) {
    for (const [name, range] of Object.entries(optionalDependencies ?? {})) {
      if (isPresent(entries, owner, name)) continue;
      missing[`node_modules/${name}`] = entryOf(name, range, dev === true);
    }
  }
  return missing;
}

/** Node looks beside the owner first, then ever further up. */
function isPresent(entries: LockEntries, owner: string, name: string): boolean {
  const parts = owner.split('/node_modules/');
  return (
    parts.some((_, depth) => {
      const above = parts.slice(0, depth + 1).join('/node_modules/');
      return `${above === '' ? '' : `${above}/`}node_modules/${name}` in entries;
    }) || `node_modules/${name}` in entries
  );
}

function entryOf(name: string, range: string, dev: boolean): LockEntry {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGlibc = words.some((word) => word.startsWith('gnu'));
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    optional: true,
    ...(os.length > 0 && { os }),
    ...(os.includes('linux') && isMusl && { libc: ['musl'] }),
    ...(os.includes('linux') && isGlibc && { libc: ['glibc'] }),
  };
}
