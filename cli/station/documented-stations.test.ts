// Runs what docs/stations.md shows, as it stands there and in its order.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { noCounts } from '#twin/station/station-result.ts';
import { exitCodes } from '../exit-codes.ts';
import { shippedStation } from './shipped-stations.ts';
import { parseStation } from './station-file.ts';
import { stationNames } from './station-names.ts';
import { stationMeasures } from './station-threshold.ts';

const page = readFileSync('docs/stations.md', 'utf8');
const commands = [...page.matchAll(/^npx rebootstorm (.+)$/gm)].map(([, words = '']) => words);
const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? [];

test('every command of the page does what it should', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'documented-stations-'));
  try {
    writeFileSync(join(folder, 'mine.json'), example);
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) {
      const words = command.replaceAll("'", '').split(' ');
      const { stderr, exitCode } = await runCommand(words, { cwd: folder });
      expect({ command, exitCode, stderr }).toMatchObject({ exitCode: exitCodes.asExpected });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the example makes sense, and the page has every station, ending and count', () => {
  expect(parseStation('mine.json', example).servers).toBe(10);
  for (const name of stationNames) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row).toMatch(new RegExp(`\\| ${shippedStation(name).expected} \\|$`));
  }
  const words = [...Object.keys(noCounts()), ...Object.keys(stationMeasures)];
  for (const count of words) expect(page).toContain(`\`${count}\``);
});
