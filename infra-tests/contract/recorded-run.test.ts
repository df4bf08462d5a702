import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCommand } from '#testing/cli/child-command.ts';
import type { ContractCase } from './contract-case.ts';
import { judgeAgain, type RecordedRun, readRecordedRun } from './recorded-run.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-contract-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function contract(...words: string[]) {
  return startCommand(['infra-tests/contract/main.ts', ...words]).ended;
}

/** The lines that tell of cases, without the engine's name and the time. */
const verdicts = (stdout: string) => stdout.replace(/, (in [\d.]+ s|recorded at \S+)/, '');

test('a run over HTTP is judged again without the engine, and a changed answer fails', async () => {
  const path = join(folder, 'run.json');
  const asked = ['--engine', 'local-endpoint', '--service', 'sqs', '--case', 'delay'];
  const run = await contract(...asked, '--record', path);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toMatch(/local-endpoint this commit: [2-9] passed, 0 differ, 0 unsupported/);

  const again = await contract('--recorded', path);
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  const recorded = readRecordedRun(path);
  expect(again.stdout).toContain(`recorded at ${recorded.recordedAt}`);
  expect(verdicts(run.stdout)).toBe(`${verdicts(again.stdout)}answers in ${path}\n`);

  const [first, ...others] = recorded.answers;
  if (first === undefined) throw new Error('nothing was recorded');
  const answer = { changed: 'on purpose' };
  const changed = { ...recorded, answers: [{ ...first, kind: 'answered', answer }, ...others] };
  writeFileSync(path, JSON.stringify(changed));
  const changedRun = await contract('--recorded', path);
  expect(changedRun.exitCode).toBe(1);
  expect(changedRun.stdout).toContain(`differs  sqs: ${first.title}\n`);
  expect(changedRun.stdout).toContain('  got: {"changed":"on purpose"}\n');
  expect(changedRun.stdout).toContain(`${others.length} passed, 1 differ, 0 unsupported`);
});

test('a file of something else is refused, and so is a place that takes no file', async () => {
  const path = join(folder, 'run.json');
  for (const text of ['', '{}', '[]', 'null', JSON.stringify({ schemaVersion: 1, answers: [] })]) {
    writeFileSync(path, text);
    const { exitCode, stderr, stdout } = await contract('--recorded', path);
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toMatch(/cannot be read: |is no recorded run of the contract; write one with/);
  }
  const words = ['--case', 'an update of nothing makes the item', '--record', folder];
  const { exitCode, stderr, stdout } = await contract(...words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
  expect(stderr).toContain(`${folder} cannot be written`);
});

const aCase = (title: string, expected: unknown): ContractCase => ({
  service: 'sqs',
  title,
  run: async () => {},
  expected,
  source: 'nowhere',
});

const run: RecordedRun = {
  schemaVersion: 1,
  engine: 'someone',
  version: '1',
  recordedAt: '2007-08-16T12:00:00.000Z',
  asked: { services: ['sqs'], titled: '' },
  answers: [
    { service: 'sqs', title: 'a', kind: 'answered', answer: { x: 1 } },
    { service: 'sqs', title: 'b', kind: 'broken off', answer: { refused: 'QueueDoesNotExist' } },
    { service: 'sqs', title: 'c', kind: 'not offered', why: 'no such call' },
  ],
};

test('what is judged are the answers, by what the cases expect today', () => {
  const cases = [aCase('a', { x: 1 }), aCase('b', 1), aCase('c', 1)];
  const { result, unjudged } = judgeAgain(run, cases);
  expect(unjudged).toEqual([]);
  expect(result.outcomes.map(({ verdict }) => verdict)).toEqual([
    { kind: 'passed' },
    { kind: 'differs', got: { refused: 'QueueDoesNotExist' } },
    { kind: 'unsupported', why: 'no such call' },
  ]);
  const [first] = judgeAgain(run, [aCase('a', { x: 2 }), ...cases.slice(1)]).result.outcomes;
  expect(first?.verdict).toEqual({ kind: 'differs', got: { x: 1 } });
});

test('a case without an answer, and an answer without a case, are told', () => {
  const other: ContractCase = { ...aCase('of another service', 1), service: 'dynamodb' };
  const { unjudged } = judgeAgain(run, [aCase('a', 1), aCase('b', 1), aCase('d', 1), other]);
  expect(unjudged).toEqual(['no answer: d', 'recorded, but no case is called so: c']);
});

test('a file with two answers to one case is no recorded run', () => {
  const path = join(folder, 'run.json');
  writeFileSync(path, JSON.stringify(run));
  expect(readRecordedRun(path)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  const [first] = run.answers;
  writeFileSync(path, JSON.stringify({ ...run, answers: [...run.answers, first] }));
  expect(() => readRecordedRun(path)).toThrow('is no recorded run');
});
