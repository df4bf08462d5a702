// What the state machine's functions are given comes from whoever starts an execution, too.

import { dispatchCell } from '#functions/dispatch-cell.ts';
import { observe } from '#functions/observe.ts';
import { planStorm } from '#functions/plan-storm.ts';
import { reportStorm } from '#functions/report-storm.ts';
import { aControlPlane } from '#infra-tests/handlers/control-plane.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { aNode, aSupernode, aSupernodesNode } from '#testing/domain/builders.ts';

const functions = { planStorm, dispatchCell, observe, reportStorm } as const;

const progress = {
  runId: 'run-1',
  cells: ['c0000'],
  waveIndex: 0,
  waveAt: '2007-08-15T12:00:00.000Z',
  observeSeconds: 600,
  next: 'observe-again',
} as const;

const inputs: Readonly<Record<keyof typeof functions, object>> = {
  planStorm: { execution: 'run-1', input: { runId: 'run-1' } },
  dispatchCell: { runId: 'run-1', cell: 'c0000', waveIndex: 0 },
  observe: progress,
  reportStorm: { ...progress, outcome: 'healed', failure: { Error: 'E', Cause: 'c' } },
};

const oddValues = [
  null,
  true,
  0,
  -1,
  -0,
  0.5,
  999,
  1001,
  2 ** 53,
  '',
  ' ',
  '#',
  'c0000#NODE',
  '../x',
  '__proto__',
  'constructor',
  'run-9',
  'c0099',
  '\u0000',
  '\ud800',
  '\uffff',
  '\u{1f4a5}',
  [],
  [[]],
  {},
  { Error: 7 },
  { Cause: {} },
  'x'.repeat(100_000),
  JSON.parse('{"__proto__":{"isAdmin":1}}'),
] as const;

/** What may be said of an input; anything else is a bug. */
const refusals = /^(MalformedMessage|UnknownRun|UnknownCell|UnknownWave|StartRefused)Error: /;

async function aStormingPlane() {
  const plane = await aControlPlane([aSupernodesNode(), aNode()], [aSupernode({ used: 1 })]);
  return { plane, before: plane.records() };
}

test.each(Object.keys(functions) as (keyof typeof functions)[])(
  '%s refuses an odd input by name, or serves what it names',
  async (name) => {
    const random = seededRandom(2007).fork(name);
    const { plane, before } = await aStormingPlane();
    const handle = functions[name](plane.runtime) as (input: unknown) => Promise<unknown>;
    const fields = Object.keys(inputs[name]);
    const reported: string[] = [];
    for (let tries = 0; tries < 400; tries += 1) {
      const field = fields[tries % (fields.length + 1)];
      const odd = oddValues[Math.floor(random() * oddValues.length)];
      const input = field === undefined ? odd : { ...inputs[name], [field]: odd };
      await handle(input).catch((error: unknown) => reported.push(String(error)));
      for (const queue of ['membership', 'login', 'heal'] as const) plane.takeSent(queue);
    }
    expect(reported.length).toBeGreaterThan(20);
    expect(reported.filter((text) => !refusals.test(text))).toEqual([]);
    expect(plane.records()).toEqual(before);
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
);

describe('is refused by the field that is wrong:', () => {
  const wrong = [
    [
      'a run that reaches into another key',
      'planStorm',
      { execution: 'run-1', input: { runId: 'run-1#c' } },
      /runId/,
    ],
    ['a wave of nobody', 'dispatchCell', { ...inputs.dispatchCell, waveIndex: null }, /waveIndex/],
    ['a field too many', 'dispatchCell', { ...inputs.dispatchCell, admin: true }, /admin/],
    [
      'a cell of another run',
      'dispatchCell',
      { ...inputs.dispatchCell, cell: 'c0099' },
      /cell c0099/,
    ],
    ['no wave at all', 'observe', { runId: 'run-1' }, /waveIndex/],
    ['an outcome of its own', 'reportStorm', { ...progress, outcome: 'fine' }, /outcome/],
    ['a failure that is none', 'reportStorm', { ...progress, failure: null }, /failure/],
    ['a count below zero', 'reportStorm', { ...progress, onlineCount: -1 }, /onlineCount/],
  ] as const;

  test.each(wrong)('%s', async (_what, name, input, field) => {
    const { plane } = await aStormingPlane();
    const handle = functions[name](plane.runtime) as (input: unknown) => Promise<unknown>;
    await expect(handle(input)).rejects.toThrow(field);
  });
});
