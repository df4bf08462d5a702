// The package compiles its schemas anew for each definition, which takes it half a second.
import aslValidator from 'asl-validator';
import type { JsonObject } from '#local-cloud/service.ts';
import { cdkDefinition } from '#testing/local-cloud/cdk-definition.ts';
import { wrongDefinitions } from '#testing/local-cloud/wrong-definitions.ts';

test('asl-validator agrees about what is wrong, but for what AWS documents alone', () => {
  const verdict = (definition: JsonObject) => aslValidator(structuredClone(definition)).isValid;
  const accepted = wrongDefinitions.filter(([, definition]) => verdict(definition));
  expect(accepted.map(([what]) => what)).toEqual([
    'States.ALL among others',
    'a label with a colon',
    'a label of 41 characters',
    'an empty label',
    'a wait of half a second',
  ]);
  expect(verdict(cdkDefinition)).toBe(true);
});
