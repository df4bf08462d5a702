// How far each answer of a challenge is from its bars, over many seeds: for docs/challenges.md.
// `node infra-tests/challenges/measure-bars.ts 100` takes the number of seeds, and perhaps names of
// challenges: without any it measures all.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { challenges } from '#challenges/catalogue.ts';
import { type Challenge, changedFile } from '#challenges/challenge.ts';
import type { Outcome } from '#cli/challenge/grade.ts';
import { gradeTask } from '#cli/challenge/grade-task.ts';
import type { GradeTask } from '#cli/challenge/grading-tools.ts';
import { readBar } from '#cli/challenge/read-bar.ts';
import { stormOutcome } from '#cli/challenge/storm-outcome.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { runTrial } from '#runner/consumer/run-trial.ts';
import { runOrder } from '#runner/order-runner.ts';
import { policySource } from '#runner/policy-choice.ts';

const seedCount = Number(process.argv[2] ?? 100);
const names = process.argv.slice(3);
for (const challenge of challenges.filter(({ name }) => names.length === 0 || names.includes(name)))
  for (const file of filesOf(challenge)) await measure(challenge, file);

function filesOf({ name, kind }: Challenge): string[] {
  const folder = join('challenges', name);
  const solutions = readdirSync(join(folder, 'solutions')).map((file) => join('solutions', file));
  return [changedFile[kind], ...solutions].map((file) => join(folder, file));
}

async function measure(challenge: Challenge, file: string): Promise<void> {
  const outcome = outcomeOf(challenge, file);
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= seedCount; seed += 1) outcomes.push(await outcome(seed));
  for (const bar of challenge.bars) {
    const { measureName } = readBar(challenge, bar);
    const values = outcomes.map((one) =>
      'error' in one ? Number.NaN : (one.value(measureName) ?? Number.NaN),
    );
    const sorted = values.toSorted((a, b) => a - b);
    const shown = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
    const said = shown.map((one) => words(one)).join(', ');
    process.stdout.write(`${file}: ${bar.condition}: ${said}\n`);
  }
}

/** Our own policies need not be confined: it is the same run, and quicker. */
function outcomeOf(challenge: Challenge, file: string): GradeTask['outcome'] {
  const tools = { runner: runOrder, trial: runTrial, challengesFolder: 'challenges' };
  if (challenge.kind !== 'policy') return gradeTask(challenge, file, tools).outcome;
  const storm = {
    run: challenge.run,
    policy: policySource(`./${file}`),
    configuration: usualConfiguration,
  };
  return (seed) => stormOutcome(storm, seed, runOrder);
}

function words(value: number | undefined): string {
  return value === undefined ? '-' : String(Number(value.toPrecision(4)));
}
