// Runs the commands of docs/prices.md as they stand there. A server on loopback takes AWS's place.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { stableJson } from '#runner/stable-json.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { filesOfBook, type PriceServer, servePriceFiles } from '#testing/pricing/price-files.ts';

const page = readFileSync('docs/prices.md', 'utf8');
const commands = [...page.matchAll(/^npx rebootstorm (.+)$/gm)].map(([, words = '']) => words);

let folder: string;
let server: PriceServer;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-documented-'));
  const files = filesOfBook(shippedPriceBook('eu-central-1'));
  run = join(folder, 'result.json');
  writeFileSync(run, stableJson(exampleResult()));
  server = await servePriceFiles((code) => ({ status: 200, text: files[code] ?? '' }));
});

afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the page shows commands', () => {
  expect(commands.length).toBeGreaterThan(3);
});

test.each(commands)('rebootstorm %s', async (text) => {
  const words = text
    .replace('--out prices', `--out ${folder} --from ${server.url}`)
    .replace('runs/latest', run)
    .split(' ');
  const { stderr, exitCode } = await runCommand(words);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
});
