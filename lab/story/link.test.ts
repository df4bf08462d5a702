import fc from 'fast-check';
import { inputsFor, usualInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { linkOf, modes, readLink } from './link.ts';
import { storyStep, storySteps } from './story-steps.ts';

test('the link of a step says nothing but the step', () => {
  const { inputs } = storyStep(4);
  expect(linkOf({ mode: 'story', step: 4 }, inputs)).toBe('mode=story&step=4');
  expect(readLink('#mode=story&step=4')).toEqual({
    view: { mode: 'story', step: 4 },
    inputs,
    mended: [],
  });
});

test('any view with any inputs is read from its own link', () => {
  const choices = fc.record({
    mode: fc.constantFrom(...modes),
    step: fc.option(fc.integer({ min: 1, max: storySteps.length })),
    inputs: fc.constantFrom(usualInputs, inputsFor('drill'), storyStep(2).inputs),
  });
  fc.assert(
    fc.property(choices, ({ mode, step, inputs }) => {
      const own = mode === 'lab' ? null : mode === 'story' ? (step ?? 1) : step;
      const view = { mode, step: own };
      expect(readLink(linkOf(view, inputs))).toEqual({ view, inputs, mended: [] });
    }),
  );
});

test.each([
  ['mode=stroy&step=3', 'story', 3, [/No mode is called 'stroy': story is taken/]],
  ['mode=story&step=99', 'story', 10, [/step = '99' cannot be: 10 is taken/]],
  ['mode=story&step=x', 'story', 1, [/step is a number/]],
  ['mode=story', 'story', 1, []],
  ['step=3&scenario=drill', 'lab', null, [/A step belongs to the story/]],
  ['mode=presenter', 'presenter', null, []],
  ['mode=presenter&step=2&nodes=-4', 'presenter', 2, [/nodes = '-4' cannot be/]],
])('%s opens %s, step %p', (text, mode, step, said) => {
  const { view, inputs, mended } = readLink(text);
  expect(view).toEqual({ mode, step });
  expect(plannedRun(inputs).problems).toEqual([]);
  expect(mended).toHaveLength(said.length);
  for (const [index, words] of said.entries()) expect(mended[index]).toMatch(words);
});
