// Runs the scenarios in examples/, and sees that the page about scenarios shows them as they are.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = readdirSync('examples').filter((name) => /\.(json|ts)$/.test(name));

test.each(files)('examples/%s ends on the twin as it says', async (file) => {
  const words = ['run', join('examples', file), '--cloud', 'twin', '--json', '--out', folder];
  const { stdout, stderr, exitCode } = await runCommand(words);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const { scenario, runs } = JSON.parse(stdout);
  expect(scenario).toBe(file.replace(/\.\w+$/, ''));
  expect(runs).toHaveLength(2);
});

test.each(files)('the page about scenarios shows examples/%s', (file) => {
  const page = readFileSync('docs/scenarios.md', 'utf8');
  const blocks = [...page.matchAll(/^```(?:json|ts)\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
  // The page leaves out the comment at the beginning.
  const shown = readFileSync(join('examples', file), 'utf8').replace(/^(\/\/.*\n)+/, '');
  expect(blocks).toContain(shown);
});
