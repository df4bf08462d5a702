// The answer to each step's question is measured in the step's own run, and lies on its slider.

import { compare } from '#runner/compare-policies.ts';
import { runOrder } from '#runner/order-runner.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { addressOf } from '../inputs/address.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { bookOf } from '../prices.ts';
import type { StoryStep } from './story-step.ts';
import { storySteps } from './story-steps.ts';

/** Most steps look at one run. */
const results = new Map<string, Promise<ComparisonResult>>();

function resultOf(inputs: LabInputs): Promise<ComparisonResult> {
  const address = addressOf(inputs);
  const known = results.get(address) ?? run(inputs);
  results.set(address, known);
  return known;
}

/** The run of the page, without its workers. */
async function run(inputs: LabInputs): Promise<ComparisonResult> {
  const { scenario, scale, retries } = plannedRun(inputs);
  const choices = {
    scenario,
    policies: inputs.policies.map(policyNamed),
    seed: inputs.seed,
    nodeCount: inputs.nodes,
    accountConcurrency: inputs.concurrency,
    cloud: { kind: 'twin', scale, retries },
    prices: { book: bookOf(inputs.region), isFreeTierUsed: false },
  } as const;
  const silent = { update: () => {}, done: () => {} };
  const { result } = await compare(choices, runOrder, silent);
  return result;
}

const named = storySteps.map((step): [string, StoryStep] => [step.title, step]);

test.each(named)('%s: its own run answers its question, in its range', async (_title, step) => {
  const { question, trial, inputs } = step;
  const result = await resultOf(inputs);
  if (question.kind === 'number') {
    const measured = question.measure(result);
    expect(measured).toBeGreaterThanOrEqual(question.min);
    expect(measured).toBeLessThanOrEqual(question.max);
  } else expect(question.options[question.measure(result).index]).toBeDefined();
  if (trial.kind === 'moment') {
    const { startMs, endMs } = result.runs[0] ?? {};
    expect(trial.momentOf(result)).toBeGreaterThanOrEqual(startMs ?? Number.NaN);
    expect(trial.momentOf(result)).toBeLessThanOrEqual(endMs ?? Number.NaN);
  }
});
