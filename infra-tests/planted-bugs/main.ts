// `node infra-tests/planted-bugs/main.ts`: plants every bug and has the swarm look for it, two at a
// time. `--bug TEXT` takes those whose name contains it, `--result FILE` keeps the outcome.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Hunt, huntBug } from './hunt-bug.ts';
import type { PlantedBug } from './planted-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

/** About three times as many as the rarest of them took when it was planted. */
const seedsMax = 150;

const huntsAtOnce = 2;

interface Check {
  readonly title: string;
  readonly passed: boolean;
}

const { values: options } = parseArgs({
  options: {
    bug: { type: 'string', default: '' },
    result: { type: 'string' },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

const bugs = plantedBugs.filter(({ name }) => name.includes(options.bug));
const left = bugs.values();
const checks: Check[] = [];
await Promise.all(Array.from({ length: huntsAtOnce }, huntOn));
if (options.result !== undefined) save(options.result);
process.exitCode = checks.length > 0 && checks.every(({ passed }) => passed) ? 0 : 1;

async function huntOn(): Promise<void> {
  for (const bug of left) {
    const check = await tryBug(bug);
    checks.push(check);
    say(`${check.passed ? '  ok' : 'FAIL'}  ${check.title}`);
  }
}

/** A bug counts as found only if the seed that shows it is green without it. */
async function tryBug(bug: PlantedBug): Promise<Check> {
  const startedMs = performance.now();
  const hunt = await huntBug(bug, { from: bug.from ?? 1, seeds: seedsMax });
  const { foundAt } = hunt;
  const clean = foundAt && (await huntBug(null, { from: foundAt.seed, seeds: 1 }));
  const isGreen = clean !== null && Object.keys(clean.broken).length === 0;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  return { title: `${bug.name}: ${outcome(hunt, isGreen)} (${seconds} s)`, passed: isGreen };
}

function outcome({ foundAt, seedsTried }: Hunt, isGreen: boolean): string {
  if (foundAt === null) return `not found in ${seedsTried} seeds`;
  const found = `${foundAt.what} finds it after ${seedsTried} seeds, at seed ${foundAt.seed}`;
  return isGreen ? found : `${found}, which is not green without the bug either`;
}

function save(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ suite: 'planted bugs', tests: checks }));
}
