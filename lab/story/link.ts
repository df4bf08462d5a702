// The address of a view: which mode the page is in, which step is open, and what is run there.
import { addressOf, numberOf, oneOf, type ReadAddress, readAddress } from '../inputs/address.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { storyStep, storySteps } from './story-steps.ts';

/** The ways in which the page can be seen, in the order of its switch. */
export const modes = ['lab', 'story', 'presenter'] as const;

export type Mode = (typeof modes)[number];

/** What the page shows. */
export interface View {
  readonly mode: Mode;
  /** The open step of the story, from 1 on; null: none. The story itself always has one. */
  readonly step: number | null;
}

/** What a link asks for, and what of it had to be mended. */
export interface ReadLink extends ReadAddress {
  readonly view: View;
}

/** The text after `#`. The inputs of a step are left out: its number says them. */
export function linkOf(view: View, inputs: LabInputs): string {
  const { mode, step } = view;
  const words = mode === 'lab' ? [] : [`mode=${mode}`];
  if (step !== null) words.push(`step=${step}`);
  const isOwn = step !== null && sameInputs(storyStep(step).inputs, inputs);
  return [...words, ...(isOwn ? [] : [addressOf(inputs)])].join('&');
}

/** Reads the text after `#`. Whatever it holds, something comes of it that can be shown. */
export function readLink(text: string): ReadLink {
  const mended: string[] = [];
  const say = (words: string) => void mended.push(words);
  const words = new URLSearchParams(text.replace(/^#/, ''));
  const [askedMode, askedStep] = [words.get('mode') ?? undefined, words.get('step') ?? undefined];
  words.delete('mode');
  words.delete('step');
  const mode = oneOf('mode', askedMode, modes, say) ?? 'lab';
  const view: View = { mode, step: readStep(mode, askedStep, say) };
  if (view.step !== null && words.size === 0)
    return { view, inputs: storyStep(view.step).inputs, mended };
  const read = readAddress(words.toString());
  return { view, inputs: read.inputs, mended: [...mended, ...read.mended] };
}

function readStep(
  mode: Mode,
  text: string | undefined,
  say: (words: string) => void,
): number | null {
  if (mode === 'lab') {
    if (text !== undefined) say('A step belongs to the story or to the presenter: it is left out.');
    return null;
  }
  if (text === undefined) return mode === 'story' ? 1 : null;
  return numberOf('step', text, { min: 1, max: storySteps.length, isWhole: true }, 1, say);
}

/** Whether two choices make the same run. */
export function sameInputs(one: LabInputs, other: LabInputs): boolean {
  return addressOf(one) === addressOf(other);
}
