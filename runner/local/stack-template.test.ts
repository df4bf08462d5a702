import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readStackTemplate, SynthesisError, stackTemplatePath } from './stack-template.ts';

let root: string;
let home: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rebootstorm-template-'));
  home = join(root, 'cli');
  write('cdk.json', '{}');
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write('domain/limits.ts', "export * from './counts.ts';");
  write('domain/counts.ts', 'export const limit = 1;');
  write('domain/other.ts', 'export const other = 1;');
  write('cdk/queue.ts', "export { limit } from '#domain/limits.ts';");
  write('cdk/app.ts', appThatWrites('first'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** An app that writes a template, and adds a line to a file each time it is started. */
function appThatWrites(description: string): string {
  return `
    import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
    import type {} from './queue.ts';
    const folder: string = process.env.CDK_OUTDIR ?? 'nowhere';
    mkdirSync(folder);
    writeFileSync(folder + '/Rebootstorm.template.json', '{"Description":"${description}"}');
    appendFileSync('started.txt', 'x');
  `;
}

test('a template that is packed beside the program is read, and nothing is synthesised', () => {
  write('dist/Rebootstorm.template.json', '{"Description":"packed"}');
  expect(readStackTemplate(join(root, 'dist'))).toEqual({ Description: 'packed' });
  expect(existsSync(join(root, 'started.txt'))).toBe(false);
  expect(existsSync(join(root, 'node_modules'))).toBe(false);
});

test('a checkout synthesises once, and leaves nothing but the result', () => {
  expect(readStackTemplate(home)).toEqual({ Description: 'first' });
  // An app that would write another template shows that it is not started again.
  rmSync(join(root, 'started.txt'));
  expect(readStackTemplate(home)).toEqual({ Description: 'first' });
  expect(existsSync(join(root, 'started.txt'))).toBe(false);
  expect(readdirSync(join(root, 'node_modules', '.cache', 'rebootstorm'))).toHaveLength(1);
});

test.each([
  ['cdk/app.ts', appThatWrites('second')],
  ['cdk/queue.ts', 'export const queue = 1;'],
  ['domain/limits.ts', 'export const limit = 2;'],
  ['domain/counts.ts', 'export const limit = 2;'],
  ['cdk.json', '{ "context": {} }'],
  ['package-lock.json', '{ "lockfileVersion": 3 }'],
])('a change of %s is synthesised anew', (path, text) => {
  const before = stackTemplatePath(home);
  write(path, text);
  expect(stackTemplatePath(home)).not.toBe(before);
  if (path === 'cdk/app.ts') expect(readStackTemplate(home)).toEqual({ Description: 'second' });
});

test('a change of what the stack does not import changes nothing', () => {
  const before = stackTemplatePath(home);
  write('domain/other.ts', 'export const other = 2;');
  expect(stackTemplatePath(home)).toBe(before);
});

test('going back to earlier sources finds their template again', () => {
  const before = stackTemplatePath(home);
  write('domain/limits.ts', 'export const limit = 2;');
  stackTemplatePath(home);
  write('domain/limits.ts', "export * from './counts.ts';");
  rmSync(join(root, 'started.txt'));
  expect(stackTemplatePath(home)).toBe(before);
  expect(existsSync(join(root, 'started.txt'))).toBe(false);
});

test('a stack that cannot be synthesised is reported in its own words, and not kept', () => {
  write('cdk/app.ts', "throw new Error('the queue has no name');");
  expect(() => readStackTemplate(home)).toThrow(SynthesisError);
  expect(() => readStackTemplate(home)).toThrow(/cdk\/app\.ts failed(.|\n)*queue has no name/);
  write('cdk/app.ts', appThatWrites('mended'));
  expect(readStackTemplate(home)).toEqual({ Description: 'mended' });
});

test('an app that ends well without a template is reported, and not kept', () => {
  write('cdk/app.ts', 'export {};');
  expect(() => readStackTemplate(home)).toThrow(SynthesisError);
  expect(() => readStackTemplate(home)).toThrow(
    /cdk\/app\.ts .*left no Rebootstorm\.template\.json/,
  );
});
