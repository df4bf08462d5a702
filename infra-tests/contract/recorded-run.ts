// A run of the suite as a file: every answer, so that it can be judged again without the engine.
import { readJsonOrRefuse } from '#runner/json-file.ts';
import { refuseUnwritable, writeOrRefuse } from '#runner/writable-file.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import type { ContractCase, ContractService } from './contract-case.ts';
import type { CaseAnswer } from './judge-case.ts';
import { outcomeOf, type SuiteResult } from './run-suite.ts';

/** The answers of one run. */
export type RecordedRun = {
  readonly schemaVersion: 1;
  readonly engine: string;
  readonly version: string;
  /** When, as 2007-08-16T12:00:00.000Z. */
  readonly recordedAt: string;
  /** Which cases were asked. */
  readonly asked: AskedCases;
  readonly answers: readonly RecordedAnswer[];
};

/** A choice among the cases. */
export type AskedCases = {
  readonly services: readonly ContractService[];
  /** Only cases whose title has this text. */
  readonly titled: string;
};

/** The chosen ones. */
export function casesAsked(
  all: readonly ContractCase[],
  { services, titled }: AskedCases,
): ContractCase[] {
  return all.filter(({ service, title }) => services.includes(service) && title.includes(titled));
}

/** One case's answer, by the case's title. */
export type RecordedAnswer = {
  readonly service: ContractService;
  readonly title: string;
} & CaseAnswer;

/** A file is no recorded run. */
export class RecordedRunError extends WrongInputError {
  override readonly name = 'RecordedRunError';
}

/** Writes what an engine answered. @throws {RecordedRunError} the file cannot be written */
export function recordRun(
  path: string,
  { engine, version, outcomes }: SuiteResult,
  { services, titled }: AskedCases,
): void {
  const answers = outcomes.map(({ contractCase: { service, title }, answer }) => ({
    service,
    title,
    ...answer,
  }));
  const recordedAt = new Date().toISOString();
  const asked = { services, titled };
  const run: RecordedRun = { schemaVersion: 1, engine, version, recordedAt, asked, answers };
  writeOrRefuse(path, `${JSON.stringify(run, null, 2)}\n`, RecordedRunError);
}

/**
 * Makes sure that a recording can be written, before a run that is paid for.
 * @throws {RecordedRunError}
 */
export function refuseUnwritablePath(path: string): void {
  refuseUnwritable(path, RecordedRunError);
}

/** @throws {RecordedRunError} there is no such file, or it is no recorded run */
export function readRecordedRun(path: string): RecordedRun {
  const content = readJsonOrRefuse(path, RecordedRunError);
  if (isRecordedRun(content)) return content;
  throw new RecordedRunError(
    `${path} is no recorded run of the contract; write one with npm run contract -- --record FILE`,
  );
}

function isRecordedRun(content: unknown): content is RecordedRun {
  const { schemaVersion, engine, version, recordedAt, ...run } = (content ?? {}) as RecordedRun;
  const { asked, answers } = run;
  const words = [engine, version, recordedAt, asked?.titled];
  return (
    schemaVersion === 1 &&
    words.every((word) => typeof word === 'string') &&
    Array.isArray(asked?.services) &&
    asked.services.every((service) => SERVICES.includes(service)) &&
    Array.isArray(answers) &&
    answers.every(isAnswer) &&
    new Set(answers.map(({ title }) => title)).size === answers.length
  );
}

const SERVICES: readonly ContractService[] = ['sqs', 'dynamodb', 'states', 'mapping'];

function isAnswer(one: unknown): one is RecordedAnswer {
  const { service, title, ...rest } = (one ?? {}) as RecordedAnswer;
  const isOne =
    rest.kind === 'not offered'
      ? typeof rest.why === 'string'
      : ['answered', 'broken off'].includes(rest.kind) && 'answer' in rest;
  return isOne && typeof title === 'string' && SERVICES.includes(service);
}

/** A recorded run as the cases of today judge it. */
export type JudgedAgain = {
  readonly result: SuiteResult;
  /** What does not fit together, one sentence each: it leaves something unjudged. */
  readonly unjudged: readonly string[];
};

/** Judges the answers of a run by the cases of today, without the engine. */
export function judgeAgain(
  { engine, version, asked, answers }: RecordedRun,
  all: readonly ContractCase[],
): JudgedAgain {
  const answerTo = ({ title }: ContractCase) => answers.find((one) => one.title === title);
  const wanted = casesAsked(all, asked);
  const outcomes = wanted.flatMap((one) => {
    const answer = answerTo(one);
    return answer === undefined ? [] : [outcomeOf(one, answer)];
  });
  const gone = answers.filter(({ title }) => !wanted.some((one) => one.title === title));
  return {
    result: { engine, version, outcomes },
    unjudged: [
      ...wanted
        .filter((one) => answerTo(one) === undefined)
        .map(({ title }) => `no answer: ${title}`),
      ...gone.map(({ title }) => `recorded, but no case is called so: ${title}`),
    ],
  };
}
