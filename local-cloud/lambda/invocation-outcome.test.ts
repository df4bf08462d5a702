import { FunctionError, functionNotFound, payloadOf } from './invocation-outcome.ts';

test('an invocation that did not succeed is an error of its own name', () => {
  const failed = () => payloadOf({ kind: 'failed', errorType: 'RangeError', errorMessage: 'far' });
  expect(failed).toThrow(FunctionError);
  expect(failed).toThrow(
    expect.objectContaining({ name: 'FunctionError', message: 'RangeError: far' }),
  );
  expect(functionNotFound('arn:f')).toMatchObject({
    errorType: 'Lambda.ResourceNotFoundException',
    errorMessage: expect.stringContaining('Function not found: arn:f:$LATEST'),
  });
});
