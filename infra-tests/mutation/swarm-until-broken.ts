// A process of its own: runs seeds of the swarm until one fails, which ends it with exit code 1.
// Argument: how many seeds at most.
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drawSwarmCase } from '#runner/swarm/drawing/draw-swarm-case.ts';
import { runSwarmCase } from '#runner/swarm/run-swarm-case.ts';

const seeds = Number(process.argv[2]);
const template = readStackTemplate('cli');
for (let seed = 1; seed <= seeds && process.exitCode === undefined; seed += 1) {
  const { failures } = await runSwarmCase(drawSwarmCase(seed), template);
  if (failures.length > 0) process.exitCode = 1;
}
