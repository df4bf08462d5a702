import { readFileSync } from 'node:fs';
import { allCases } from '../all-cases.ts';
import type { ContractCase } from '../contract-case.ts';
import type { Verdict } from '../judge-case.ts';
import type { SuiteResult } from '../run-suite.ts';
import { type KnownDifferences, newsAgainst, recordOf, withRecord } from './known-differences.ts';
import {
  KNOWN_DIFFERENCES_PATHS,
  knownDifferencesPage,
  readKnownDifferences,
} from './known-differences-page.ts';

const aCase = (title: string): ContractCase => ({
  service: 'sqs',
  title,
  run: async () => 1,
  expected: 2,
  source: 'nowhere',
});

const aResult = (verdicts: Readonly<Record<string, Verdict>>): SuiteResult => ({
  engine: 'someone',
  version: '1',
  outcomes: Object.entries(verdicts).map(([title, verdict]) => ({
    contractCase: aCase(title),
    answer: { kind: 'not offered', why: 'of no matter here' },
    verdict,
  })),
});

const empty: KnownDifferences = { recordedOn: '2007-08-16', engines: [] };
const differs: Verdict = { kind: 'differs', got: 1 };
const passed: Verdict = { kind: 'passed' };
const unsupported: Verdict = { kind: 'unsupported', why: 'not here' };

const listing = (verdicts: Readonly<Record<string, Verdict>>) =>
  withRecord(empty, recordOf(aResult(verdicts)), '2007-08-17');

describe('the list of known differences', () => {
  test('what differs as listed is no news', () => {
    const result = aResult({ a: differs, b: passed, c: unsupported });
    expect(newsAgainst(listing({ a: differs, b: passed, c: unsupported }), result)).toEqual([]);
  });

  test('a difference that is not listed is news, with what was wanted and what came', () => {
    expect(newsAgainst(listing({ a: passed }), aResult({ a: differs }))).toEqual([
      'differs, and is not listed so: a; expected 2, got 1',
    ]);
  });

  test('an answer other than the listed one is news, though both differ from AWS', () => {
    const other: Verdict = { kind: 'differs', got: { refused: 'X' } };
    expect(newsAgainst(listing({ a: differs }), aResult({ a: other }))).toEqual([
      'differs in a new way: a; listed is 1, got {"refused":"X"}',
    ]);
    const turned: Verdict = { kind: 'differs', got: { y: 1, x: 2 } };
    const listed = listing({ a: { kind: 'differs', got: { x: 2, y: 1 } } });
    expect(newsAgainst(listed, aResult({ a: turned }))).toEqual([]);
  });

  test('of the same version all answers seen are known, and of a new one the last', () => {
    const first = listing({ a: differs, b: differs });
    const other: Verdict = { kind: 'differs', got: 3 };
    const again = withRecord(first, recordOf(aResult({ a: other, b: passed })), '2007-08-18');
    expect(again.engines[0]?.differences).toMatchObject([
      { title: 'a', got: 3, alsoGot: [1] },
      { title: 'b', got: 1, alsoGot: [2] },
    ]);
    expect(newsAgainst(again, aResult({ a: differs, b: passed }))).toEqual([]);
    expect(newsAgainst(again, aResult({ a: passed, b: other }))).toHaveLength(2);
    expect(knownDifferencesPage(again)).toContain('| sqs: a | `2` | `3` or `1` |');
    const later = { ...recordOf(aResult({ a: other, b: passed })), version: '2' };
    expect(withRecord(again, later, '2007-08-19').engines[0]?.differences).toMatchObject([
      { title: 'a', got: 3 },
    ]);
  });

  test('a listed difference that passes now is news', () => {
    expect(newsAgainst(listing({ a: differs }), aResult({ a: passed }))).toEqual([
      'passes now, and is listed as differs: a',
    ]);
  });

  test('an operation that is lost is news, though the case was listed as different', () => {
    expect(newsAgainst(listing({ a: differs }), aResult({ a: unsupported }))).toHaveLength(1);
  });

  test('a listed case that no longer exists is news', () => {
    expect(newsAgainst(listing({ a: differs }), aResult({}))).toEqual([
      'listed, but no case is called so: a',
    ]);
  });

  test('of an engine that is not listed every difference is news', () => {
    expect(newsAgainst(empty, aResult({ a: differs, b: passed }))).toHaveLength(1);
  });

  test('a record takes the place of the same engine, and leaves the others alone', () => {
    const one = listing({ a: differs });
    const other = { ...recordOf(aResult({ b: differs })), engine: 'another' };
    const both = withRecord(one, other, '2007-08-18');
    expect(both.engines.map(({ engine }) => engine)).toEqual(['another', 'someone']);
    expect(withRecord(both, other, '2007-08-18')).toEqual(both);
  });
});

describe('docs/known-differences.md', () => {
  test('is what the committed list gives', () => {
    const page = readFileSync(KNOWN_DIFFERENCES_PATHS.page, 'utf8');
    expect(page).toBe(knownDifferencesPage(readKnownDifferences()));
  });

  test('counts what passed, and shows each difference with both answers', () => {
    const page = knownDifferencesPage(listing({ 'a | b': differs, c: passed, d: unsupported }));
    expect(page).toContain('| someone | 1 | 1 of 3 |');
    expect(page).toContain('| sqs: a \\| b | `2` | `1` |');
    expect(page).toContain('| sqs: d | `2` | it does not have the operation |');
  });

  test('the local cloud is in the list, with every case and no difference', () => {
    const ours = readKnownDifferences().engines.find(({ engine }) => engine === 'local-cloud');
    expect(ours?.differences).toEqual([]);
    const counted = Object.values(ours?.cases ?? {}).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(allCases.length);
  });
});
