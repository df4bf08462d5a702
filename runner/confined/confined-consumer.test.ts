// What a hostile handler tries. Whatever it does, the trial ends, and nothing around it changes.
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { ConsumerSettings } from '../consumer/consumer-settings.ts';
import { isConsumerFault, runTrial } from '../consumer/run-trial.ts';
import type { ConsumerResult } from '../consumer/try-consumer.ts';

const usual: ConsumerSettings = {
  messages: 20,
  poison: 0,
  drawsAmounts: true,
  ratePerSecond: null,
  batchSize: 10,
  batchWindowMs: 0,
  concurrencyMax: 2,
  timeoutMs: 10_000,
  visibilityMs: 60_000,
  receivesMax: 3,
  reportsFailures: true,
  redriveAtMs: null,
  redrivePerSecond: 500,
  conflicts: true,
  accountConcurrency: 1000,
  faults: FAULTS_NONE,
  seed: 1,
};

/** A consumer whose handler has this body. `put(record)` counts an order. */
const handling = (body: string, before = '') => `${before}
export const consumer = ({ dynamodb, tableName, sleep, nowMs, random }) => {
  const put = (record) => {
    const { order, amount } = JSON.parse(record.body);
    const Item = { pk: { S: 'total#' + order }, amount: { N: String(amount) } };
    return dynamodb.putItem({ TableName: tableName, Item });
  };
  return async (event, context) => { ${body} };
};`;

const putsAll = 'for (const record of event.Records) await put(record);';

const tried = (text: string, settings: Partial<ConsumerSettings> = {}): Promise<ConsumerResult> =>
  runTrial({ trial: { ...usual, ...settings }, file: 'handler.mjs', text });

/** Why it could not be run; empty where it could. */
async function faultOf(text: string): Promise<string> {
  try {
    await tried(text);
    return '';
  } catch (error) {
    if (isConsumerFault(error)) return error.message;
    throw error;
  }
}

test('it counts as outside, and awaits many calls at once', async () => {
  const one = await tried(handling(putsAll));
  expect(one).toMatchObject({ off: 0, receives: 20, deadOrders: 0, errors: [], invocations: 2 });
  const atOnce = await tried(handling('await Promise.all(event.Records.map(put));'));
  expect(atOnce).toMatchObject({ off: 0, receives: 20 });
  expect(await tried(handling(putsAll))).toEqual(one);
});

test('what it reports is what the queue sees again', async () => {
  const first = 'const [bad] = event.Records; for (const one of event.Records) await put(one);';
  const report = 'return { batchItemFailures: [{ itemIdentifier: bad.messageId }] };';
  const result = await tried(handling(first + report));
  expect(result.off).toBe(0);
  expect(result.deadOrders).toBeGreaterThan(0);
  expect(result.receives).toBeGreaterThan(20);
});

test('an error of a service has its name and its details inside', async () => {
  const result = await tried(
    handling(`
      const call = dynamodb.getItem({ TableName: 'none', Key: { pk: { S: 'x' } } });
      await call.catch((error) => { throw new RangeError(error.name); });`),
  );
  expect(result.errors).toEqual([
    { error: 'RangeError: ResourceNotFoundException', count: result.invocations },
  ]);
});

test('time is that of the cloud, and each environment has a memory of its own', async () => {
  const body = `${putsAll} if (nowMs() < 60_000) await sleep(15_000);`;
  const slow = await tried(handling(body));
  expect(slow).toMatchObject({ off: 0 });
  // Each time-out ends an environment: the next one begins with an empty set.
  const once = `for (const record of event.Records) {
    if (seen.has(record.messageId)) throw new Error('seen');
    seen.add(record.messageId);
  }
  await sleep(15_000);`;
  const result = await tried(handling(once, 'const seen = new Set();'));
  expect(result.errors).toEqual([]);
  expect(result.deadOrders).toBe(20);
});

test.each([
  ['for (;;) {}', /^handler\.mjs: it did not come to an end within its steps/],
  ['for (;;) await null;', /within its steps|more steps in all/],
  ['const again = () => Promise.resolve().then(again); await again();', /steps/],
  ['const spin = async () => { for (;;) await 0; }; for (;;) await spin().catch(spin);', /steps/],
  ['try { for (;;) {} } catch {} return {};', /within its steps/],
  ['for (;;) await sleep(0);', /more steps in all/],
  ['for (;;) await dynamodb.putItem({}).catch(() => {});', /more steps in all/],
  ['for (;;) sleep(1);', /steps/],
  ['const all = []; for (;;) all.push(new Array(1e5).fill(7));', /more memory/],
  ['const again = () => again() + 1; return again();', /calls itself without end/],
])('%s ends the trial with a word', async (body, words) => {
  expect(await faultOf(handling(body))).toMatch(words);
});

test.each([
  ["import fs from 'node:fs'; export const consumer = () => () => {};", /imports nothing/],
  ['export const handler = () => {};', /exports no function 'consumer'/],
  ['export const consumer = () => 1;', /has to return a handler/],
  ['export const consumer = () => { missing(); };', /'missing' is not defined/],
  ['export const consumer = (', /^handler\.mjs:1/],
  ['for (;;) {}', /within its steps/],
])('the file %j is refused', async (text, words) => {
  expect(await faultOf(text)).toMatch(words);
});

test.each([
  ['process .exit(0);', "'process' is not defined"],
  ["require('node:fs');", "'require' is not defined"],
  ["fetch('http://127.0.0.1/');", "'fetch' is not defined"],
  ['setTimeout(() => {}, 1);', "'setTimeout' is not defined"],
  ['return Date.now();', "'Date' is not defined"],
  ['return Math .random();', 'has no chance of its own'],
  ["await sleep('1');", 'sleep takes a number'],
  ['await sleep(NaN);', 'sleep takes a number'],
  ['await dynamodb.putItem();', 'Exception'],
  ['await dynamodb.scan({ TableName: tableName });', 'not a function'],
])('%s fails like any other slip: nothing is counted', async (body, words) => {
  const result = await tried(handling(body));
  expect(result).toMatchObject({ counted: 0, deadOrders: 20 });
  expect(result.errors[0]?.error).toContain(words);
});

test('what it does to its own objects does not reach those of this program', async () => {
  const patch = `
    Object.prototype.toJSON = () => ({ off: 0 });
    Array.prototype.map = () => [];
    Promise.prototype.then = function () { return this; };
    Map.prototype.get = () => undefined;
    globalThis.JSON = null;`;
  // It has no way left to go on: the trial is an error or counts nothing.
  const result = await tried(handling(putsAll, patch)).catch((error) => {
    if (!isConsumerFault(error)) throw error;
    return { counted: 0 };
  });
  expect(result.counted).toBe(0);
  expect([1].map((one) => one + 1)).toEqual([2]);
  expect(({} as Record<string, unknown>).toJSON).toBeUndefined();
});

test('an answer that is forged is no more than an answer', async () => {
  const result = await tried(
    handling("return { off: 0, counted: 80, status: 'pass', batchItemFailures: [] };"),
  );
  expect(result).toMatchObject({ counted: 0, deadOrders: 0 });
  expect(result.off).toBe(-result.ordered);
});
