import { resolve } from 'node:path';
import { policies } from '#domain/policies.ts';
import { FAULTS_DEFAULT } from '#local-cloud/faults.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import { takeValueCalls, valueCallerOf } from '#local-cloud/gateway/value-calls.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';
import { type EmbeddedRunOptions, embeddedRun } from './embedded-run.ts';
import { onTheWire, withHandler } from './function-code.ts';
import { readStackTemplate } from './stack-template.ts';

const template = readStackTemplate(resolve('cli'));

/** Runs a whole storm with every fault, and returns all that it shows except its real time. */
async function storm(around?: EmbeddedRunOptions['around']) {
  const choices = { seed: 7, nodeCount: 120, shiftMs: 0, policy: policies['legacy-2007'] };
  const events: object[] = [];
  const { wallMs: _, ...result } = await embeddedRun({
    scenario: drill,
    planned: planRun(drill, { ...choices, runId: 'by-value' }),
    template,
    faults: FAULTS_DEFAULT,
    wallNowMs: () => 0,
    onProgress: () => {},
    onEvent: (event) => events.push(event),
    around,
  });
  return { result, events };
}

/** Counts calls that are handed over by value, and calls on the wire. */
function countedCalls() {
  const counts = { byValue: 0, onTheWire: 0 };
  const count = (handler: ClientHandler): ClientHandler => {
    const counted: ClientHandler = {
      ...handler,
      handle: (request) => {
        counts.onTheWire += 1;
        return handler.handle(request);
      },
    };
    const caller = valueCallerOf(handler);
    if (caller !== undefined)
      takeValueCalls(counted, (call) => {
        counts.byValue += 1;
        return caller(call);
      });
    return counted;
  };
  return { counts, count };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) frozen(member);
  return value;
}

test('a storm comes out the same on both ways, to the last byte', async () => {
  const [short, long] = [countedCalls(), countedCalls()];
  const byValue = await storm((code) => withHandler(code, short.count));
  const wired = await storm((code) => withHandler(onTheWire(code), long.count));
  expect(JSON.stringify(byValue)).toBe(JSON.stringify(wired));
  // On the short way only calls for secrets go over the wire.
  expect(short.counts.byValue).toBeGreaterThan(20 * short.counts.onTheWire);
  expect(long.counts.byValue).toBe(0);
});

test('nobody changes what a call hands over, on either side', async () => {
  const freeze = (handler: ClientHandler): ClientHandler => {
    const freezing = { ...handler };
    const caller = valueCallerOf(handler);
    if (caller !== undefined)
      takeValueCalls(freezing, async (call) => {
        const answer = await caller(frozen(call));
        return 'output' in answer ? { output: frozen(answer.output) } : answer;
      });
    return freezing;
  };
  const untouched = await storm();
  const watched = await storm((code) => withHandler(code, freeze));
  expect(watched).toStrictEqual(untouched);
});

test('bytes are refused by name, since the answer would not be bytes', () => {
  const { dynamoDb } = sampleCloud();
  const Item = { ...sampleKey('a', 1), photo: { B: new Uint8Array([1]) } };
  expect(() => dynamoDb.call('PutItem', { TableName: 'sample', Item })).toThrow(
    /does not support binary values in calls by value/,
  );
});
