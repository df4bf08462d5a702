import { cdkDefinition } from '#testing/local-cloud/cdk-definition.ts';
import { only } from '#testing/local-cloud/machine-at-work.ts';
import { pass, task, wrongDefinitions } from '#testing/local-cloud/wrong-definitions.ts';
import { checkDefinition } from './check-definition.ts';

test.each(wrongDefinitions)('%s is refused with its place', (_, definition, message) => {
  expect(() => checkDefinition(definition)).toThrow(message);
  expect(() => checkDefinition(definition)).toThrow(
    expect.objectContaining({ code: 'InvalidDefinition' }),
  );
});

test.each([
  [{ QueryLanguage: 'JSONata', ...only(pass) }, /query language JSONata of the state machine/],
  [only({ ...pass, QueryLanguage: 'JSONata' }), /query language JSONata of \/States\/Only/],
  [only({ ...pass, Assign: {} }), /the field Assign of \/States\/Only/],
  [only({ ...task, HeartbeatSeconds: 5 }), /the field HeartbeatSeconds/],
  [
    only({ ...task, Resource: 'arn:aws:states:::sqs:sendMessage' }),
    /sqs:sendMessage of \/States\/Only/,
  ],
  [only({ Type: 'Map', ItemReader: {}, ItemProcessor: {} }), /the field ItemReader/],
  [only({ Type: 'Map', ItemBatcher: {}, ItemProcessor: {} }), /the field ItemBatcher/],
  [only({ Type: 'Map', ResultWriter: {}, ItemProcessor: {} }), /the field ResultWriter/],
])('what the local cloud lacks is named: %j', (definition, message) => {
  expect(() => checkDefinition(definition)).toThrow(message);
  expect(() => checkDefinition(definition)).toThrow(
    expect.objectContaining({ code: 'LocalCloudUnsupported' }),
  );
});

test("the stack's own definition is right", () => {
  expect(checkDefinition(cdkDefinition)).toBe(cdkDefinition);
});
