// A process of its own, with or without a planted bug: runs seeds until one fails as expected, and
// says in JSON what came of it. Arguments: first seed, how many at most, what is expected.

import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drawSwarmCase } from '#runner/swarm/drawing/draw-swarm-case.ts';
import { runSwarmCase } from '#runner/swarm/run-swarm-case.ts';
import type { Hunt } from './hunt-bug.ts';

const [from = '1', seeds = '1', expected = ''] = process.argv.slice(2);
const first = Number(from);
const wanted = expected.split(',');
const template = readStackTemplate('cli');
const broken: Record<string, number> = {};
let seedsTried = 0;
let foundAt: Hunt['foundAt'] = null;

while (seedsTried < Number(seeds) && foundAt === null) {
  const seed = first + seedsTried;
  seedsTried += 1;
  const { failures } = await runSwarmCase(drawSwarmCase(seed), template);
  for (const { what } of failures) broken[what] = (broken[what] ?? 0) + 1;
  const found = failures.find(({ what }) => wanted.includes(what));
  if (found !== undefined) foundAt = { seed, what: found.what, words: found.words };
}

const hunt: Hunt = { seedsTried, foundAt, broken };
process.stdout.write(JSON.stringify(hunt));
