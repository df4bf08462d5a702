import { startWatchedEngine, type WatchedEngine } from '#testing/stack/watched-engine.ts';
import { loopbackConnection } from '../loopback-connection.ts';
import { readStackParts } from './stack-parts.ts';

let engine: WatchedEngine;

beforeEach(async () => {
  engine = await startWatchedEngine();
  engine.parts = [
    { type: 'AWS::SQS::Queue', physicalId: 'http://localhost/0/login', properties: { Delay: 1 } },
    { type: 'AWS::KMS::Key', physicalId: 'key-1' },
  ];
});

afterEach(() => engine.stop());

const read = () =>
  readStackParts({ connection: loopbackConnection(engine.environment) }, 'Rebootstorm');

test('every page of the resources is read, with their properties in the template', async () => {
  expect(await read()).toEqual([
    { type: 'AWS::SQS::Queue', physicalId: 'http://localhost/0/login', properties: { Delay: 1 } },
    { type: 'AWS::KMS::Key', physicalId: 'key-1', properties: {} },
  ]);
  expect(engine.asked).toEqual(['GetTemplate', 'ListStackResources', 'ListStackResources']);
});

test('of a template in another language the resources are known all the same', async () => {
  engine.template = 'Resources:\n  Part0:\n    Type: AWS::SQS::Queue';
  expect(await read()).toMatchObject([{ properties: {} }, { properties: {} }]);
});

test('what the engine does not know is an error of the service', async () => {
  engine.unknown = ['GetTemplate'];
  await expect(read()).rejects.toMatchObject({ name: 'InvalidAction' });
});
