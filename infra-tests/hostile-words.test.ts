// Hostile text, as it may come from a file, an argument, a stack or a run, through every command
// that can be run in this process: nothing of it reaches the terminal as it is.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkCommand, formatCheck } from '#cli/check/check-command.ts';
import { compareRunsCommand } from '#cli/compare/compare-command.ts';
import { commandLine, commandsOf } from '#cli/options.ts';
import { keepPlain } from '#cli/plain-output.ts';
import { formatRedrive } from '#cli/redrive/format-redrive.ts';
import { replayCommand } from '#cli/replay/replay-command.ts';
import { scenarioFrom } from '#cli/scenario-file/read-scenario.ts';
import { comparisonTable } from '#cli/show/comparison-table.ts';
import { stationCommand } from '#cli/station/station-command.ts';
import { parseStation, readStationFile } from '#cli/station/station-file.ts';
import { formatStorm } from '#cli/storm/format-deployed-storm.ts';
import { summaryTable } from '#cli/sweep/sweep-summary.ts';
import { readThreshold } from '#cli/thresholds/read-threshold.ts';
import { plainScreen } from '#domain/plain-text.ts';
import { namedPolicy } from '#runner/policy-choice.ts';
import { atEngine } from '#testing/cli/at-engine.ts';
import { pinnedNode, startCommand } from '#testing/cli/child-command.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { startStandInEngine } from '#testing/cli/stand-in-engine.ts';

const faked = '✓ healed: everybody is signed in again';

/** What is tried: commands to a terminal, what turns the direction, and a line like one of ours. */
const hostileText = fc
  .array(
    fc.constantFrom(
      '\u001b]0;owned\u0007',
      '\u001b[2J\u001b[H',
      '\u001b[31m',
      '\u009b2J',
      '\u202e',
      '\u2066',
      `\n${faked}`,
      `\r${faked}`,
      '\u2028',
      '\u0007',
      '\u007f',
      '\u{e0041}',
      '\ud800',
      'a',
      '"',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `x${parts.join('')}`);

/** Holds for whatever a terminal is shown where no colours are. */
function expectPlain(shown: string): void {
  expect(shown).not.toBe('');
  expect(shown).not.toContain('\u001b');
  expect(plainScreen(shown)).toBe(shown);
  expect(shown.split('\n').filter((line) => line.startsWith(faked))).toEqual([]);
}

function streams() {
  let said = '';
  const stream = {
    write: (text: string) => {
      said += text;
      return true;
    },
  };
  const both = { stdout: stream, stderr: stream } as unknown as Pick<
    NodeJS.Process,
    'stdout' | 'stderr'
  >;
  return { said: () => said, stream, both };
}

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected it to be refused');
};

/** Each says what it is given; none of them is given a screen that looks after itself. */
const sayers: Readonly<Record<string, (text: string) => string>> = {
  'the name of a policy': (text) => messageOf(() => namedPolicy(text)),
  'a field of a scenario': (text) => messageOf(() => scenarioFrom('mine.json', { [text]: 1 })),
  'a scenario that is extended': (text) =>
    messageOf(() => scenarioFrom(text, { extends: text, name: 'mine' })),
  'the outcome and the violations of a storm': (text) =>
    formatStorm(
      text,
      {
        runId: 'drill-1',
        executionArn: 'arn',
        executionStatus: 'FAILED',
        outcome: text,
        populationCount: 1,
        onlineCount: 1,
        plannedRestartCount: 1,
        restartedCount: 1,
        verdict: { kind: 'failed', sentence: text },
        expected: [text],
        healMs: null,
        belowTargetMs: 0,
        belowTargetAfterMs: 0,
        worstOfflineShare: 0,
        worstOfflineAtMs: 0,
        userHoursLost: 0,
        lastRestartAtMs: 0,
        endMs: 1,
        violations: [text],
        deadLetters: {},
        quarantinedCount: 0,
        spentUsd: null,
        maxCostUsd: null,
        seconds: 1,
        failure: { status: 'FAILED', error: text, cause: text, quota: null },
      },
      { meters: {}, unseenMeters: [] },
    ),
  'the name of a run, and what is broken in it': (text) =>
    formatCheck([
      {
        runId: text,
        uncheckedBecause: null,
        isOver: false,
        end: null,
        letters: null,
        execution: null,
        nodeCount: 1,
        readUnits: 0,
        verdicts: [
          {
            id: 'one-home',
            sentence: 'A client has one home.',
            decidedBy: 'scans',
            verdict: 'violated',
            reason: text,
            violationCount: 1,
            violations: [{ item: text, words: text, atMs: 0, entry: 1 }],
          },
        ],
      },
    ]),
  'the body of a dead-lettered message': (text) =>
    formatRedrive(
      [
        {
          queue: 'login',
          observedCount: 1,
          sentBackCount: 0,
          copiedCount: 0,
          stayedCount: 1,
          otherRunsCount: 1,
          hiddenCount: 0,
          stays: { malformed: 1 },
          examples: [{ reason: 'malformed', body: text }],
        },
      ],
      false,
    ),
  'a verdict, with what a policy file threw': (text) => {
    const { runs, ...result } = exampleResult();
    const reported = runs.map((run) => ({ ...run, verdict: { ...run.verdict, sentence: text } }));
    return comparisonTable({ ...result, runs: reported }, { width: 80, colour: false });
  },
  'a field and a policy of a sweep': (text) => {
    const band = { median: 1, min: 1, max: 1 };
    const numbers = { healMs: band, worstOfflineShare: band, loginAttempts: band };
    const setting = { values: { [text]: text }, policy: text, nodes: 40, seedCount: 1 };
    return summaryTable([text], [{ ...setting, verdicts: {}, ...numbers } as never], []);
  },
  'the path of a station, and a field of it': (text) =>
    messageOf(() => parseStation(text, JSON.stringify({ [text]: 1, kind: 'station' }))),
};

