import { readFileSync } from 'node:fs';
import { august2007 } from '#scenarios/august-2007.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { renderReport } from '../render-report.ts';
import { withFactLinks } from './cited-facts.ts';
import { citedRows, readFacts } from './read-facts.ts';

const page = readFileSync('docs/facts.md', 'utf8');
const facts = readFacts(page);

test('every row of the page is read, with its figure and source', () => {
  const numbers = page.split('\n').flatMap((line) => /^\| (\d+\.\d+) /.exec(line)?.[1] ?? []);
  expect(numbers.length).toBeGreaterThan(50);
  expect(facts.map(({ row }) => row)).toEqual(numbers);
  for (const { sentence, known } of facts) {
    expect(sentence.length).toBeGreaterThan(10);
    expect(known).toMatch(/found|derived|background|estimate|measured|guess|gap/);
  }
  expect(facts.find(({ row }) => row === '1.10')).toMatchObject({
    sentence: 'Clients of one SN, officially: several hundred',
    known: 'found',
  });
});

test.each([
  ['facts 1.17, 2.11', ['1.17', '2.11']],
  ['found in facts 1.3: 8-9 M at the peak', ['1.3']],
  ['facts 1.8 to 1.10', ['1.8', '1.9', '1.10']],
  ['facts 1.8-1.10, cut', ['1.8', '1.9', '1.10']],
  ['model; facts 2.9', ['2.9']],
  ['model: 0.566; facts 2.3: 0.34', ['2.3']],
  ['version 1.10, a guess', []],
])('%s cites %j', (text, rows) => {
  expect(citedRows(text, facts)).toEqual(rows);
});

test('every fact that a scenario cites is on the page', () => {
  const sources = Object.values(scenarios).flatMap(({ assumptions, recoveryPoints }) => [
    ...assumptions.map(({ source }) => source),
    ...recoveryPoints.map(({ factRow }) => factRow),
  ]);
  const cited = sources.flatMap((source) => citedRows(source, facts));
  const known = facts.map(({ row }) => row);
  expect(cited.length).toBeGreaterThan(30);
  expect(cited.filter((row) => !known.includes(row))).toEqual([]);
});

test('a point reported at the time links to its row', () => {
  const result = { ...exampleResult(), recoveryPoints: [...august2007.recoveryPoints] };
  const text = renderReport(result, exampleManifest(), page);
  expect(text).toContain('facts <a href="#fact-1.57">1.57</a>');
  expect(text).toContain('id="fact-1.57"');
});

test('a number that is no citation is no link', () => {
  const { text } = withFactLinks('model: 0.566; facts 2.3: 0.34 <b>', facts);
  expect(text).toBe('model: 0.566; facts <a href="#fact-2.3">2.3</a>: 0.34 &lt;b&gt;');
});

test('each link of a report leads to a fact that it has', () => {
  const text = renderReport(exampleResult(), exampleManifest(), page);
  const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(targets).size).toBeGreaterThan(5);
  for (const id of targets) expect(text).toContain(`id="${id}"`);
  expect(text).toContain('about 25,000');
});
