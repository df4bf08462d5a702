import { readFileSync } from 'node:fs';
import { allRows } from '../recorded/all-rows.ts';
import { PEER_PATHS, peerPage, readPeerRecord, suitesPart } from './peer-page.ts';
import { outcomeOf, type PeerLine, readPeerLines, stepsBack, suiteResult } from './peer-results.ts';

const line = (id: string, outcome: string, lacked: string[] = []): PeerLine => ({
  id,
  outcome,
  why: '',
  verified: true,
  lacked,
});

test('a test that fails after it asked for what is not there is no difference', () => {
  expect(outcomeOf(line('a', 'passed', ['tags']))).toBe('agrees');
  expect(outcomeOf(line('a', 'failed'))).toBe('differs');
  expect(outcomeOf(line('a', 'failed', ['tags']))).toBe('unsupported');
  expect(outcomeOf({ ...line('a', 'failed'), why: 'LocalCloudUnsupported' })).toBe('unsupported');
});

test('what was skipped says nothing', () => {
  const text = [line('a', 'passed'), line('b', 'skipped')].map((one) => JSON.stringify(one));
  expect(readPeerLines(`${text.join('\n')}\n`).map(({ id }) => id)).toEqual(['a']);
});

test('what agreed and fails, or is not run, is a step back; what agrees anew is not', () => {
  const before = suiteResult('s', '1', [
    line('a', 'passed'),
    line('b', 'passed'),
    line('c', 'failed'),
  ]);
  const now = suiteResult('s', '1', [line('a', 'failed'), line('c', 'passed')]);
  expect(stepsBack(before, now)).toEqual(['a', 'b']);
  expect(stepsBack(before, before)).toEqual([]);
});

test('the page says what the committed results say', () => {
  const page = readFileSync(PEER_PATHS.page, 'utf8');
  expect(page.startsWith(suitesPart(readPeerRecord()).join('\n'))).toBe(true);
});

test('the table has its three hundred rows, and the page counts them by who recorded them', () => {
  expect(allRows.length).toBeGreaterThanOrEqual(300);
  const page = peerPage(readPeerRecord(), allRows);
  expect(page).toContain(`| all | ${allRows.length} |`);
  expect(page).toContain('| LocalStack |');
});
