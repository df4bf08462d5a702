// The ten steps in their order.
import { firstDays } from './steps/first-days.ts';
import { mended } from './steps/mended.ts';
import { outage } from './steps/outage.ts';
import type { StoryStep } from './story-step.ts';

/** All steps; the first one is step 1. */
export const storySteps: readonly StoryStep[] = [...firstDays, ...outage, ...mended];

/** A step by its number, from 1 on. @throws {Error} where there is none */
export function storyStep(number: number): StoryStep {
  const step = storySteps[number - 1];
  if (step === undefined) throw new Error(`expected a step from 1 to ${storySteps.length}`);
  return step;
}
