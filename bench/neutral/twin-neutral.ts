// How fast the twin's engine is, beside others that do the same work in the same minutes:
// `node bench/neutral/twin-neutral.ts [--sizes 1e5,1e6] [--rounds 3] [--no-simpy] [--save]`.
// What the numbers mean stands in README.md beside this file.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment, saveEntry } from '../environment.ts';
import { raceOf, summarize } from '../twin-race.ts';
import { type Contestant, emptyNodeBytes, inC, inNode, inSimPy } from './twin-contestants.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1e5,1e6' },
    rounds: { type: 'string', default: '3' },
    simpy: { type: 'boolean', default: true },
    save: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

const buildFolder = mkdtempSync(join(tmpdir(), 'twin-neutral-'));
try {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const asked = [
    inC('C wheel', 'storm-wheel.c', ['-DPF'], buildFolder),
    inC('C computed', 'storm-lazy.c', [], buildFolder),
    inNode('twin executed', 'executed'),
    inNode('twin computed', 'computed'),
    inNode('heap of objects', 'heap'),
    ...(values.simpy ? [inSimPy(buildFolder)] : []),
  ];
  const contestants = asked.filter((one): one is Contestant => 'run' in one);
  for (const one of asked) if ('missing' in one) process.stderr.write(`MISSING ${one.missing}\n`);
  const emptyBytes = emptyNodeBytes();
  const races = values.sizes.split(',').flatMap((size) => {
    const nodeCount = Number(size);
    // The slow ones show nothing new at larger sizes, and would stop at their limit.
    const fit = contestants.filter(({ name }) => nodeCount <= 1e5 || !isSlow(name));
    const runs = raceOf(fit, nodeCount, Number(values.rounds), [false, true]);
    return summarize(runs, nodeCount, emptyBytes);
  });
  const entry = { ...environment(), loadBefore, loadAfter: loadavg()[0], races };
  process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
  if (values.save) saveEntry(entry);
} finally {
  rmSync(buildFolder, { recursive: true, force: true });
}

function isSlow(name: string): boolean {
  return name === 'SimPy' || name === 'heap of objects';
}
