import { findBrokenLinks, findUnknownCommands } from './document-rules.ts';

const TREE: Readonly<Record<string, string>> = {
  'README.md': '# Top\n',
  docs: '',
  'docs/model.md': '# The model\n\n## What is known, what is guessed\n',
  'cli/main.ts': '',
};
const lookup = (path: string) => TREE[path];
const document = (text: string) => ({ path: 'docs/costs.md', text });

test.each([
  '[model](model.md)',
  '[model](./model.md#what-is-known-what-is-guessed)',
  '[top](../README.md "the first page")',
  '[folder](../docs/)',
  '[web](https://example.org/x.md) and [mail](mailto:a@example.org)',
  '# Here\n[here](#here)',
  '`[code](nowhere.md)`',
  '```\n[code](nowhere.md)\n```',
])('a link that leads somewhere passes: %s', (text) => {
  expect(findBrokenLinks(document(text), lookup)).toEqual([]);
});

test.each([
  '[a](nowhere.md)',
  '![picture](images/none.png)',
  '[a](model.md#no-such-heading)',
  '[a](#no-such-heading)',
  '[a](README.md)',
])('a link that leads nowhere is found: %s', (text) => {
  expect(findBrokenLinks(document(`x\n${text}`), lookup)).toEqual([
    expect.stringMatching(/^docs\/costs\.md:2: links to nothing: /),
  ]);
});

test('a command that package.json lacks is found', () => {
  const scripts = ['test', 'check:layers'];
  const find = (text: string) => findUnknownCommands(document(text), scripts, lookup);
  expect(find('`npm test` and `npm run check:layers -- --json`')).toEqual([]);
  expect(find('Run `npm run check:moon`.')).toEqual([
    'docs/costs.md:1: package.json has no script "check:moon"',
  ]);
  expect(find('npm start')).toHaveLength(1);
});

test('a program that the tree lacks is found', () => {
  const find = (text: string) => findUnknownCommands(document(text), [], lookup);
  expect(find('node cli/main.ts demo')).toEqual([]);
  expect(find('`node cli/moon.ts`')).toEqual(['docs/costs.md:1: there is no program cli/moon.ts']);
});
