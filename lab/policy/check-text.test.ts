import { checkText } from './check-text.ts';
import { authorsColumn, type CheckedText, type TextFault } from './checked-text.ts';

const good = (text: string) => checkText(text) as CheckedText;
const bad = (text: string) => checkText(text) as TextFault;

test.each([
  ['export const policy = {};', 'policy'],
  ['const mine = {};\nexport { mine as policy };', 'mine'],
  ["const mine = {};\nexport { mine as 'policy' };", 'mine'],
  ['export function policy() {}', 'policy'],
  ['export const other = 1, policy = {};', 'policy'],
])('%j exports a policy', (text, variable) => {
  expect(good(text).variable).toBe(variable);
  expect(good(text).body).not.toContain('export');
});

test('each letter keeps its line and column', () => {
  const text = '\nexport const policy = { id: 1 };\r\nexport {\n  policy as other };';
  const { body } = good(text);
  expect(body).toHaveLength(text.length);
  expect(body).toBe('\n       const policy = { id: 1 };\r\n        \n                    ');
});

test.each([
  ['', 1, 1, /exports no 'policy'/],
  ['const policy = {};', 1, 1, /exports no 'policy'/],
  ['export const policy = {};\nconst = 1;', 2, 7, /Unexpected token\./],
  ["export const policy = {};\nimport 'node:fs';", 2, 1, /imports nothing/],
  ["export const policy = { a: () => import('./x.js') };", 1, 34, /imports nothing/],
  ["export * from './x.js';", 1, 1, /imports nothing/],
  ["export { policy } from './x.js';", 1, 1, /imports nothing/],
  ['export const policy = { a: import.meta.url };', 1, 28, /import\.meta/],
  ['export default {};', 1, 1, /by its name/],
  ['export const policy = await 1;', 1, 23, /nothing in a policy is awaited/],
  ['for await (const a of []) {}\nexport const policy = 1;', 1, 1, /nothing .* is awaited/],
  [
    "import type { Policy } from 'rebootstorm/policy';\nexport const policy: Policy = {};",
    1,
    13,
    /JavaScript/,
  ],
  ['}); alert(1); (function () {\nexport const policy = {};', 1, 1, /Unexpected token/],
  ['export const policy = {};\n0 <!--x /*\nalert(1);\n*/', 2, 3, /'<!--' begins a comment/],
  ['let x = 1;\nexport const policy = { a: `${x <!--x}` };', 2, 33, /'<!--' begins a comment/],
  ['export const policy = {};\n--> 1', 2, 3, /Unexpected token/],
  ['--> 1\nexport const policy = {};', 1, 3, /Unexpected token/],
  ['let x = 1;\n/* a\nb */ --> x;\nexport const policy = {};', 3, 8, /Unexpected token/],
  ['#!/usr/bin/env node\nexport const policy = {};', 1, 2, /Unexpected character/],
])('%j is refused at its place', (text, line, column, words) => {
  expect(bad(text)).toMatchObject({ line, column, reason: expect.stringMatching(words) });
});

test('each loop calls the guard, whatever its body is', () => {
  const text = [
    'export const policy = () => {',
    '  for (;;) x();',
    '  while (a) { b(); }',
    '  do c(); while (d);',
    '  for (const e of f) for (const g in h) { i(); }',
    '  for (;;);',
    '};',
  ].join('\n');
  const { body } = good(text);
  expect(body.match(/rebootstormLoop\(\);/g)).toHaveLength(6);
  expect(() => new Function(body)).not.toThrow();
  expect(body.split('\n')).toHaveLength(7);
});

test('a column behind a guard is that of the author', () => {
  const text = 'export const policy = () => { while (a) { b(); } for (;;) c(); d(); };';
  const { body, insertions } = good(text);
  for (const word of ['while', 'b()', 'for', 'c()', 'd()'])
    expect(authorsColumn(insertions, 1, body.indexOf(word) + 1)).toBe(text.indexOf(word) + 1);
  expect(authorsColumn(insertions, 2, 99)).toBe(99);
});

test.each([
  ["'<!--'", '<!--'],
  ['/<!--/.source', '<!--'],
  ['1 /* <!-- */', 1],
  ['`\n--> ${1} <!--`', '\n--> 1 <!--'],
  ['((n) => { const seen = []; while (n --> 0) seen.push(n); return seen; })(2)', [1, 0]],
  ['((n) => 1 < !--n)(1)', false],
])('the worker runs what was checked: %s', (expression, value) => {
  const { body } = good(`export const policy = ${expression};`);
  // As the worker has it: no module, and the text on lines of its own.
  const run = new Function('rebootstormLoop', `"use strict";\n${body}\n;return policy;`);
  expect(run(() => {})).toEqual(value);
});
