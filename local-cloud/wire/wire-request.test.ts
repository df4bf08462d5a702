import { ServiceError } from '../service.ts';
import { readWireCall, UnreadableCallError } from './wire-request.ts';

const form = (body: string, path = '/') => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body,
});

const json = (target: string, body: string) => ({
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
  body,
});

function unreadable(request: Parameters<typeof readWireCall>[0]) {
  try {
    readWireCall(request);
  } catch (error) {
    if (error instanceof UnreadableCallError) return error.answer;
    throw error;
  }
  throw new Error('it was read');
}

const sqs = 'Version=2012-11-05';

test('a call in JSON is read, and answered in the same kind of JSON', () => {
  const call = readWireCall(json('secretsmanager.GetSecretValue', '{"SecretId":"s"}'));
  expect(call).toMatchObject({
    target: 'secretsmanager',
    operation: 'GetSecretValue',
    input: { SecretId: 's' },
  });
  expect(call.write({ output: { ARN: 'a' } })).toEqual({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: '{"ARN":"a"}',
  });
});

test('an error in JSON has its name in the body and in a header', () => {
  const call = readWireCall(json('AmazonSQS.GetQueueUrl', '{"QueueName":"q"}'));
  const error = new ServiceError('QueueDoesNotExist', 'No such queue.');
  const names = { json: 'com.amazonaws.sqs#QueueDoesNotExist', query: 'AWS.X' };
  const { status, headers, body } = call.write({ error, names });
  expect({ status, ...JSON.parse(body) }).toEqual({
    status: 400,
    __type: 'com.amazonaws.sqs#QueueDoesNotExist',
    message: 'No such queue.',
  });
  expect(headers).toMatchObject({ 'x-amzn-query-error': 'AWS.X;Sender' });
});

test('a send of SQS comes as a form, with attributes, numbers and the queue in its path', () => {
  const attribute = 'MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=Number';
  const value = 'MessageAttribute.1.Value.StringValue=5';
  const body = `Action=SendMessage&${sqs}&MessageBody=a%26b&DelaySeconds=7&${attribute}&${value}`;
  expect(readWireCall(form(body, '/000000000000/q'))).toMatchObject({
    target: 'AmazonSQS',
    operation: 'SendMessage',
    input: {
      QueueUrl: 'http://localhost/000000000000/q',
      MessageBody: 'a&b',
      DelaySeconds: 7,
      MessageAttributes: { n: { DataType: 'Number', StringValue: '5' } },
    },
  });
});

test('the entries of a batch come in the order of their numbers', () => {
  const entry = (place: number, id: string) =>
    `DeleteMessageBatchRequestEntry.${place}.Id=${id}&` +
    `DeleteMessageBatchRequestEntry.${place}.ReceiptHandle=h${id}`;
  const body = [10, 2, 1].map((place) => entry(place, `e${place}`)).join('&');
  const { input } = readWireCall(
    form(`Action=DeleteMessageBatch&${sqs}&QueueUrl=http%3A%2F%2Flocalhost%2F0%2Fq&${body}`),
  );
  expect(input).toEqual({
    QueueUrl: 'http://localhost/0/q',
    Entries: ['e1', 'e2', 'e10'].map((Id) => ({ Id, ReceiptHandle: `h${Id}` })),
  });
});

test('received messages go out as XML, and their carriage returns come back', () => {
  const call = readWireCall(form(`Action=ReceiveMessage&${sqs}&AttributeName.1=All`));
  expect(call.input).toMatchObject({ AttributeNames: ['All'] });
  const Attributes = { SentTimestamp: '5' };
  const MessageAttributes = { n: { DataType: 'String', StringValue: '<' } };
  const message = { MessageId: 'm', Body: 'a<b&\r\n', Attributes, MessageAttributes };
  const { body, headers } = call.write({ output: { Messages: [message, { MessageId: 'o' }] } });
  expect(headers).toEqual({ 'content-type': 'text/xml' });
  expect(body).toContain('<ReceiveMessageResult><Message><MessageId>m</MessageId>');
  expect(body).toContain('<Body>a&lt;b&amp;&#xD;\n</Body>');
  expect(body).toContain('<Attribute><Name>SentTimestamp</Name><Value>5</Value></Attribute>');
  expect(body).toContain('<MessageAttribute><Name>n</Name><Value><DataType>String</DataType>');
  expect(body).toContain('</Message><Message><MessageId>o</MessageId></Message>');
});

