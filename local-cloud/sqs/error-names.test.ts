import { errorNamesOf } from './error-names.ts';

test.each([
  ['MissingParameter', 'MissingRequiredParameterException', 'MissingParameter'],
  ['InvalidParameterValue', 'InvalidParameterValueException', 'InvalidParameterValue'],
  ['QueueDoesNotExist', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
])('%s has its name of the JSON protocol and that of the query protocol', (code, json, query) => {
  expect(errorNamesOf(code)).toEqual({
    json: expect.stringMatching(new RegExp(`(^|#)${json}$`)),
    query,
  });
});
