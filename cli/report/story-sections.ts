// The parts of the report that tell the story in words: what happened, what each policy does, and
// what came when.

import type { ComparisonResult, RunResult } from '#runner/result.ts';
import { formatMoment } from '#runner/sentences/human-numbers.ts';
import { policySentence } from '#runner/sentences/policy-sentence.ts';
import { policyClass } from './chart-frame.ts';
import { withFactLinks } from './facts/cited-facts.ts';
import type { Fact } from './facts/read-facts.ts';
import { html, type Markup, unbroken } from './markup.ts';
import { networkDrawing } from './network-drawing.ts';
import { timelineOf } from './run-moments.ts';

/** What happened, where the scenario repeats an incident, with a drawing of the network. */
export function storySection(
  { story }: ComparisonResult,
  origin: string,
  facts: readonly Fact[],
): Markup {
  const drawing = networkDrawing(origin);
  if (story.length === 0) return html`<section><h2>How the network works</h2>${drawing}</section>`;
  const sentences = story.map((sentence) => html`${withFactLinks(unbroken(sentence), facts)} `);
  return html`<section><h2>What happened</h2><p>${sentences}</p>${drawing}</section>`;
}

/** Each policy in a sentence. */
export function policiesSection({ runs }: ComparisonResult): Markup {
  const items = runs.map(
    ({ policy }, index) => html`<dt class="name ${policyClass(index)}">${policy}</dt>
<dd>${policySentence(policy)}</dd>
`,
  );
  return html`<section><h2>The policies</h2><dl>${items}</dl></section>`;
}

/** What came when, in words, policy by policy. */
export function timelineSection({ runs, targetShare }: ComparisonResult): Markup {
  const lists = runs.map((run, index) => timeline(run, index, targetShare));
  return html`<section><h2>What came when</h2><div class="timelines">${lists}</div></section>`;
}

function timeline(run: RunResult, index: number, targetShare: number): Markup {
  const entries = timelineOf(run, targetShare).map(
    ({ atMs, words }) => html`<li><span class="when">${formatMoment(atMs)}</span>
<span>${unbroken(words)}</span></li>
`,
  );
  return html`<div class="${policyClass(index)}"><h3 class="name">${run.policy}</h3>
<ol class="timeline">${entries}</ol></div>`;
}
