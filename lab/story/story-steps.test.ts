import { readFileSync } from 'node:fs';
import { citedRows, readFacts } from '#cli/report/facts/read-facts.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { chartsOf } from '../charts/chart-specs.ts';
import { addressOf, readAddress } from '../inputs/address.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { bookOf } from '../prices.ts';
import type { StoryStep } from './story-step.ts';
import { storySteps } from './story-steps.ts';

const named = storySteps.map((step): [string, StoryStep] => [step.title, step]);
const facts = readFacts(readFileSync('docs/facts.md', 'utf8'));

function inputsOf({ inputs, trial }: StoryStep): LabInputs[] {
  return trial.kind === 'run' ? [inputs, trial.inputs] : [inputs];
}

test('there are ten steps, each with a title of its own', () => {
  expect(new Set(storySteps.map(({ title }) => title)).size).toBe(10);
});

test.each(named)('%s: what is known cites rows that the page of facts has', (_title, step) => {
  const rows = facts.map(({ row }) => row);
  for (const paragraph of step.known) {
    const cited = citedRows(paragraph, facts);
    if (!paragraph.includes('official statements')) expect(cited).not.toEqual([]);
  }
  const texts = [...step.known, ...step.conjecture, step.reason, step.trial.words];
  // Every number that looks like a row, wherever it stands.
  const numbers = texts.flatMap((text) =>
    [...text.matchAll(/\(facts ([^)]*)\)/g)].flatMap(([, words = '']) =>
      [...words.matchAll(/\d+\.\d+/g)].map(([row]) => row),
    ),
  );
  expect(numbers.filter((row) => !rows.includes(row))).toEqual([]);
  expect(step.conjecture).not.toEqual([]);
});

test.each(named)('%s: what it runs can be run, and stands in its address', (_title, step) => {
  for (const inputs of inputsOf(step)) {
    expect(plannedRun(inputs).problems).toEqual([]);
    expect(readAddress(addressOf(inputs))).toEqual({ inputs, mended: [] });
    expect(inputs.nodes).toBeLessThanOrEqual(nodesMax);
  }
});

/** A run of more takes longer than a reader waits. */
const nodesMax = 20_000;

test.each(named)('%s: its charts are charts of the page', (_title, step) => {
  const { inputs, charts } = step;
  const { scenario, scale } = plannedRun(inputs);
  const runs = inputs.policies.map((policy) => ({
    policy,
    samples: [],
    details: null,
    done: null,
  }));
  const book = bookOf(inputs.region);
  const context = { scenario, scale, nodes: inputs.nodes, cellCount: 1, book };
  const ids = chartsOf(runs, context).map(({ id }) => id);
  expect(charts.filter((id) => !ids.includes(id))).toEqual([]);
  expect(charts.length).toBeGreaterThan(0);
  expect(scenarioOf(inputs.scenario).title).not.toBe('');
});

test.each(named)('%s: its question is answered by any run', (_title, step) => {
  const result = exampleResult();
  const { question } = step;
  if (question.kind === 'choice') {
    const { index, why } = question.measure(result);
    expect(question.options[index]).toBeDefined();
    expect(why).not.toBe('');
    return;
  }
  const measured = question.measure(result);
  if (measured !== null) expect(Number.isFinite(measured)).toBe(true);
  expect(question.isLog === true ? question.min : 1).toBeGreaterThan(0);
});
