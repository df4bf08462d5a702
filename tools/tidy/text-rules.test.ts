import {
  findBannedCalls,
  findHeavyFile,
  findLongFile,
  findLongLines,
  findMachineDetails,
  findUnfinished,
} from './text-rules.ts';

// The forbidden words are spelled in two parts, or this file would break the rules that it tests.
const spell = (...parts: string[]) => parts.join('');
const code = (text: string, path = 'domain/gate.ts') => ({ path, text });

test('a file of 400 lines passes, one of 401 does not, a data table may be longer', () => {
  expect(findLongFile(code('x\n'.repeat(400)))).toEqual([]);
  expect(findLongFile(code('x\n'.repeat(401)))).toEqual([
    'domain/gate.ts: has 401 lines, at most 400: split it by what it decides',
  ]);
  expect(findLongFile(code('x\n'.repeat(401), 'pricing/prices.data.ts'))).toEqual([]);
  expect(findLongFile(code('x\n'.repeat(401), 'docs/model.md'))).toEqual([]);
});

test('a line of 100 columns passes, one of 101 does not, an address may be longer', () => {
  expect(findLongLines(code(`ok\n${'é'.repeat(100)}`))).toEqual([]);
  expect(findLongLines(code(`ok\n${'x'.repeat(101)}`))).toEqual([
    'domain/gate.ts:2: has 101 columns, at most 100',
  ]);
  expect(findLongLines(code(`// https://example.org/${'x'.repeat(101)}`))).toEqual([]);
  expect(findLongLines(code('x'.repeat(101), 'README.md'))).toEqual([]);
});

test('a file over 1 MB is found', () => {
  expect(findHeavyFile('lab/a.png', 1_000_000)).toEqual([]);
  expect(findHeavyFile('lab/a.png', 1_000_001)).toHaveLength(1);
});

test.each([spell('FIX', 'ME'), spell('TO', 'DO'), spell('XX', 'X')])('%s is found', (mark) => {
  expect(findUnfinished(code(`a\n// ${mark}: later`))).toHaveLength(1);
  expect(findUnfinished(code(`a\n// ${mark.toLowerCase()}s`))).toEqual([]);
});

test.each([
  spell('see /wo', 'rk/main/x.ts'),
  spell("'/ro", "ot/.aws/config'"),
  spell('(/ho', 'me/me/x)'),
  spell('https://registry.npm', 'js.org/zod'),
  spell('https://pypi.org/sim', 'ple/'),
  spell('https://repo1.mav', 'en.org/x'),
])('a place on one machine is found: %s', (text) => {
  expect(findMachineDetails(code(text))).toHaveLength(1);
  expect(findMachineDetails(code(text, 'docs/architecture.md'))).toHaveLength(1);
});

test.each([
  'https://example.org/work/done',
  'docs/home/page.md',
  '/var/task',
  'pypi.org/project/x',
])('a harmless path passes: %s', (text) => expect(findMachineDetails(code(text))).toEqual([]));

test.each([
  spell('test.on', "ly('a', () => {})"),
  spell('describe.sk', "ip('a', () => {})"),
  spell('it.to', "do('a')"),
  spell('xi', "t('a', () => {})"),
  spell('fdescri', "be('a', () => {})"),
  spell('jest.mo', "ck('./gate.ts')"),
  spell('Math.ran', 'dom()'),
  spell('process.ex', 'it(1)'),
  spell('execSy', "nc('ls')"),
  spell('JSON.parse(JSON.str', 'ingify(a))'),
  spell('// @ts-ig', 'nore'),
  spell('a as a', 'ny'),
  spell('({ ...', '{ a, b }, c })'),
  spell('...', '([a, b] as const),'),
])('a banned call is found and a better one named: %s', (text) => {
  const [finding] = findBannedCalls(code(`ok();\n${text};`, 'cli/main.ts'));
  expect(finding).toMatch(/^cli\/main\.ts:2: uses .+: \w+/);
});

test.each([
  "process.once('SIGINT', () => process.exit(130))",
  'exit(1)',
  'regexp.exec(text)',
  'limit.skip(1)',
  'random()',
  'as anything',
  '({ ...made, ...(isOld && { age }) })',
  "[...['a', 'b'].map(named)]",
])('a harmless call passes: %s', (text) => expect(findBannedCalls(code(text))).toEqual([]));

test('documents may speak of banned calls', () => {
  expect(findBannedCalls(code(spell('Math.ran', 'dom()'), 'docs/model.md'))).toEqual([]);
});
