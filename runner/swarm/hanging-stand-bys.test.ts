import type { SdkRequest } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';
import { HangingStandBys } from './hanging-stand-bys.ts';

/** An environment whose time passes only while it sleeps. It records what reaches the cloud. */
function anEnvironment() {
  const reached: string[] = [];
  let nowMs = 0;
  const environment: LambdaEnvironment = {
    env: {},
    random: () => 0.5,
    log: () => {},
    count: () => {},
    onEnd: () => {},
    nowMs: () => nowMs,
    sleep: async (durationMs) => {
      nowMs += durationMs;
      for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
    },
    requestHandler: {
      metadata: { handlerProtocol: 'h1' },
      handle: async ({ headers }) => {
        reached.push(`${headers['x-amz-target']} at ${nowMs}`);
        return { response: { statusCode: 200, headers: {}, body: new Uint8Array() } };
      },
      destroy: () => {},
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  };
  return { environment, reached };
}

function aRequest(operation: string, body: object): SdkRequest {
  const headers = { 'x-amz-target': `DynamoDB.${operation}` };
  return { hostname: 'local', headers, body: JSON.stringify(body) };
}

const standBy = aRequest('UpdateItem', { node: 'n1', sets: 'candidateCell' });
const placement = aRequest('TransactWriteItems', { node: 'n1' });

test('a copy hangs before it stands by, until the other one is being placed', async () => {
  const { environment, reached } = anEnvironment();
  const standBys = new HangingStandBys();
  const slow = standBys.slow(
    environment,
    () => ['n1'],
    () => 60_000,
  );
  const stoodBy = slow.requestHandler.handle(standBy);
  expect(reached).toEqual([]);
  await standBys.placing(environment, placement);
  await stoodBy;
  expect(reached).toHaveLength(1);
  expect(environment.nowMs()).toBeLessThan(10_000);
});

test('it does not hang beyond its time, nor at anything else', async () => {
  const { environment, reached } = anEnvironment();
  const slow = new HangingStandBys().slow(
    environment,
    () => ['n1'],
    () => 5_000,
  );
  await slow.requestHandler.handle(aRequest('UpdateItem', { node: 'n1', sets: 'duplicateCheck' }));
  expect(reached).toEqual(['DynamoDB.UpdateItem at 0']);
  await slow.requestHandler.handle(standBy);
  expect(reached).toEqual(['DynamoDB.UpdateItem at 0', 'DynamoDB.UpdateItem at 4750']);
});

test('a copy that finds a slot dies', async () => {
  const { environment } = anEnvironment();
  const slow = new HangingStandBys().slow(
    environment,
    () => ['n1'],
    () => 5_000,
  );
  await expect(slow.requestHandler.handle(placement)).rejects.toThrow('the copy died');
});
