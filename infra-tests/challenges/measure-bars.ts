// How far each answer of a challenge is from its bars, over many seeds: for docs/challenges.md.
// `node infra-tests/challenges/measure-bars.ts 100` takes the number of seeds.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { challenges } from '#challenges/catalogue.ts';
import type { Challenge } from '#challenges/challenge.ts';
import { challengeScenario } from '#cli/challenge/challenge-scenario.ts';
import type { GradedRun } from '#cli/challenge/grade.ts';
import { outcomeOf } from '#cli/challenge/grade-file.ts';
import { usualRegion } from '#cli/price-options.ts';
import { readMeasure, readThreshold } from '#cli/thresholds/read-threshold.ts';
import { runOrder } from '#runner/order-runner.ts';
import { policySource } from '#runner/policy-choice.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';

const seedCount = Number(process.argv[2] ?? 100);
for (const challenge of challenges)
  for (const file of filesOf(challenge)) await measure(challenge, file);

function filesOf({ name }: Challenge): string[] {
  const folder = join('challenges', name);
  const solutions = readdirSync(join(folder, 'solutions')).map((file) => join('solutions', file));
  return ['policy.mjs', ...solutions].map((file) => join(folder, file));
}

/** The files are our own, so that they need not be confined: it is the same run, and quicker. */
async function measure(challenge: Challenge, file: string): Promise<void> {
  const tools = {
    runner: runOrder,
    scenario: challengeScenario(challenge),
    book: shippedPriceBook(usualRegion),
  };
  const outcomes: GradedRun['outcome'][] = [];
  for (let seed = 1; seed <= seedCount; seed += 1)
    outcomes.push(await outcomeOf(challenge, policySource(`./${file}`), seed, tools));
  for (const { condition } of challenge.bars) {
    const { of } = readMeasure(readThreshold(condition).measureName);
    const values = outcomes.map((one) => ('run' in one ? (of(one.run) ?? Number.NaN) : Number.NaN));
    const sorted = values.toSorted((a, b) => a - b);
    const shown = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
    process.stdout.write(`${file}: ${condition}: ${shown.map((one) => words(one)).join(', ')}\n`);
  }
}

function words(value: number | undefined): string {
  return value === undefined ? '-' : String(Number(value.toPrecision(4)));
}
