// What a diagnosis found, for the terminal.

import { formatCount } from '#runner/sentences/human-numbers.ts';
import {
  type Diagnosis,
  type DiagnosisChoices,
  learntMin,
  outsideBelow,
} from '#runner/study/diagnose/diagnose.ts';
import type { Choice } from '#statistics/model-choice.ts';
import { plainTable } from '../show/plain-table.ts';
import { wrapLines } from '../show/wrap-lines.ts';

const columns = 100;

/** Of fewer planted runs nobody could tell how often an answer is wrong. */
const plantedMin = 20;

/** The whole text. It ends in a newline. */
export function diagnosisText(choices: DiagnosisChoices, found: Diagnosis): string {
  const wrapped = (text: string) => `${wrapLines(text, columns, '')}\n`;
  const parts = [wrapped(effortOf(choices, found)), wrapped(answerOf(found))];
  if (found.choice !== null)
    parts.push(`${plainTable(fitRows(found))}\n`, confusionText(choices, found), wrapped(limits));
  return parts.join('\n');
}

/** What the figures do not say. */
export const limits =
  'The forest is not told that the record may come from no hypothesis, so its choice means ' +
  'nothing where the record is outside of every cloud. Its shares are no probabilities. The ' +
  'statistics of the wire were not used.';

/** How much was simulated. */
export function effortOf(
  { nodes, hypotheses }: DiagnosisChoices,
  { doneCount, plannedCount, learntEach, plantedEach }: Diagnosis,
): string {
  const left = doneCount < plannedCount ? ' A longer --budget goes on from here.' : '';
  return (
    `${formatCount(doneCount)} of ${formatCount(plannedCount)} runs of ${formatCount(nodes)} ` +
    `nodes are done: of each of ${hypotheses.length} hypotheses ${learntEach} to learn from and ` +
    `${plantedEach} planted.${left} A cell of the real size has 20,000 nodes: in smaller ones ` +
    'chance weighs more.'
  );
}

/** The answer, in sentences. */
export function answerOf({ choice, inside, hypotheses }: Diagnosis): string {
  if (choice === null)
    return `Too few simulations for an answer: it takes ${learntMin} of each hypothesis.`;
  if (inside.length === 0)
    return (
      'None of these: the record is outside of the cloud of every hypothesis, so that the forest ' +
      'is not asked which one it is likest to.'
    );
  const others = hypotheses.length - inside.length;
  const outside =
    others === 0
      ? 'of every hypothesis'
      : `of ${inside.join(', ')}, and outside of the ${others} other${others === 1 ? '' : 's'}`;
  return (
    `The record is inside the cloud ${outside}. Of these it is likest to ${choice.hypothesis}` +
    `${errorWordsOf(choice)}.`
  );
}

function errorWordsOf({ localError }: Choice): string {
  return localError === null
    ? '; how often the forest is wrong about simulations like it takes more of them to tell'
    : `, and about simulations like it the forest is wrong in ${percent(localError)}`;
}

/** Whether the planted runs tell anything; empty where they do. */
export function plantedWords({ plantedEach }: Diagnosis): string {
  return plantedEach < plantedMin ? ` Too few are planted: ${plantedMin} tell how often.` : '';
}

/** The table of the hypotheses, with its heads. */
export function fitRows({ hypotheses }: Diagnosis): string[][] {
  const heads = ['hypothesis', 'record’s distance', 'usual distance', 'as far or farther'];
  return [
    [...heads, 'forest’s share'],
    ...hypotheses.map(({ hypothesis, fit, share }) => [
      hypothesis,
      fit.distance.toFixed(2),
      fit.usualDistance.toFixed(2),
      `${percent(fit.pValue)}${fit.pValue < outsideBelow ? ': outside' : ''}`,
      percent(share),
    ]),
  ];
}

function confusionText({ hypotheses }: DiagnosisChoices, found: Diagnosis): string {
  if (found.plantedEach === 0) return 'No truth was planted yet.\n';
  const title = `Planted truth, ${found.plantedEach} runs each, and what the forest took it for:`;
  const table = plainTable(confusionRows(hypotheses, found));
  return `${title}${plantedWords(found)}\n${table}\n`;
}

/** The confusion matrix, with its heads. */
export function confusionRows(hypotheses: readonly string[], found: Diagnosis): string[][] {
  return [
    ['planted', ...hypotheses],
    ...hypotheses.map((hypothesis, row) => [
      hypothesis,
      ...(found.confusion[row] ?? []).map((count) => String(count)),
    ]),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