test('an error as XML has the older of its two names', () => {
  const call = readWireCall(form(`Action=GetQueueUrl&${sqs}&QueueName=q`));
  const error = new ServiceError('QueueDoesNotExist', 'None <here>.');
  const names = { json: 'x', query: 'AWS.SimpleQueueService.NonExistentQueue' };
  const { status, body } = call.write({ error, names });
  expect(status).toBe(400);
  expect(body).toContain('<Type>Sender</Type>');
  expect(body).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
  expect(body).toContain('<Message>None &lt;here&gt;.</Message>');
});

test('a list of CloudFormation has an element for each member', () => {
  const call = readWireCall(
    form('Action=DescribeStacks&Version=2010-05-15&StackName=s&StackStatusFilter.member.1=A'),
  );
  expect(call.input).toEqual({ StackName: 's', StackStatusFilter: ['A'] });
  const Outputs = [{ OutputKey: 'k', OutputValue: 'v' }];
  const { body } = call.write({ output: { Stacks: [{ StackName: 's', Outputs }] } });
  expect(body).toContain('<Stacks><member><StackName>s</StackName><Outputs><member><OutputKey>k');
});

test.each([
  ['a form', form('Action=ListTopics&Version=2010-03-31'), /<Code>LocalCloudUnsupported<\/Code>/],
  ['JSON', json('AmazonSSM.GetParameter', '{}'), /does not support the service AmazonSSM/],
  [
    'a path',
    {
      method: 'GET',
      path: '/bucket',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261130/r/s3/aws4_request, x' },
      body: '',
    },
    /the service s3; it supports: SQS, DynamoDB, Lambda/,
  ],
  [
    'a path of Lambda',
    { ...form(''), headers: {}, path: '/2015-03-31/functions/f/aliases' },
    /Invoke/,
  ],
])('a service that is not here is refused by name, in %s', (_what, request, words) => {
  const { status, body } = unreadable(request);
  expect(status).toBe(501);
  expect(body).toMatch(words);
});

test.each([
  ['a name that is leaf and branch', 'A=1&A.1=2'],
  ['a name that is branch and leaf', 'A.1=2&A=1'],
  ['a name of many dots', `${'a.'.repeat(20)}b=1`],
])('%s is refused as a form', (_what, names) => {
  const { status, body } = unreadable(form(`Action=X&${sqs}&${names}`));
  expect(status).toBe(400);
  expect(body).toContain('MalformedQueryString');
});

test('no name of a form reaches a prototype', () => {
  const { input } = readWireCall(form(`Action=X&${sqs}&__proto__.polluted=1&constructor.a=1`));
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(input)).toEqual(['__proto__', 'constructor']);
});

const invoke = (headers: Record<string, string>, body: string) => ({
  method: 'POST',
  path: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Ar%3A0%3Afunction%3Af/invocations',
  headers,
  body,
});

test('an invocation has its function in the path, and its payload is the body', () => {
  const call = readWireCall(invoke({ 'x-amz-invocation-type': 'Event' }, '{"a":1}'));
  expect(call).toMatchObject({
    target: 'AWSLambda',
    operation: 'Invoke',
    input: {
      FunctionName: 'arn:aws:lambda:r:0:function:f',
      InvocationType: 'Event',
      Payload: { a: 1 },
    },
  });
  const output = { StatusCode: 200, FunctionError: 'Unhandled', Payload: { errorType: 'E' } };
  const { headers, body } = call.write({ output });
  expect(headers).toMatchObject({ 'x-amz-function-error': 'Unhandled' });
  expect(body).toBe('{"errorType":"E"}');
});

test('a payload that is no JSON is refused', () => {
  const { status, headers } = unreadable(invoke({}, '{'));
  expect({ status, name: headers['x-amzn-errortype'] }).toEqual({
    status: 400,
    name: 'InvalidRequestContentException',
  });
});