test.each(Object.entries(sayers))('%s is shown and not obeyed', (_what, say) => {
  fc.assert(
    fc.property(hostileText, (text) => expectPlain(say(text))),
    { numRuns: 60 },
  );
});

describe('from files:', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hostile-words-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: object) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  test('the title of a station is shown and not obeyed', async () => {
    const title = `x\u001b]0;owned\u0007\n${faked}\u202e`;
    const { both, said } = streams();
    const shipped = join('scenarios', 'stations', 'too-much.json');
    const { default: station } = await import(`../${shipped}`, { with: { type: 'json' } });
    const path = file('station.json', { ...station, title });
    const stations = [{ name: 'mine', ...readStationFile(path) }];
    const environment = { ...both, argv: [], versions: {}, commit: null };
    await stationCommand({ stations, failIf: [], json: false, out: folder }, environment);
    expectPlain(said());
  });

  test('what runs call themselves, and what was set, is compared and not obeyed', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const { runs, ...result } = exampleResult();
        const reported = runs.map((run) => ({
          ...run,
          policy: `${text}${run.policy}`,
          counts: { [text]: 1 },
          verdict: { ...run.verdict, sentence: text },
        }));
        file('result.json', { ...result, runs: reported });
        const versions = { [text]: text };
        file('manifest.json', { ...exampleManifest(), commit: text, versions, argv: [text] });
        const other = file('other.json', { ...result, scenario: 'other', runs: reported });
        const { both, said } = streams();
        const failIf = [readThreshold('belowTarget>=0s')];
        const options = { runs: [folder, other], format: 'text', failIf, github: true } as const;
        await compareRunsCommand(options, both);
        expectPlain(said());
        const environment = { ...both, version: '1', commit: null, entry: ['', ''] as const };
        const replayed = replayCommand({ run: folder }, environment);
        const refusal = await replayed.catch((error: Error) => error.message);
        expectPlain(String(refusal));
      }),
      { numRuns: 15 },
    );
  });
});

test('a word on the command line is shown and not obeyed, for any command', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, fc.boolean(), async (text, isOption) => {
      for (const name of ['run', 'storm', 'check', 'redrive', 'swarm', 'sweep', 'verify', 'demo']) {
        let said = '';
        const program = commandLine('1.2.3', idleHandlers);
        for (const command of commandsOf(program))
          command.exitOverride().configureOutput({ writeErr: (words) => (said += words) });
        const words = isOption ? [name, `--${text}`] : [name, '--seed', text];
        await program.parseAsync(words, { from: 'user' }).catch(() => {});
        expectPlain(said);
      }
    }),
    { numRuns: 25 },
  );
});

test('a run of a stack whose name nobody would choose is reported and not obeyed', async () => {
  const engine = await startStandInEngine();
  try {
    const { cloud, endpoint } = engine;
    const runId = `x\u001b[2J\n${faked}\u202e`;
    const Item = { pk: { S: `RUN#${runId}` }, sk: { S: 'RUN' } };
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    const body = JSON.stringify({ TableName: cloud.outputs.TableName, Item });
    const request = { hostname: 'local-cloud.invalid', headers, body };
    await cloud.settle(cloud.clientHandler().handle(request));
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const env = { AWS_ENDPOINT_URL: endpoint, ...keys };
    const { both, said } = streams();
    const stack = `Rebootstorm\u001b[2J\n${faked}`;
    await checkCommand({ ...atEngine, stack, json: false }, { ...both, env });
    await checkCommand({ ...atEngine, stack, json: false, run: 'nope' }, { ...both, env });
    expectPlain(said());
    expect(said()).toContain('x\\u001b[2J\\n✓ healed');
  } finally {
    engine.stop();
  }
});

test('a screen keeps itself plain where a print was forgotten, and JSON stays the same', () => {
  const { stream, said } = streams();
  keepPlain(stream);
  const reported = { text: `\u009b2J\u202e\n${faked}` };
  stream.write(`${JSON.stringify(reported)}\n`);
  stream.write('\u001b]0;owned\u0007\n');
  const [json = '', words] = said().split('\n');
  expect(JSON.parse(json)).toEqual(reported);
  expect(words).toBe('\\u001b]0;owned\\u0007');
  expect(plainScreen(said())).toBe(said());
});

test('the log of a function on Lambda is plain, whatever is logged', async () => {
  const script = `
    import { lambdaRuntime } from './adapters/runtime.ts';
    const text = '\\u001b[2J\\u009b2J\\u202e\\u2028';
    lambdaRuntime().log({ level: 'warn', message: text, reason: text, deep: { list: [text] } });
  `;
  const words = ['--input-type=module', '--eval', script];
  const { stdout, stderr } = await startCommand(words, { node: pinnedNode }).ended;
  const log = `${stdout}${stderr}`;
  expect(log).toContain('"level":"WARN"');
  expectPlain(log);
});
