// How fast the twin runs the whole network: `node bench/twin-network.ts [--sizes 1e5,1e6]
// [--save]`. What the numbers mean stands in README.md beside this file.
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment, saveEntry } from './environment.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1e5,1e6' },
    policies: { type: 'string', default: 'resilient,legacy-2007' },
    hours: { type: 'string', default: '72' },
    threads: { type: 'string', default: '2' },
    'huge-pages': { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});

/** What one run in a process of its own answers. */
interface Measured {
  readonly nodeCount: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakRssBytes: number;
  readonly executed: number;
  readonly aggregated: number;
}

/** glibc asks for huge pages then, of which far fewer are looked up. */
const hugePages = values['huge-pages'];
const env = hugePages ? { ...process.env, GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } : process.env;
const loadBefore = loadavg()[0] ?? Number.NaN;
const emptyRssBytes = Number(
  spawnSync(process.execPath, ['-e', 'console.log(process.resourceUsage().maxRSS * 1024)'], {
    encoding: 'utf8',
  }).stdout,
);
const figures = values.sizes.split(',').flatMap((size) =>
  values.policies.split(',').map((policy) => {
    const work = { nodeCount: Number(size), policy, hours: Number(values.hours) };
    return figureOf(measure(JSON.stringify(work)));
  }),
);
const entry = { bench: 'twin-network', ...environment(), loadBefore, figures };
process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
if (values.save) saveEntry(entry);

/** Each in a process of its own: memory is not given back, and code is compiled anew. */
function measure(work: string): Measured {
  const script = join(import.meta.dirname, 'measure-twin-network.ts');
  const command = [script, work, values.threads];
  const child = spawnSync(process.execPath, command, { encoding: 'utf8', env });
  if (child.status !== 0) throw new Error(`${work}: ${child.stderr}`);
  return JSON.parse(child.stdout) as Measured;
}

function figureOf(measured: Measured) {
  const { nodeCount, wallMs, cpuMs, peakRssBytes, executed, aggregated } = measured;
  return {
    ...measured,
    hugePages,
    wallNsPerEvent: (wallMs * 1e6) / (executed + aggregated),
    cpuNsPerExecutedEvent: (cpuMs * 1e6) / executed,
    bytesPerNode: (peakRssBytes - emptyRssBytes) / nodeCount,
  };
}
