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

test('AWS is asked where it is named, with a limit where nobody is asked', () => {
  const aws = { yes: false, maxCost: undefined, prices: undefined };
  expect(read('--target', 'aws')).toMatchObject({ engines: [], aws });
  const priced = read('--target', 'aws', '--yes', '--max-cost', '2.00', '--prices', 'eu-central-1');
  expect(priced.aws).toMatchObject({ yes: true, maxCost: 2 });
  expect(priced.aws?.prices?.book.region).toBe('eu-central-1');
  expect(() => read('--target', 'aws', '--yes')).toThrow('--yes needs --max-cost');
  expect(() => read('--target', 'aws', '--max-cost', '2 $')).toThrow('It takes US dollars');
  expect(() => read('--target', 'aws', '--prices', 'mars')).toThrow('--prices mars: ');
  expect(() => read('--target', 'awz')).toThrow('Did you mean aws?');
  expect(() => read('--yes')).toThrow('--yes is for --target aws alone');
  for (const other of [
    ['--engine', 'ministack'],
    ['--endpoint', 'http://127.0.0.1:1'],
  ])
    expect(() => read('--target', 'aws', ...other)).toThrow('exclude each other');
  expect(() => read('--target', 'aws', '--update')).toThrow('--engine alone');
});

test('answers are recorded of one engine, and a recording is judged alone', () => {
  expect(read('--record', 'a.json')).toMatchObject({ engines: ['local-cloud'], record: 'a.json' });
  expect(read('--recorded', 'a.json')).toMatchObject({ recorded: 'a.json' });
  const engines = ['--engine', 'ministack', '--engine', 'local-cloud'];
  expect(() => read('--record', 'a.json', ...engines)).toThrow('of one engine');
  expect(() => read('--recorded', 'a', '--service', 'sqs')).toThrow('give it without --service');
});

test('an option that is given twice is refused', () => {
  expect(() => read('--case', 'a', '--case', 'b')).toThrow('--case is given twice');
  expect(read('--service', 'sqs', '--service', 'states').services).toEqual(['sqs', 'states']);
});
