import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { exampleResult } from '#testing/cli/example-result.ts';
import { OutFolderError } from '../run-folder/out-folder-error.ts';
import type { JudgedGroup } from '../thresholds/judge-thresholds.ts';
import { judgedRun } from '../thresholds/judged-run.ts';
import type { JudgedRun } from '../thresholds/measures.ts';
import { readThreshold } from '../thresholds/read-threshold.ts';
import { openChecks } from './report-checks.ts';

const [example] = exampleResult().runs.map((run) => judgedRun(run, 'local'));
if (example === undefined) throw new Error('expected a run');
const run: JudgedRun = { ...example, healMs: 60_000 };
const command = 'rebootstorm run drill';

let folder: string;
let said: string[];
const stderr = { write: (text: string) => said.push(text) > 0 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-checks-'));
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const group = (more: Partial<JudgedGroup> = {}): JudgedGroup => ({
  policy: 'resilient',
  words: 'resilient',
  runs: [run],
  ...more,
});

const failedVerdict: JudgedGroup['verdict'] = {
  outcome: 'failed',
  sentence: 'resilient: "30 %" & <more> were offline.',
  wallMs: 1500.4,
};

/** The JUnit file, read by a parser that refuses what is not well-formed. */
function junitAt(path: string) {
  const text = readFileSync(path, 'utf8');
  expect(XMLValidator.validate(text)).toBe(true);
  const isArray = (name: string) => name === 'testcase';
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray });
  return parser.parse(text).testsuite;
}

test('the exit code is 1 if one is crossed, 2 if one is unknown, else unchanged', async () => {
  const exit = async (text: string, exitCode: number, runs = [run]) =>
    (await openChecks(command, {}, stderr)).report({
      thresholds: [readThreshold(text)],
      groups: [group({ runs })],
      exitCode,
    });
  const unmeasured = [{ ...run, bill: { ...run.bill, outage: null } }];
  expect(await exit('heal>1s', 0)).toBe(1);
  expect(await exit('heal>1s', 2)).toBe(1);
  expect(await exit('heal>1h', 0)).toBe(0);
  expect(await exit('heal>1h', 1)).toBe(1);
  expect(await exit('bill.outage>1', 0, unmeasured)).toBe(2);
  expect(await exit('bill.outage>1', 1, unmeasured)).toBe(1);
  expect(said[0]).toBe('resilient: heal is 1 min, more than 1 s (heal>1s).\n');
  expect(said[2]).toBe('No threshold was crossed.\n');
});

test('a JUnit file has a case for each verdict and threshold, and its sums', async () => {
  const junit = join(folder, 'new', 'junit.xml');
  const checks = await openChecks(command, { junit }, stderr);
  expect(junitAt(junit)).toMatchObject({ tests: '1', errors: '1', failures: '0' });
  const exitCode = await checks.report({
    thresholds: [
      readThreshold('heal>1s'),
      readThreshold('heal>1h'),
      readThreshold('bill.outage>1'),
    ],
    groups: [
      group({ verdict: failedVerdict }),
      group({
        words: 'herd\u0000\u001b[31m',
        runs: [{ ...run, bill: { ...run.bill, outage: null } }],
      }),
    ],
    exitCode: 0,
  });
  const suite = junitAt(junit);
  expect(exitCode).toBe(1);
  expect(suite).toMatchObject({ name: command, tests: '8', failures: '3', errors: '1' });
  const [verdict, crossed, kept] = suite.testcase;
  expect(verdict).toMatchObject({
    classname: 'resilient',
    name: 'verdict',
    time: '1.5',
    failure: { message: failedVerdict?.sentence, type: 'verdict' },
  });
  expect(crossed).toMatchObject({
    name: 'heal>1s',
    failure: { message: 'resilient: heal is 1 min, more than 1 s (heal>1s).' },
  });
  expect(kept['system-out']).toBe('resilient: heal is 1 min, not more than 1 h.');
  expect(kept.failure).toBeUndefined();
  expect(suite.testcase[4]).toMatchObject({ name: 'invariants' });
});

test('a place that takes no file is said before anything runs', async () => {
  mkdirSync(join(folder, 'junit.xml'));
  const opened = openChecks(command, { junit: join(folder, 'junit.xml') }, stderr);
  await expect(opened).rejects.toThrow(OutFolderError);
  await expect(opened).rejects.toThrow(/^--junit .*junit\.xml cannot be written to/);
});

test('annotations say what failed, with what GitHub would misread in its own escapes', async () => {
  const checks = await openChecks(command, { github: true }, stderr);
  await checks.report({
    thresholds: [readThreshold('heal>1s'), readThreshold('heal>1h')],
    groups: [group({ words: 'herd, 100 nodes', verdict: failedVerdict })],
    exitCode: 1,
  });
  expect(said).toEqual([
    '::error title=herd%2C 100 nodes%3A verdict::resilient: "30 %25" & <more> were offline.\n',
    '::error title=herd%2C 100 nodes%3A heal>1s::' +
      'herd, 100 nodes: heal is 1 min, more than 1 s (heal>1s).\n',
  ]);
});
