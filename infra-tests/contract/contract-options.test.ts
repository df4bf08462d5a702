import { ForeignEndpointError } from '#adapters/loopback.ts';
import { readContractOptions } from './contract-options.ts';
import { engineAt } from './engines/endpoint-engine.ts';

const read = (...args: readonly string[]) =>
  readContractOptions(args, ['local-cloud', 'ministack']);

test('without a word the local cloud is meant, and every service', () => {
  expect(read()).toEqual({
    engines: ['local-cloud'],
    services: ['sqs', 'dynamodb', 'states', 'mapping'],
    titled: '',
    update: false,
  });
});

test('engines, services and a part of a title can be chosen', () => {
  const args = ['--engine', 'ministack', '--service', 'sqs', '--case', 'delay'];
  expect(read(...args)).toMatchObject({
    engines: ['ministack'],
    services: ['sqs'],
    titled: 'delay',
  });
});

test('an endpoint takes the place of engines', () => {
  expect(read('--endpoint', 'http://127.0.0.1:4566')).toMatchObject({
    engines: [],
    endpoint: 'http://127.0.0.1:4566',
  });
  expect(() => read('--endpoint', 'x', '--engine', 'ministack')).toThrow('exclude each other');
});

test('an unknown word is refused with the nearest known one', () => {
  expect(() => read('--engin', 'ministack')).toThrow('Did you mean engine?');
  expect(() => read('--engine', 'minstack')).toThrow('Did you mean ministack?');
  expect(() => read('--service', 'sq')).toThrow('Did you mean sqs?');
  expect(() => read('ministack')).toThrow('usage: npm run contract');
});

test('only a whole run of a known engine is recorded', () => {
  expect(read('--engine', 'ministack', '--update')).toMatchObject({ update: true });
  expect(() => read('--update', '--service', 'sqs')).toThrow('--engine alone');
  expect(() => read('--update', '--endpoint', 'http://localhost:1')).toThrow('--engine alone');
});

test('an endpoint on another machine is refused before anything is sent', () => {
  expect(() => engineAt('https://sqs.us-east-1.amazonaws.com', [])).toThrow(ForeignEndpointError);
});

test('an endpoint where nobody answers is no difference', async () => {
  const nobody = engineAt('http://127.0.0.1:1', ['sqs']);
  await expect(nobody.start()).rejects.toThrow('nobody answers at http://127.0.0.1:1');
});
